#include "tests/simulator/scenario.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace simulator {
namespace {

constexpr auto chat = "/v1/chat/completions";

Scenario scenario_of(const std::string& rules) {
  auto parsed = parse_scenario(R"({"rules":[)" + rules + "]}");
  EXPECT_TRUE(parsed) << parsed.error();
  return parsed ? Scenario(std::move(*parsed)) : Scenario();
}

TEST(Scenario, FirstRuleThatAppliesAnswers) {
  struct Ask {
    const char* path;
    const char* body;
    const char* model;
    std::size_t rule;
  };
  const struct {
    const char* rules;
    std::vector<Ask> asks;
  } rows[] = {
      {"", {{chat, "", "", 0}}},
      {R"({"reply":{}},{"reply":{}})",
       {{chat, "", "", 1}, {chat, "", "", 1}, {"/v1/models", "", "", 0}}},
      {R"({"times":2,"reply":{}},{"times":1,"reply":{}})",
       {{chat, "", "", 1}, {chat, "", "", 1}, {chat, "", "", 2}, {chat, "", "", 0}}},
      {R"({"match":{"nth":2},"reply":{}})",
       {{chat, "", "", 0}, {chat, "", "", 1}, {chat, "", "", 0}}},
      {R"({"times":1,"reply":{}},{"match":{"nth":2},"reply":{}})",
       {{chat, "", "", 1}, {chat, "", "", 2}, {chat, "", "", 0}}},
      {R"({"match":{"contains":"x"},"reply":{}},{"match":{"model":"m"},"reply":{}})",
       {{chat, "axb", "m", 1}, {chat, "ab", "m", 2}, {chat, "ab", "n", 0}}},
      {R"({"match":{"path":"/v1/models"},"reply":{}})",
       {{"/v1/models", "", "", 1}, {chat, "", "", 0}}},
  };
  for (const auto& row : rows) {
    auto scenario = scenario_of(row.rules);
    for (int round = 0; round < 2; ++round) {
      for (const auto& ask : row.asks) {
        EXPECT_EQ(scenario.choose(ask.path, ask.body, "", ask.model).number, ask.rule) << row.rules;
      }
      scenario.rewind();
    }
  }
}

TEST(Scenario, ContainsLooksAtTheDecodedText) {
  auto scenario = scenario_of(R"({"match":{"contains":"a\n\"b\""},"reply":{}})");
  EXPECT_EQ(scenario.choose(chat, R"(a\n\"b\")", "a\n\"b\"", "").number, 1U);
}

TEST(Scenario, RepliesAreRead) {
  const auto rules = parse_scenario(R"({
    // Comments and trailing commas are allowed.
    "rules": [{"reply": {"status": 429, "headers": {"retry-after": "2"}, "body": {"a": 1},
      "delay_ms": 5, "chunk_delay_ms": 6, "repeat": 3, "write_bytes": 1, "write_delay_ms": 2,
      "close": "mid_stream", "close_after": 4, "reset": true, "finish_reason": "length",
      "bill": {"prompt_tokens": 7, "completion_tokens": 8}, "usage": null, "model": "other",}},
      {"reply": {"events": ["data: x", {"hex": "ff 00"}]}},
      {"reply": {"chunks": ["a"], "raw": {"hex": "0D0a"}}},
      {"reply": {"body": "text"}}],
  })");
  ASSERT_TRUE(rules) << rules.error();
  const auto& reply = rules->at(0).reply;
  EXPECT_EQ(reply.status, 429);
  EXPECT_EQ(reply.headers, (Headers{{"retry-after", "2"}}));
  EXPECT_EQ(reply.body, R"({"a":1})");
  EXPECT_EQ(reply.delay->count(), 5);
  EXPECT_EQ(reply.chunk_delay->count(), 6);
  EXPECT_EQ(reply.repeat, 3U);
  EXPECT_EQ(reply.write_bytes, 1U);
  EXPECT_EQ(reply.write_delay.count(), 2);
  EXPECT_EQ(reply.close, Close::mid_stream);
  EXPECT_EQ(reply.close_after, 4U);
  EXPECT_TRUE(reply.reset);
  EXPECT_EQ(reply.finish_reason, "length");
  EXPECT_EQ(reply.bill->total(), 15U);
  EXPECT_TRUE(reply.usage && reply.usage->is_null());
  EXPECT_EQ(reply.answering_model, "other");
  const std::vector<std::string> events{"data: x\n\n", std::string("\xff\0\n\n", 4)};
  EXPECT_EQ(rules->at(1).reply.chunks, events);
  EXPECT_EQ(rules->at(2).reply.raw, "\r\n");
  EXPECT_EQ(rules->at(3).reply.body, "text");
}

