#include "cerebras/api.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <vector>

namespace cerebras {
namespace {

ChatCompletionRequest base() {
  ChatCompletionRequest request;
  request.model = "m";
  request.messages = {{"system", "s"}, {"user", "u"}};
  request.max_completion_tokens = 128;
  return request;
}

const std::string base_fields = R"("model":"m","messages":[{"role":"system","content":"s"},)"
                                R"({"role":"user","content":"u"}],"max_completion_tokens":128)";

struct Row {
  const char* name;
  std::function<void(ChatCompletionRequest&)> change;
  std::string further;  // what follows base_fields
};

json::object object(std::string_view text) {
  return json::parse(text).as_object();
}

const std::vector<Row> rows{
    {"only what is set", [](auto&) {}, ""},
    {"all fields, in a fixed order",
     [](auto& r) {
       r.prompt_cache_key = "k";
       r.reasoning_effort = "low";
       r.stop = {"a", "b"};
       r.seed = -7;
       r.presence_penalty = -2;
       r.frequency_penalty = 0.5;
       r.top_p = 0.95;
       r.temperature = 0.2;
       r.include_usage = true;
       r.stream = true;
     },
     R"(,"stream":true,"stream_options":{"include_usage":true},"temperature":0.2,"top_p":0.95,)"
     R"("frequency_penalty":0.5,"presence_penalty":-2,"seed":-7,"stop":["a","b"],)"
     R"("reasoning_effort":"low","prompt_cache_key":"k")"},
    {"zero is sent, the largest temperature too",
     [](auto& r) {
       r.temperature = 2.0;
       r.top_p = 0.0;
     },
     R"(,"temperature":2,"top_p":0)"},
    {"usage is an option of streams", [](auto& r) { r.include_usage = true; }, ""},
    {"at most four stops",
     [](auto& r) {
       r.stop = {"1", "2", "3", "4", "5"};
     },
     R"(,"stop":["1","2","3","4"])"},
    {"numbers that are none",
     [](auto& r) {
       r.temperature = std::numeric_limits<double>::infinity();
       r.top_p = std::nan("");
     },
     ""},
    {"extra fields come last", [](auto& r) { r.extra_body = object(R"({"user":"x","a":[1,{}]})"); },
     R"(,"user":"x","a":[1,{}])"},
    {"extra fields replace ours",
     [](auto& r) {
       r.temperature = 0.2;
       r.seed = 1;
       r.extra_body = object(R"({"temperature":1})");
     },
     R"(,"seed":1,"temperature":1)"},
    {"an extra null takes a field out",
     [](auto& r) {
       r.seed = 1;
       r.extra_body = object(R"({"seed":null,"x":null})");
     },
     ""},
    {"what the budget rests on is not replaced",
     [](auto& r) {
       r.extra_body = object(R"({"model":"x","messages":[],"max_completion_tokens":9,)"
                             R"("max_tokens":9,"n":5,"best_of":5,"stream":true})");
     },
     ""},
};

TEST(Api, RequestBodies) {
  for (const auto& row : rows) {
    auto request = base();
    row.change(request);
    EXPECT_EQ(to_body(request), "{" + base_fields + row.further + "}") << row.name;
  }
}

TEST(Api, TheCapIsAlwaysSentAndAtLeastOne) {
  auto request = base();
  for (const std::int64_t tokens : {std::int64_t{-1}, std::int64_t{0}}) {
    request.max_completion_tokens = tokens;
    EXPECT_EQ(json::parse(to_body(request)).at("max_completion_tokens"), 1);
  }
}

TEST(Api, TextIsEscapedAndRepaired) {
  struct Text {
    std::string content;
    std::string json;
  };
  for (const auto& text :
       std::vector<Text>{{"a\"b\\c/d", R"(a\"b\\c/d)"},
                         {"\n\r\t", R"(\n\r\t)"},
                         {std::string("\0\x1b\x7f", 3), "\\u0000\\u001b\x7f"},
                         {"\xF0\x9F\x98\x80\xC3\xA9", "\xF0\x9F\x98\x80\xC3\xA9"},
                         {"a\xFF\xC3", "a??"},             // one byte for one byte
                         {"\xED\xA0\x80", "???"},          // a surrogate
                         {"\xC0\xAF\xF5\x80", "????"}}) {  // overlong, beyond Unicode
    auto request = base();
    request.messages = {{"user", text.content}};
    const auto body = to_body(request);
    EXPECT_NE(body.find("\"content\":\"" + text.json + "\""), std::string::npos) << body;
  }
}

RC_GTEST_PROP(Api, AnyContentIsReadBack, (const std::string& content)) {
  auto request = base();
  request.messages = {{"user", content}};
  const auto body = json::parse(to_body(request));
  const auto& read = body.at("messages").at(0).at("content").as_string();
  RC_ASSERT(read.size() == content.size());
}

}  // namespace
}  // namespace cerebras
