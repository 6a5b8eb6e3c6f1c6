#include "cerebras/api.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace cerebras {
namespace {

// As recorded (2026), shortened.
constexpr const char* recorded = R"({"id":"chatcmpl-1","choices":[{"finish_reason":"stop","index":0,
 "message":{"content":"Hello","reasoning":"The user","role":"assistant"}}],"created":1779146782,
 "model":"zai-glm-4.7","system_fingerprint":"fp","object":"chat.completion",
 "usage":{"total_tokens":457,"completion_tokens":63,"completion_tokens_details":
 {"accepted_prediction_tokens":0,"rejected_prediction_tokens":0,"reasoning_tokens":50},
 "prompt_tokens":394,"prompt_tokens_details":{"cached_tokens":256}},
 "time_info":{"created":1779146782.19,"queue_time":0.25,"prompt_time":0.01,"total_time":0.5}})";

TEST(ApiAnswer, ARecordedAnswer) {
  const auto completion = parse_completion(recorded);
  ASSERT_TRUE(completion) << completion.error().message;
  EXPECT_EQ(completion->id, "chatcmpl-1");
  EXPECT_EQ(completion->model, "zai-glm-4.7");
  EXPECT_EQ(completion->content, "Hello");
  EXPECT_EQ(completion->finish_reason, FinishReason::stop);
  ASSERT_TRUE(completion->usage);
  EXPECT_EQ(completion->usage->prompt_tokens, 394U);
  EXPECT_EQ(completion->usage->completion_tokens, 63U);
  EXPECT_EQ(completion->usage->total_tokens, 457U);
  EXPECT_EQ(completion->usage->cached_tokens, 256U);
  EXPECT_EQ(completion->usage->reasoning_tokens, 50U);
  EXPECT_EQ(completion->queue_time, 0.25);
  EXPECT_EQ(completion->total_time, 0.5);
}

TEST(ApiAnswer, Content) {
  struct Row {
    const char* name;
    std::string message;
    std::string content;
  };
  for (const auto& row : std::vector<Row>{
           {"text", R"({"content":"a\nb"})", "a\nb"},
           {"null", R"({"content":null})", ""},
           {"absent", R"({"tool_calls":[{"id":"1"}]})", ""},
           {"no object", "null", ""},
           {"of another type", R"({"content":7})", ""},
           {"parts", R"({"content":[{"type":"text","text":"a"},{"type":"image_url"},null,
                        {"type":"thinking","text":"no"},{"type":"text","text":"b"}]})",
            "ab"},
           {"reasoning is not content",
            R"({"reasoning":"r","reasoning_content":"rc","content":"c"})", "c"},
           {"only reasoning", R"({"reasoning":"r","reasoning_content":"rc"})", ""},
           {"not UTF-8",
            "{\"content\":\"a\xFF"
            "b\"}",
            "a\xEF\xBF\xBD"
            "b"}}) {
    const auto whole = parse_completion(R"({"choices":[{"message":)" + row.message + "}]}");
    ASSERT_TRUE(whole) << row.name;
    EXPECT_EQ(whole->content, row.content) << row.name;
    ChatCompletion streamed;
    ASSERT_TRUE(add_chunk(R"({"choices":[{"delta":)" + row.message + "}]}", streamed)) << row.name;
    EXPECT_EQ(streamed.content, row.content) << row.name << ", streamed";
  }
}

