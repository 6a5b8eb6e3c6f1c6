#include "tests/simulator/service.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace simulator {
namespace {

namespace json = boost::json;

struct Asker {
  explicit Asker(const std::string& rules = "", ServiceSettings settings = {})
      : service(std::move(settings),
                Scenario(parse_scenario(R"({"rules":[)" + rules + "]}").value())) {}

  Reply ask(std::string method, std::string target, std::string body = "", std::string key = "k") {
    Request request{std::move(method),
                    std::move(target),
                    {{"authorization", "Bearer " + key}},
                    std::move(body),
                    "1.1",
                    1};
    const auto answer = service.answer(request);
    service.delivered(answer.record);
    return answer.reply;
  }
  Reply chat(const std::string& fields = "", const std::string& model = "llama3.1-8b") {
    return ask("POST", "/v1/chat/completions",
               R"({"model":")" + model +
                   R"(","messages":[{"role":"user","content":"hello there"}])" +
                   (fields.empty() ? "" : "," + fields) + "}");
  }
  json::object get(const std::string& target) {
    return json::parse(ask("GET", target).pieces[0]).as_object();
  }
  std::int64_t billed() { return get("/sim/meter").at("billed_tokens").as_int64(); }

  Service service;
};

std::string whole(const Reply& reply) {
  std::string body;
  for (const auto& piece : reply.pieces) body += piece;
  return body;
}

json::object object(const std::string& text) {
  return json::parse(text).as_object();
}

json::object data(const std::string& event) {
  EXPECT_TRUE(event.starts_with("data: ") && event.ends_with("\n\n")) << event;
  return object(event.substr(6));
}

json::value delta(const std::string& event) {
  return data(event).at("choices").at(0).at("delta");
}

TEST(Service, Routes) {
  const struct {
    const char* method;
    const char* target;
    const char* key;
    int status;
    const char* part;
  } rows[] = {
      {"GET", "/v1/models", "k", 200, R"("id":"llama-4-scout-17b-16e-instruct")"},
      {"GET", "/v1/models?format=default", "k", 200, R"("object":"list")"},
      {"GET", "/v1/models", "", 401, R"("code":"wrong_api_key")"},
      {"GET", "/v1/models/gpt-oss-120b", "k", 200, R"("owned_by":"Cerebras")"},
      {"GET", "/v1/models/none", "k", 404, R"("code":"model_not_found")"},
      {"GET", "/v1/modelsx", "k", 404, R"("code":"not_found")"},
      {"GET", "/public/v1/models", "", 200, R"("max_context_length":131072)"},
      {"GET", "/v1/tcp_warming", "", 200, ""},
      {"GET", "/v1/chat/completions", "k", 404, ""},
      {"POST", "/v1/chat/completions", "", 401, R"("message":"Wrong API Key")"},
      {"POST", "/v1/embeddings", "k", 404, ""},
      {"GET", "/sim/nothing", "k", 404, ""},
  };
  for (const auto& row : rows) {
    Asker asker;
    const auto reply = asker.ask(row.method, row.target, "", row.key);
    EXPECT_EQ(reply.status, row.status) << row.target;
    EXPECT_NE(whole(reply).find(row.part), std::string::npos) << row.target << whole(reply);
  }
}

TEST(Service, OneKeyWhenOneIsSet) {
  ServiceSettings settings;
  settings.key = "right";
  Asker asker("", settings);
  EXPECT_EQ(asker.ask("GET", "/v1/models", "", "right").status, 200);
  EXPECT_EQ(asker.ask("GET", "/v1/models", "", "wrong").status, 401);
}

TEST(Service, UnstreamedAnswer) {
  Asker asker;
  const auto reply = asker.chat();
  EXPECT_EQ(reply.status, 200);
  EXPECT_FALSE(reply.streamed);
  const auto body = object(whole(reply));
  EXPECT_EQ(body.at("object"), "chat.completion");
  const auto& choice = body.at("choices").at(0);
  EXPECT_EQ(choice.at("finish_reason"), "stop");
  EXPECT_NE(choice.at("message").at("content").as_string().find("simulated"), std::string::npos);
  const auto& usage = body.at("usage");
  EXPECT_EQ(usage.at("prompt_tokens").as_int64() + usage.at("completion_tokens").as_int64(),
            usage.at("total_tokens").as_int64());
  EXPECT_EQ(usage.at("total_tokens").as_int64(), asker.billed());
  EXPECT_TRUE(body.contains("time_info"));
}

