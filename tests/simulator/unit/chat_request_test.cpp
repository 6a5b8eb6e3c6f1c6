#include "tests/simulator/chat_request.hpp"

#include <gtest/gtest.h>

namespace simulator {
namespace {

/// A body with `fields` beside the two required ones.
std::string with(const std::string& fields) {
  return R"({"model":"m","messages":[{"role":"user","content":"hi"}])" +
         (fields.empty() ? "" : "," + fields) + "}";
}

TEST(ChatRequest, EveryDocumentedFieldIsAccepted) {
  const char* rows[] = {
      "",
      R"("temperature":0,"top_p":1.0,"seed":7,"stream":true,"stream_options":{"include_usage":true})",
      R"("temperature":2,"frequency_penalty":-2,"presence_penalty":2.0)",
      R"("stop":"x","reasoning_effort":"low","prompt_cache_key":"k","user":"u")",
      R"("stop":["a","b","c","d"],"max_completion_tokens":-1,"n":1)",
      R"("temperature":null,"stop":null,"max_completion_tokens":null,"tools":null)",
  };
  for (const auto* row : rows) {
    const auto request = parse_chat_request(with(row));
    EXPECT_TRUE(request) << row << ": " << (request ? "" : request.error().message);
  }
}

TEST(ChatRequest, OthersAreRefusedByName) {
  const struct {
    std::string body;
    std::string message;
  } rows[] = {
      {with(R"("store":true)"), "body.store: property 'body.store' is unsupported"},
      {with(R"("maxTokens":1,"thinking":{})"),
       "body.maxTokens: property 'body.maxTokens' is unsupported\n"
       "body.thinking: property 'body.thinking' is unsupported"},
      {with(R"("stream_options":{"x":1})"),
       "body.stream_options.x: property 'body.stream_options.x' is unsupported"},
      {R"({"model":"m","messages":[{"role":"assistant","content":"x","reasoning_content":"y"}]})",
       "messages.0.assistant.reasoning_content: property 'messages.0.assistant.reasoning_content' "
       "is "
       "unsupported"},
      {with(R"("temperature":2.1)"), "body.temperature: value must be between 0 and 2, got 2.1"},
      {with(R"("temperature":"1")"), "body.temperature: value must be a number"},
      {with(R"("top_p":-0.1)"), "body.top_p: value must be between 0 and 1, got -0.1"},
      {with(R"("frequency_penalty":3)"),
       "body.frequency_penalty: value must be between -2 and 2, got 3"},
      {with(R"("n":2)"), "body.n: value must be between 1 and 1, got 2"},
      {with(R"("max_completion_tokens":0)"),
       "body.max_completion_tokens: value must be at least 1"},
      {with(R"("max_completion_tokens":1.5)"),
       "body.max_completion_tokens: value must be an integer"},
      {with(R"("stop":["a","b","c","d","e"])"),
       "body.stop: at most 4 stop sequences are supported"},
      {with(R"("stop":[""])"), "body.stop: stop sequences must be non-empty strings"},
      {with(R"("stream":1)"), "body.stream: value must be a boolean"},
      {with(R"("reasoning_effort":"max")"),
       "body.reasoning_effort: value must be one of none, low, medium, high"},
      {with(R"("tool_choice":"auto")"), "body.tool_choice: is only allowed when tools are given"},
      {"{", "body: the request is not a JSON object"},
      {"[]", "body: the request is not a JSON object"},
      {R"({"messages":[]})", "body.model: value must be a non-empty string"},
      {R"({"model":"m"})", "body.messages: value must be a non-empty array"},
      {R"({"model":"m","messages":[1]})", "messages.0: value must be an object"},
      {R"({"model":"m","messages":[{"role":"me"}]})",
       "messages.0.role: value must be one of system, developer, user, assistant, tool"},
      {R"({"model":"m","messages":[{"role":"user","content":5}]})",
       "messages.0.content: value must be a string or text parts"},
  };
  for (const auto& row : rows) {
    const auto request = parse_chat_request(row.body);
    ASSERT_FALSE(request) << row.body;
    EXPECT_EQ(request.error().message, row.message);
    EXPECT_EQ(request.error().status, 400);
    EXPECT_EQ(request.error().code, "wrong_api_format");
  }
}

TEST(ChatRequest, IsRead) {
  const auto request = parse_chat_request(
      R"({"model":"m","messages":[{"role":"system","content":[{"type":"text","text":"a"},)"
      R"({"type":"text","text":"b"}]},{"role":"user","content":"c d"}],"max_completion_tokens":9,)"
      R"("stop":"s","stream":true,"reasoning_effort":"low"})");
  ASSERT_TRUE(request);
  EXPECT_EQ(request->model, "m");
  EXPECT_EQ(request->all_text(), "ab\nc d\n");
  EXPECT_EQ(request->max_completion_tokens, 9);
  EXPECT_EQ(request->stop, std::vector<std::string>{"s"});
  EXPECT_EQ(request->reasoning_effort, "low");
  EXPECT_TRUE(request->stream);
  EXPECT_EQ(count_prompt_tokens(*request), 3U + 4U + 1U + 4U + 2U);
}

}  // namespace
}  // namespace simulator