TEST(ApiAnswer, OnlyExactCountsAreUsage) {
  struct Row {
    const char* name;
    std::string usage;
    std::optional<std::uint64_t> total;
  };
  for (const auto& row : std::vector<Row>{
           {"complete", R"({"prompt_tokens":1,"completion_tokens":2,"total_tokens":3})", 3},
           {"no total", R"({"prompt_tokens":1,"completion_tokens":2})", 3},
           {"a larger total counts",
            R"({"prompt_tokens":1,"completion_tokens":2,"total_tokens":9})", 9},
           {"a smaller one does not",
            R"({"prompt_tokens":1,"completion_tokens":2,"total_tokens":0})", 3},
           {"large", R"({"prompt_tokens":18446744073709551615,"completion_tokens":0})",
            18446744073709551615U},
           {"null details",
            R"({"prompt_tokens":1,"completion_tokens":2,"prompt_tokens_details":null})", 3},
           {"bad details", R"({"prompt_tokens":1,"completion_tokens":2,
                               "prompt_tokens_details":{"cached_tokens":-1}})",
            3},
           {"null", "null", {}},
           {"empty", "{}", {}},
           {"a list", "[1,2]", {}},
           {"one part", R"({"prompt_tokens":1,"total_tokens":3})", {}},
           {"infinite", R"({"prompt_tokens":1e400,"completion_tokens":2})", {}},
           {"negative", R"({"prompt_tokens":-1,"completion_tokens":2})", {}},
           {"a fraction", R"({"prompt_tokens":1.5,"completion_tokens":2})", {}},
           {"a float", R"({"prompt_tokens":1.0,"completion_tokens":2})", {}},
           {"a string", R"({"prompt_tokens":"1","completion_tokens":2})", {}},
           {"too large", R"({"prompt_tokens":18446744073709551616,"completion_tokens":0})", {}},
           {"the sum is too large",
            R"({"prompt_tokens":18446744073709551615,"completion_tokens":1})",
            {}},
           {"bad total", R"({"prompt_tokens":1,"completion_tokens":2,"total_tokens":-3})", {}}}) {
    const auto whole = parse_completion(R"({"choices":[],"usage":)" + row.usage + "}");
    ASSERT_TRUE(whole) << row.name;
    ASSERT_EQ(whole->usage.has_value(), row.total.has_value()) << row.name;
    EXPECT_EQ(whole->usage.value_or(Usage{}).total_tokens, row.total.value_or(0)) << row.name;
  }
}

TEST(ApiAnswer, FinishReasons) {
  struct Row {
    std::string reason;  // as JSON
    std::optional<FinishReason> read;
  };
  for (const auto& row : std::vector<Row>{{"\"stop\"", FinishReason::stop},
                                          {"\"length\"", FinishReason::length},
                                          {"\"content_filter\"", FinishReason::content_filter},
                                          {"\"tool_calls\"", FinishReason::tool_calls},
                                          {"\"function_call\"", FinishReason::tool_calls},
                                          {"\"error\"", FinishReason::error},
                                          {"\"eos\"", FinishReason::stop},
                                          {"\"max_tokens\"", FinishReason::length},
                                          {"\"abort\"", FinishReason::error},
                                          {"\"\"", {}},
                                          {"null", {}},
                                          {"7", {}}}) {
    const auto whole = parse_completion(R"({"choices":[{"finish_reason":)" + row.reason + "}]}");
    ASSERT_TRUE(whole) << row.reason;
    EXPECT_EQ(whole->finish_reason, row.read) << row.reason;
  }
  for (const auto reason : {FinishReason::stop, FinishReason::length, FinishReason::content_filter,
                            FinishReason::tool_calls, FinishReason::error}) {
    const auto text = std::string(to_string(reason));
    EXPECT_EQ(parse_completion(R"({"choices":[{"finish_reason":")" + text + "\"}]}")->finish_reason,
              reason);
  }
}

