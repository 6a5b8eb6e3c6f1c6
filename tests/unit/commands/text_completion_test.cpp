#include "server/commands/text_completion.hpp"

#include <gtest/gtest.h>

namespace server::commands {
namespace {

std::string parse_error(std::string_view text) {
  auto input = parse_text_completion(json::parse(text).as_object());
  return input ? "" : input.error();
}

TEST(TextCompletion, BadParametersNameFieldValueAndRange) {
  const std::pair<const char*, const char*> rows[] = {
      {R"({})", "prompt: expected a string that is not empty"},
      {R"({"prompt": ""})", "prompt: expected a string that is not empty"},
      {R"({"prompt": 7})", "prompt: 7 is not a string"},
      {R"({"prompt": "a", "temperature": 2.1})", "temperature: 2.1 is out of range 0.0-2.0"},
      {R"({"prompt": "a", "temperature": "hot"})",
       "temperature: \"hot\" is not a number (range 0.0-2.0)"},
      {R"({"prompt": "a", "top_p": -1})", "top_p: -1 is out of range 0.0-1.0"},
      {R"({"prompt": "a", "frequency_penalty": 3})",
       "frequency_penalty: 3 is out of range -2.0-2.0"},
      {R"({"prompt": "a", "presence_penalty": -3})",
       "presence_penalty: -3 is out of range -2.0-2.0"},
      {R"({"prompt": "a", "max_tokens": 0})", "max_tokens: 0 is out of range 1-8192"},
      {R"({"prompt": "a", "max_tokens": 8193})", "max_tokens: 8193 is out of range 1-8192"},
      {R"({"prompt": "a", "max_tokens": 1.5})", "max_tokens: 1.5 is not an integer (range 1-8192)"},
      {R"({"prompt": "a", "system": []})", "system: [] is not a string"},
      {R"({"prompt": "a", "model": ""})", "model: expected an id, a display name or an alias"},
      {R"({"prompt": "a", "topP": 1})", "topP: unknown parameter"},
  };
  for (const auto& [text, error] : rows) EXPECT_EQ(parse_error(text), error) << text;
}

TEST(TextCompletion, DefaultsAreTheContracts) {
  auto input = parse_text_completion(json::parse(R"({"prompt": "hi", "top_p": null})").as_object());
  ASSERT_TRUE(input);
  EXPECT_EQ(input->model, "llama-4-scout-17b-16e-instruct");
  EXPECT_EQ(input->temperature, 1.0);
  EXPECT_EQ(input->max_tokens, 1000);
  const auto ask = to_ask(*input);
  EXPECT_EQ(ask.temperature, 1.0);
  EXPECT_FALSE(ask.top_p);
  EXPECT_FALSE(ask.frequency_penalty);
  EXPECT_FALSE(ask.presence_penalty);
  EXPECT_EQ(ask.messages.size(), 1U);
}

TEST(TextCompletion, AliasesAndDisplayNames) {
  const std::pair<const char*, const char*> rows[] = {
      {R"({"prompt": "a", "model": "llama3.3-70b"})", "llama-3.3-70b"},
      {R"({"prompt": "a", "model": "Llama 3.1 8B"})", "llama3.1-8b"},
      {R"({"prompt": "a", "model": "my-own-endpoint"})", "my-own-endpoint"},
  };
  for (const auto& [text, model] : rows) {
    auto input = parse_text_completion(json::parse(text).as_object());
    ASSERT_TRUE(input) << text;
    EXPECT_EQ(input->model, model);
  }
}

TEST(TextCompletion, OutputOfAnAnswer) {
  generate::Answer answer;
  answer.content = "text";
  answer.finish_reason = cerebras::FinishReason::length;
  answer.model = "m";
  answer.usage = {10, 5, 15, 0, 0};
  auto output = text_completion_output(answer);
  ASSERT_TRUE(output);
  EXPECT_EQ(json::serialize(*output),
            R"({"content":"text","finish_reason":"length","model_used":"m",)"
            R"("usage_total_tokens":15,"usage_prompt_tokens":10,"usage_completion_tokens":5})");
}

TEST(TextCompletion, FailureAfterSendingIsAnOutputWithWhatItCost) {
  generate::AskFailure failure;
  failure.sent = true;
  failure.charged_tokens = 300;
  failure.model = "m";
  failure.error.failure = cerebras::Failure::timeout;
  failure.error.message = "no answer within 60 s";
  auto output = text_completion_output(tl::unexpected(failure));
  ASSERT_TRUE(output);
  EXPECT_EQ(output->at("finish_reason").as_string(), "error");
  EXPECT_EQ(output->at("usage_total_tokens").as_uint64(), 300U);
  EXPECT_TRUE(output->at("usage_estimated").as_bool());
  EXPECT_EQ(output->at("error").at("kind").as_string(), "timeout");
}

TEST(TextCompletion, FailureBeforeSendingIsTheError) {
  generate::AskFailure failure;
  failure.error.failure = cerebras::Failure::no_key;
  auto output = text_completion_output(tl::unexpected(failure));
  ASSERT_FALSE(output);
  EXPECT_EQ(output.error().failure, cerebras::Failure::no_key);
}

}  // namespace
}  // namespace server::commands
