// Every way in which an answer can come or fail, and what it costs.
#include "client_bench.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

namespace cerebras {
namespace {

using namespace std::chrono_literals;
using test::ClientBench;
using test::event_stream_headers;
using test::events;
using test::finish_chunk;
using test::json_response;
using test::Reply;
using test::response;
using test::text_chunk;
using test::usage_42;

enum class Cost { released, usage, bound };

struct Row {
  const char* name;
  Reply reply;
  std::optional<Failure> failure;  // none: an answer
  std::string content;             // or what had come before the failure
  Cost cost;
  bool stream = true;
};

Reply closing(Reply reply) {
  reply.then = Reply::Then::close;
  return reply;
}

/// Events behind which the connection breaks.
Reply broken(const std::string& bytes) {
  return {{{event_stream_headers() + test::chunk(bytes)}}, Reply::Then::close};
}

std::string answer_json(const std::string& members) {
  return R"({"choices":[{"index":0,"message":{"content":"hi"},"finish_reason":"stop"}])" + members +
         "}";
}

const std::string with_usage = std::string(",") + usage_42;
const std::string queue_full = R"({"error":{"message":"high traffic","code":"queue_exceeded"},)"
                               R"("status_code":503})";
const std::string fault = R"({"error":{"message":"internal","code":"oops"},"status_code":500})";

const std::vector<Row> rows{
    {"usage on the finishing chunk",
     events({text_chunk("a"), text_chunk("b"), finish_chunk("stop", usage_42), "[DONE]"}),
     {},
     "ab",
     Cost::usage},
    {"text on the finishing chunk, no [DONE]",
     events({R"({"choices":[{"delta":{"content":"ab"},"finish_reason":"stop"}],)" +
             std::string(usage_42) + "}"}),
     {},
     "ab",
     Cost::usage},
    {"usage in a chunk of its own",
     events({text_chunk("ab"), finish_chunk("stop"),
             std::string(R"({"choices":[],)") + usage_42 + "}", "[DONE]"}),
     {},
     "ab",
     Cost::usage},
    {"usage before the finish",
     events({text_chunk("ab", usage_42), finish_chunk("length")}),
     {},
     "ab",
     Cost::usage},
    {"the last usage counts",
     events({text_chunk("ab", R"("usage":{"prompt_tokens":1,"completion_tokens":1})"),
             finish_chunk("stop", usage_42)}),
     {},
     "ab",
     Cost::usage},
    {"no usage", events({text_chunk("ab"), finish_chunk("stop"), "[DONE]"}), {}, "ab", Cost::bound},
    {"usage of fractions",
     events({text_chunk("ab"), finish_chunk("stop", R"("usage":{"prompt_tokens":1.5,)"
                                                    R"("completion_tokens":1})")}),
     {},
     "ab",
     Cost::bound},
    {"usage of nothing",
     events({text_chunk("ab"), finish_chunk("stop", R"("usage":{"prompt_tokens":0,)"
                                                    R"("completion_tokens":0})")}),
     {},
     "ab",
     Cost::bound},
    {"unknown fields, nulls, empty deltas, reasoning",
     events({R"({"choices":null,"x":1})", R"({"choices":[],"usage":null})",
             R"({"choices":[{"delta":null,"logprobs":null}]})",
             R"({"choices":[{"delta":{"role":"assistant","reasoning":"hm"}}]})", text_chunk("ab"),
             finish_chunk("stop", usage_42)}),
     {},
     "ab",
     Cost::usage},
    {"an unstreamed answer to a stream request",
     json_response(200, answer_json(with_usage)),
     {},
     "hi",
     Cost::usage},
    {"an unstreamed answer",
     json_response(200, answer_json(with_usage)),
     {},
     "hi",
     Cost::usage,
     false},
    {"an unstreamed answer without usage",
     json_response(200, answer_json("")),
     {},
     "hi",
     Cost::bound,
     false},
    {"a stream without a content type",
     {{{"HTTP/1.1 200 OK\r\n\r\ndata: " + text_chunk("ab") +
        "\n\ndata: " + finish_chunk("stop", usage_42) + "\n\n"}},
      Reply::Then::close},
     {},
     "ab",
     Cost::usage},
    {"broken behind the finish",
     broken("data: " + text_chunk("ab") + "\n\ndata: " + finish_chunk("stop") + "\n\n"),
     {},
     "ab",
     Cost::bound},

    {"broken before the finish", broken("data: " + text_chunk("ab") + "\n\n"), Failure::network,
     "ab", Cost::bound},
    {"ended before the finish", events({text_chunk("ab")}), Failure::bad_response, "ab",
     Cost::bound},
    {"[DONE] before the finish", events({text_chunk("ab"), "[DONE]"}), Failure::bad_response, "ab",
     Cost::bound},
    {"a running usage, then the end", events({text_chunk("ab", usage_42)}), Failure::bad_response,
     "ab", Cost::bound},
    {"a gateway that gave up", response(504, "<html></html>", "Content-Type: text/html\r\n"),
     Failure::timeout, "", Cost::bound},
    {"half an event",
     {{{event_stream_headers() + test::chunk("data: " + text_chunk("ab")) + "0\r\n\r\n"}}},
     Failure::bad_response,
     "",
     Cost::bound},
    {"not JSON in the middle", events({text_chunk("ab"), "{oops", finish_chunk("stop", usage_42)}),
     Failure::bad_response, "ab", Cost::bound},
    {"an error in the middle", events({text_chunk("ab"), queue_full}), Failure::queue, "ab",
     Cost::bound},
    {"an error behind a running usage", events({text_chunk("ab", usage_42), fault}),
     Failure::bad_response, "ab", Cost::bound},
    {"a refusal at the beginning", events({queue_full}), Failure::queue, "", Cost::released},
    {"a fault at the beginning", events({fault}), Failure::bad_response, "", Cost::bound},
    {"event: error",
     {{{event_stream_headers() + test::chunk("event: error\ndata: {\"message\":\"m\"}\n\n") +
        "0\r\n\r\n"}}},
     Failure::bad_response,
     "",
     Cost::bound},
    {"finish_reason error", events({text_chunk("ab"), finish_chunk("error", usage_42)}),
     Failure::bad_response, "ab", Cost::usage},
    {"an error under 200", json_response(200, queue_full), Failure::queue, "", Cost::released},
    {"a web page under 200",
     response(200, "<html><title>Log in</title></html>", "Content-Type: text/html\r\n"),
     Failure::bad_response, "", Cost::bound},
    {"nothing under 204", closing({{{"HTTP/1.1 204 No Content\r\n\r\n"}}}), Failure::bad_response,
     "", Cost::bound},
    {"another JSON under 200", json_response(200, R"({"status":"ok"})"), Failure::bad_response, "",
     Cost::bound},
    {"text without end", events({text_chunk(std::string(20000, 'x'))}), Failure::bad_response,
     std::string(20000, 'x'), Cost::bound},

    {"401", json_response(401, R"({"message":"Wrong API Key","code":"wrong_api_key"})"),
     Failure::auth, "", Cost::released},
    {"402", json_response(402, R"({"code":"payment_required"})"), Failure::payment_required, "",
     Cost::released},
    {"404", json_response(404, R"({"message":"Model","code":"model_not_found"})"),
     Failure::model_not_found, "", Cost::released},
    {"429", json_response(429, R"({"code":"request_quota_exceeded"})"), Failure::rate_limited, "",
     Cost::released},
    {"500 with a page", response(500, "<html></html>", "Content-Type: text/html\r\n"),
     Failure::bad_response, "", Cost::released},
    {"503 whose body breaks off",
     {{{"HTTP/1.1 503 X\r\nContent-Length: 999\r\n\r\npart"}}, Reply::Then::close},
     Failure::queue,
     "",
     Cost::released},
    {"a redirect", response(302, "", "Location: http://127.0.0.1:1/\r\n"), Failure::bad_response,
     "", Cost::released},
    {"closed without an answer", closing({}), Failure::network, "", Cost::bound},
};

TEST(ClientExchange, EveryEndIsSettled) {
  for (const auto& row : rows) {
    SCOPED_TRACE(row.name);
    ClientBench bench({row.reply});
    std::string streamed;
    const auto result =
        bench.complete(test::simple_request(row.stream), [&](std::string_view text) {
          streamed += text;
          return true;
        });
    bench.drain();
    const std::uint64_t cost = row.cost == Cost::released ? 0
                               : row.cost == Cost::usage  ? 42
                                                          : bench.bound;
    if (row.failure) {
      ASSERT_FALSE(result);
      EXPECT_EQ(result.error().error.failure, *row.failure) << result.error().error.message;
      EXPECT_FALSE(result.error().error.message.empty());
      EXPECT_FALSE(result.error().error.hint.empty());
      EXPECT_TRUE(result.error().sent);
      EXPECT_EQ(result.error().partial_content, row.content);
      EXPECT_EQ(result.error().charged_tokens, cost);
    } else {
      ASSERT_TRUE(result) << result.error().error.message;
      EXPECT_EQ(result->completion.content, row.content);
      EXPECT_EQ(result->charged_tokens, cost);
      EXPECT_EQ(result->usage_estimated, row.cost == Cost::bound);
      EXPECT_EQ(result->completion.usage.has_value(), row.cost == Cost::usage);
      EXPECT_FALSE(result->stopped_early);
      EXPECT_EQ(streamed, row.stream ? row.content : "");
    }
    EXPECT_EQ(bench.session().used, cost);
    EXPECT_EQ(bench.session().reserved, 0U);
    EXPECT_EQ(bench.server.requests().size(), 1U);
  }
}

TEST(ClientExchange, WaitsAreReadFromTheHeaders) {
  ClientBench bench({json_response(429, "{}", "Retry-After: 7\r\n")});
  const auto result = bench.complete(test::simple_request());
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().error.retry_after, 7000ms);
}

}  // namespace
}  // namespace cerebras