TEST(Scenario, MistakesAreNamed) {
  const struct {
    const char* text;
    const char* error;
  } rows[] = {
      {"", "line 1: not JSON: incomplete JSON"},
      {"{\n\n  x}", "line 3: not JSON: syntax error"},
      {"{} {}", "line 1: not JSON: extra data"},
      {"[]", "scenario: expected an object"},
      {"{}", "rules: missing"},
      {R"({"rules":{}})", "rules: expected an array"},
      {R"({"rule":[],"rules":[]})", "rule: unknown key; known here: about rules"},
      {R"({"rules":[5]})", "rules.0: expected an object"},
      {R"({"rules":[{}]})", "rules.0.reply: missing"},
      {R"({"rules":[{"reply":{}},{"reply":{"stauts":1}}]})", "rules.1.reply.stauts: unknown key"},
      {R"({"rules":[{"reply":{"status":"200"}}]})",
       "rules.0.reply.status: expected a whole number from 200 to 599"},
      {R"({"rules":[{"reply":{"delay_ms":-1}}]})",
       "rules.0.reply.delay_ms: expected a whole number"},
      {R"({"rules":[{"reply":{"delay_ms":1.5}}]})",
       "rules.0.reply.delay_ms: expected a whole number"},
      {R"({"rules":[{"reply":{"close":"soon"}}]})",
       "rules.0.reply.close: expected one of before_reply after_headers mid_stream"},
      {R"({"rules":[{"reply":{"headers":{"a":1}}}]})",
       "rules.0.reply.headers: expected an object of strings"},
      {R"({"rules":[{"reply":{"events":[1]}}]})", "rules.0.reply.events: expected strings or"},
      {R"({"rules":[{"reply":{"raw":{"hex":"f"}}}]})", "rules.0.reply.raw: expected a string or"},
      {R"({"rules":[{"match":{"nth":0},"reply":{}}]})",
       "rules.0.match.nth: expected a whole number from 1"},
      {R"({"rules":[{"times":0,"reply":{}}]})", "rules.0.times: expected a whole number from 1"},
      {R"({"rules":[{"reply":{"bill":{"tokens":1}}}]})", "rules.0.reply.bill.tokens: unknown key"},
      {R"({"rules":[{"reply":{"reset":1}}]})", "rules.0.reply.reset: expected true or false"},
  };
  for (const auto& row : rows) {
    const auto rules = parse_scenario(row.text);
    ASSERT_FALSE(rules) << row.text;
    EXPECT_EQ(rules.error().substr(0, std::string_view(row.error).size()), row.error) << row.text;
  }
}

TEST(Scenario, EveryExampleIsValid) {
  int count = 0;
  for (const auto& file : std::filesystem::directory_iterator(SCENARIO_DIR)) {
    std::ostringstream text;
    text << std::ifstream(file.path()).rdbuf();
    const auto rules = parse_scenario(text.str());
    EXPECT_TRUE(rules) << file.path() << ": " << (rules ? "" : rules.error());
    ++count;
  }
  EXPECT_GE(count, 5);
}

}  // namespace
}  // namespace simulator