TEST(ApiAnswer, ChunksAddUp) {
  ChatCompletion completion;
  for (
      const char* chunk :
      {R"({"id":"c","choices":[{"delta":{"role":"assistant"},"index":0}],"model":"m"})",
       R"({"id":"other","choices":[{"delta":{"reasoning":"hm"},"index":0}]})",
       R"({"choices":[{"delta":{"content":"wrong"},"index":1},{"delta":{"content":"Hi"},"index":0}]})",
       R"({"choices":[{"delta":{},"index":0}]})", R"({"choices":[],"usage":null})",
       R"({"choices":null})", R"({})",
       R"({"error":null,"choices":[{"delta":{"content":" there"}}]})",
       R"({"choices":[{"delta":{},"finish_reason":"stop"}],
            "usage":{"prompt_tokens":1,"completion_tokens":2},"time_info":null})",
       R"({"choices":[{"index":0,"delta":{}}],"usage":{"prompt_tokens":"?"}})"}) {
    ASSERT_TRUE(add_chunk(chunk, completion)) << chunk;
  }
  EXPECT_EQ(completion.id, "c");
  EXPECT_EQ(completion.model, "m");
  EXPECT_EQ(completion.content, "Hi there");
  EXPECT_EQ(completion.finish_reason, FinishReason::stop);
  EXPECT_EQ(completion.usage->total_tokens, 3U);
}

TEST(ApiAnswer, WhatIsNoAnswer) {
  const std::string deep = std::string(10000, '[') + std::string(10000, ']');
  for (const std::string& text :
       {std::string(), std::string("{"), std::string("null"), std::string("[]"),
        std::string("\"x\" y"), std::string(R"({"choices":[{"message":{"content":"\ud83d"}}]})"),
        deep, "{\"choices\":" + deep + "}"}) {
    const auto whole = parse_completion(text);
    ASSERT_FALSE(whole) << text;
    EXPECT_EQ(whole.error().failure, Failure::bad_response);
    ChatCompletion completion;
    const auto chunk = add_chunk(text, completion);
    ASSERT_FALSE(chunk) << text;
    EXPECT_EQ(chunk.error().failure, Failure::bad_response);
    EXPECT_FALSE(chunk.error().message.empty());
  }
}

// Looked for before `choices`, and under HTTP status 200 too.
TEST(ApiAnswer, AnErrorInAnAnswerIsAnError) {
  struct Row {
    std::string body;
    Failure failure;
  };
  for (const auto& row : std::vector<Row>{
           {R"({"error":{"message":"m","code":"queue_exceeded"},"status_code":503})",
            Failure::queue},
           {R"({"error":{"message":"m"},"choices":[{"message":{"content":"x"}}]})",
            Failure::bad_response},
           {R"({"error":"boom"})", Failure::bad_response},
           {R"({"error":{"code":429,"message":"m"}})", Failure::rate_limited},
           {R"({"message":"flat","code":"token_quota_exceeded"})", Failure::rate_limited}}) {
    const auto whole = parse_completion(row.body);
    ASSERT_FALSE(whole) << row.body;
    EXPECT_EQ(whole.error().failure, row.failure) << row.body;
    ChatCompletion completion;
    const auto chunk = add_chunk(row.body, completion);
    ASSERT_FALSE(chunk) << row.body;
    EXPECT_EQ(chunk.error().failure, row.failure) << row.body;
    EXPECT_EQ(completion.content, "");
  }
}

TEST(ApiAnswer, Models) {
  struct Row {
    std::string body;
    std::optional<std::vector<std::string>> ids;
  };
  using Ids = std::vector<std::string>;
  for (const auto& row : std::vector<Row>{
           {R"({"object":"list","data":[{"id":"b","created":0},{"id":"a"}]})", Ids{"b", "a"}},
           {R"([{"id":"b"}])", Ids{"b"}},
           {R"({"data":[null,{},{"id":7},{"id":""},{"id":"c"}]})", Ids{"c"}},
           {R"({"data":[]})", Ids{}},
           {R"({"data":{}})", {}},
           {R"({"error":{"message":"m"}})", {}},
           {"", {}}}) {
    const auto models = parse_models(row.body);
    ASSERT_EQ(models.has_value(), row.ids.has_value()) << row.body;
    EXPECT_EQ(models.value_or(Ids{}), row.ids.value_or(Ids{})) << row.body;
  }
}

}  // namespace
}  // namespace cerebras