TEST(Service, Stream) {
  ServiceSettings settings;
  settings.tokens_per_event = 3;
  Asker asker(R"({"reply":{"content":"one two three four five"}})", settings);
  const auto reply = asker.chat(R"("stream":true)");
  EXPECT_TRUE(reply.streamed);
  ASSERT_EQ(reply.pieces.size(), 6U);
  EXPECT_EQ(delta(reply.pieces[0]), (json::object{{"role", "assistant"}}));
  EXPECT_EQ(delta(reply.pieces[1]), (json::object{{"content", "one two three"}}));
  EXPECT_EQ(delta(reply.pieces[2]), (json::object{{"content", " four five"}}));
  EXPECT_EQ(delta(reply.pieces[3]), json::object());
  const auto last = data(reply.pieces[4]);
  EXPECT_EQ(last.at("choices").at(0).at("finish_reason"), "stop");
  EXPECT_EQ(last.at("usage").at("completion_tokens"), 5);
  EXPECT_TRUE(last.contains("time_info"));
  EXPECT_EQ(reply.pieces[5], "data: [DONE]\n\n");
  for (std::size_t i = 0; i < 4; ++i) EXPECT_FALSE(data(reply.pieces[i]).contains("usage"));
}

TEST(Service, LimitsAndStops) {
  const struct {
    const char* fields;
    const char* model;
    const char* content;
    const char* reason;
    int completion_tokens;
  } rows[] = {
      {R"("max_completion_tokens":3)", "llama3.1-8b", "one two three", "length", 3},
      {R"("max_completion_tokens":5)", "llama3.1-8b", "one two three four five", "stop", 5},
      {R"("max_completion_tokens":-1)", "llama3.1-8b", "one two three four five", "stop", 5},
      {R"("stop":[" four","five"])", "llama3.1-8b", "one two three", "stop", 3},
      {R"("stop":"one")", "llama3.1-8b", "", "stop", 0},
      // Reasoning counts: 12 tokens at the lowest effort.
      {R"("max_completion_tokens":14,"reasoning_effort":"low")", "gpt-oss-120b", "one two",
       "length", 14},
      {R"("max_completion_tokens":9,"reasoning_effort":"low")", "gpt-oss-120b", "", "length", 9},
  };
  for (const auto& row : rows) {
    Asker asker(R"({"reply":{"content":"one two three four five"}})");
    const auto body = object(whole(asker.chat(row.fields, row.model)));
    const auto& choice = body.at("choices").at(0);
    EXPECT_EQ(choice.at("message").at("content"), row.content) << row.fields;
    EXPECT_EQ(choice.at("finish_reason"), row.reason) << row.fields;
    EXPECT_EQ(body.at("usage").at("completion_tokens"), row.completion_tokens) << row.fields;
    EXPECT_EQ(choice.at("message").as_object().contains("reasoning"),
              std::string_view(row.model) == "gpt-oss-120b");
  }
}

TEST(Service, RefusedRequestsBillNothing) {
  const struct {
    const char* fields;
    const char* model;
    int status;
    const char* code;
  } rows[] = {{"", "llama3.3-70b", 404, "model_not_found"},
              {R"("store":1)", "llama3.1-8b", 400, "wrong_api_format"},
              {R"("max_completion_tokens":50)", "llama3.1-8b", 400, "context_length_exceeded"}};
  for (const auto& row : rows) {
    ServiceSettings settings;
    settings.context_tokens = 58;
    Asker asker("", settings);
    const auto reply = asker.chat(row.fields, row.model);
    EXPECT_EQ(reply.status, row.status);
    EXPECT_EQ(object(whole(reply)).at("code"), row.code);
    EXPECT_EQ(asker.billed(), 0);
    EXPECT_EQ(asker.get("/sim/meter").at("posts"), 1);
  }
  ServiceSettings settings;
  settings.context_tokens = 58;
  EXPECT_EQ(
      object(whole(Asker("", settings).chat(R"("max_completion_tokens":50)"))).at("message"),
      "Please reduce the length of the messages or completion. Current length is 59 while limit "
      "is 58");
  EXPECT_EQ(Asker("", settings).chat(R"("max_completion_tokens":49)").status, 200);
}

TEST(Service, ScriptedRepliesAndWhatTheyBill) {
  // The prompt has 9 tokens: 2 words, 7 of the template.
  const struct {
    const char* reply;
    int status;
    std::int64_t billed;
    const char* part;
  } rows[] = {
      {R"("content":"a b c")", 200, 12, R"("content":"a b c")"},
      {R"("content":"a b c","usage":null)", 200, 12, R"("content":"a b c")"},
      {R"("content":"a b c","usage":{"total_tokens":-5})", 200, 12, R"("total_tokens":-5)"},
      {R"("content":"a b c","finish_reason":"content_filter")", 200, 12, "content_filter"},
      {R"("content":"a","model":"another")", 200, 10, R"("model":"another")"},
      {R"("content":"a","close":"after_headers")", 200, 10, ""},
      {R"("close":"before_reply")", 200, 0, ""},
      {R"("status":429)", 429, 0, R"("code":"request_quota_exceeded")"},
      {R"("status":503)", 503, 0, R"("code":"queue_exceeded")"},
      {R"("status":500,"body":"<html>")", 500, 0, "<html>"},
      {R"("status":307,"body":"")", 307, 0, ""},
      {R"("body":"one two three")", 200, 12, "one two three"},
      {R"("events":["data: a","data: b"])", 200, 9 + 5 * 2, "data: a\n\ndata: b\n\n"},
      {R"("chunks":["a"],"repeat":1000)", 200, 9 + 20, "a"},
      {R"("raw":"HTTP/1.1 500 no")", 200, 0, ""},
      {R"("content":"a","bill":{"prompt_tokens":1,"completion_tokens":2})", 200, 3, ""},
  };
  for (const auto& row : rows) {
    Asker asker(std::string(R"({"reply":{)") + row.reply + "}}");
    const auto reply = asker.chat(R"("max_completion_tokens":20)");
    EXPECT_EQ(reply.status, row.status) << row.reply;
    EXPECT_EQ(asker.billed(), row.billed) << row.reply;
    EXPECT_NE(whole(reply).find(row.part), std::string::npos) << row.reply << whole(reply);
    EXPECT_EQ(asker.get("/sim/meter").at("posts"), 1);
  }
  Asker asker(R"({"reply":{"content":"a","usage":null}})");
  EXPECT_FALSE(object(whole(asker.chat())).contains("usage"));
}

TEST(Service, ScriptedContentIsStillChecked) {
  Asker asker(R"({"reply":{"content":"a"}})");
  EXPECT_EQ(asker.chat(R"("store":1)").status, 400);
}

TEST(Service, RateLimitHeadersUnlessTheScenarioWritesTheReply) {
  Asker asker(R"({"match":{"nth":2},"reply":{"status":429,"headers":{"Retry-After":"3"}}})");
  auto names = [](const Reply& reply) {
    std::string text;
    for (const auto& [name, value] : reply.headers) text += name + " ";
    return text;
  };
  EXPECT_NE(names(asker.chat()).find("x-ratelimit-reset-tokens-minute"), std::string::npos);
  EXPECT_EQ(names(asker.chat()), "content-type Retry-After ");
}

TEST(Service, RepeatedPromptsAreCachedInBlocks) {
  Asker asker;
  const std::string long_prompt =
      R"({"model":"llama3.1-8b","messages":[{"role":"user","content":")" + std::string(900, '(') +
      R"("}]})";
  auto cached = [&] {
    const auto reply = asker.ask("POST", "/v1/chat/completions", long_prompt);
    return object(whole(reply))
        .at("usage")
        .at("prompt_tokens_details")
        .at("cached_tokens")
        .as_int64();
  };
  EXPECT_EQ(cached(), 0);
  EXPECT_EQ(cached(), 256);  // of 301
}

TEST(Service, MeterAndRequests) {
  Asker asker;
  asker.chat();
  asker.chat("", "gpt-oss-120b");
  asker.ask("GET", "/v1/models");
  const auto meter = asker.get("/sim/meter");
  EXPECT_EQ(meter.at("requests"), 3);
  EXPECT_EQ(meter.at("posts"), 2);
  EXPECT_EQ(meter.at("connections"), 1);
  EXPECT_EQ(meter.at("undelivered"), 0);
  EXPECT_EQ(meter.at("by_model").at("gpt-oss-120b").at("requests"), 1);
  const auto requests = json::parse(whole(asker.ask("GET", "/sim/requests"))).as_array();
  ASSERT_EQ(requests.size(), 3U);
  EXPECT_EQ(requests[0].at("headers").at("authorization"), "present");
  EXPECT_EQ(requests[0].at("body").at("model"), "llama3.1-8b");
  EXPECT_EQ(requests[0].at("status"), 200);
  EXPECT_EQ(requests[2].at("body"), "");
  asker.ask("POST", "/sim/reset");
  EXPECT_EQ(asker.get("/sim/meter").at("requests"), 0);
}

TEST(Service, AReplyThatOutlivesAResetDoesNotCount) {
  Asker asker;
  const auto late = asker.service.answer({"GET", "/v1/tcp_warming", {}, "", "1.1", 1});
  EXPECT_EQ(asker.get("/sim/meter").at("undelivered"), 1);
  asker.ask("POST", "/sim/reset");
  asker.service.delivered(late.record);
  EXPECT_EQ(asker.get("/sim/meter").at("undelivered"), 0);
}

TEST(Service, RemembersTheLastHundred) {
  Asker asker;
  for (int i = 0; i < 130; ++i) asker.ask("GET", "/v1/tcp_warming");
  const auto requests = json::parse(whole(asker.ask("GET", "/sim/requests"))).as_array();
  EXPECT_EQ(requests.size(), 100U);
  EXPECT_EQ(requests[0].at("number"), 31);
  EXPECT_EQ(asker.get("/sim/meter").at("undelivered"), 0);
}

TEST(Service, ScenariosCanBeChanged) {
  Asker asker;
  EXPECT_EQ(asker.ask("POST", "/sim/scenario", R"({"rules":[{"reply":{"status":500}}]})").status,
            200);
  EXPECT_EQ(asker.chat().status, 500);
  const auto refused = asker.ask("POST", "/sim/scenario", R"({"rules":1})");
  EXPECT_EQ(refused.status, 400);
  EXPECT_NE(whole(refused).find("rules: expected an array"), std::string::npos);
}

}  // namespace
}  // namespace simulator
