#include "protocol/jsonrpc.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace protocol {
namespace {

std::string params_text(const json::value& params) {
  return " " + json::serialize(params);
}

std::string describe(const Message& message) {
  if (const auto* request = std::get_if<Request>(&message))
    return "request " + to_key(request->id) + " " + request->method + params_text(request->params);
  if (const auto* notification = std::get_if<Notification>(&message))
    return "notification " + notification->method + params_text(notification->params);
  const auto& response = std::get<Response>(message);
  if (response.result)
    return "result " + to_key(response.id) + " " + json::serialize(*response.result);
  return "error " + to_key(response.id) + " " +
         std::to_string(static_cast<int>(response.result.error().code)) + " " +
         response.result.error().message +
         (response.result.error().data ? " " + json::serialize(*response.result.error().data) : "");
}

/// What a body is, or "refused CODE ID": the reply's code and id, "log" when nothing is answered.
std::string outcome(std::string_view body) {
  const auto message = parse_message(body);
  if (message) return describe(*message);
  const MessageError& error = message.error();
  return "refused " + std::to_string(static_cast<int>(error.error.code)) + " " +
         (error.is_response ? "log"
          : error.id        ? to_key(*error.id)
                            : "null");
}

struct Case {
  std::string body;
  std::string outcome;
};

std::string nested_params(std::size_t levels) {
  return R"({"jsonrpc":"2.0","method":"m","params":)" + std::string(levels, '[') +
         std::string(levels, ']') + "}";
}

TEST(JsonRpc, EveryBodyHasItsDecidedOutcome) {
  const std::vector<Case> cases = {
      {R"({"jsonrpc":"2.0","id":1,"method":"m","params":{"a":1}})", R"(request 1 m {"a":1})"},
      {R"({"jsonrpc":"2.0","id":"1","method":"m","params":[]})", R"(request "1" m [])"},
      {R"({"jsonrpc":"2.0","id":-7,"method":"m"})", "request -7 m null"},
      {R"({"jsonrpc":"2.0","id":"","method":"m","params":null})", R"(request "" m null)"},
      {R"({"jsonrpc":"2.0","id":9223372036854775807,"method":"m"})",
       "request 9223372036854775807 m null"},
      {R"({"jsonrpc":"2.0","method":"m","more":true})", "notification m null"},
      {R"({"params":[1],"method":"m","jsonrpc":"2.0"})", "notification m [1]"},

      // Bad JSON or UTF-8: the frame is bounded, so the next message is fine.
      {"", "refused -32700 null"},
      {"{", "refused -32700 null"},
      {R"({"jsonrpc":"2.0","method":"m"} x)", "refused -32700 null"},
      {"{\"jsonrpc\":\"2.0\",\"method\":\"\xFF\"}", "refused -32700 null"},
      {R"({"jsonrpc":"2.0","id":1,"method":"m","params":["\ud800"]})", "refused -32700 null"},
      {R"({"jsonrpc":"2.0","id":1,"method":"m","params":[1e400]})", "refused -32700 null"},
      {nested_params(127), "notification m " + std::string(127, '[') + std::string(127, ']')},
      {nested_params(128), "refused -32700 null"},
      {"\xEF\xBB\xBF{}", "refused -32700 null"},

      // No message.
      {"[]", "refused -32600 null"},
      {R"([{"jsonrpc":"2.0","id":1,"method":"m"}])", "refused -32600 null"},
      {"7", "refused -32600 null"},
      {"null", "refused -32600 null"},
      {R"("m")", "refused -32600 null"},
      {"{}", "refused -32600 null"},
      {R"({"jsonrpc":"2.0"})", "refused -32600 null"},
      {R"({"jsonrpc":"2.0","id":1})", "refused -32600 1"},
      {R"({"id":1,"method":"m"})", "refused -32600 1"},
      {R"({"jsonrpc":"1.0","id":"a","method":"m"})", R"(refused -32600 "a")"},
      {R"({"jsonrpc":2.0,"method":"m"})", "refused -32600 null"},
      {R"({"jsonrpc":"2.0","id":1,"method":7})", "refused -32600 1"},
      {R"({"jsonrpc":"2.0","id":1,"method":null,"result":1})", "refused -32600 1"},

      // Odd ids.
      {R"({"jsonrpc":"2.0","id":1.5,"method":"m"})", "refused -32600 null"},
      {R"({"jsonrpc":"2.0","id":1.0,"method":"m"})", "refused -32600 null"},
      {R"({"jsonrpc":"2.0","id":{},"method":"m"})", "refused -32600 null"},
      {R"({"jsonrpc":"2.0","id":[1],"method":"m"})", "refused -32600 null"},
      {R"({"jsonrpc":"2.0","id":true,"method":"m"})", "refused -32600 null"},
      {R"({"jsonrpc":"2.0","id":null,"method":"m"})", "refused -32600 null"},
      {R"({"jsonrpc":"2.0","id":9223372036854775808,"method":"m"})", "refused -32600 null"},
      {R"({"jsonrpc":"2.0","id":99999999999999999999999,"method":"m"})", "refused -32600 null"},

      // Odd params.
      {R"({"jsonrpc":"2.0","id":1,"method":"m","params":7})", "refused -32600 1"},
      {R"({"jsonrpc":"2.0","id":1,"method":"m","params":"x"})", "refused -32600 1"},
      {R"({"jsonrpc":"2.0","method":"m","params":false})", "refused -32600 null"},

      // Responses.
      {R"({"jsonrpc":"2.0","id":1,"result":null})", "result 1 null"},
      {R"({"jsonrpc":"2.0","id":"a","result":{"b":[1]}})", R"(result "a" {"b":[1]})"},
      {R"({"jsonrpc":"2.0","id":1,"result":4,"error":null})", "result 1 4"},
      {R"({"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"no","data":[1]}})",
       "error 1 -32601 no [1]"},
      {R"({"jsonrpc":"2.0","id":1,"error":{"code":5,"message":"own"},"result":null})",
       "error 1 5 own"},
      {R"({"jsonrpc":"2.0","id":1,"error":{"code":"x"}})",
       "error 1 -32603 the client sent an error without a message"},
      {R"({"jsonrpc":"2.0","id":1,"error":"no"})",
       "error 1 -32603 the client sent an error without a message"},

      // A broken response is never answered.
      {R"({"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"?"}})",
       "refused -32600 log"},
      {R"({"jsonrpc":"2.0","result":1})", "refused -32600 log"},
      {R"({"jsonrpc":"2.0","id":1.5,"result":1})", "refused -32600 log"},
      {R"({"id":1,"result":1})", "refused -32600 log"},
  };
  for (const auto& [body, expected] : cases) EXPECT_EQ(outcome(body), expected) << body;
}

TEST(JsonRpc, TheErrorSaysWhy) {
  EXPECT_EQ(parse_message("[]").error().error.message,
            "batches are not part of the Language Server Protocol");
  EXPECT_EQ(parse_message("{").error().error.message, "not valid JSON: incomplete JSON");
}

TEST(JsonRpc, WritesEachKindOfMessage) {
  EXPECT_EQ(request_text(Id(std::string("a")), "m", json::object{{"b", 1}}),
            R"({"jsonrpc":"2.0","id":"a","method":"m","params":{"b":1}})");
  EXPECT_EQ(request_text(Id(7), "m", nullptr), R"({"jsonrpc":"2.0","id":7,"method":"m"})");
  EXPECT_EQ(notification_text("m", json::array{1}),
            R"({"jsonrpc":"2.0","method":"m","params":[1]})");
  EXPECT_EQ(notification_text("m", nullptr), R"({"jsonrpc":"2.0","method":"m"})");
  EXPECT_EQ(result_text(Id(7), json::array{}), R"({"jsonrpc":"2.0","id":7,"result":[]})");
  EXPECT_EQ(result_text(Id(7), nullptr), R"({"jsonrpc":"2.0","id":7,"result":null})");
  const ResponseError error{ErrorCode::request_failed, "no \"key\"",
                            json::object{{"kind", "no_key"}}};
  EXPECT_EQ(error_text(Id(7), error),
            R"({"jsonrpc":"2.0","id":7,"error":{"code":-32803,"message":"no \"key\"",)"
            R"("data":{"kind":"no_key"}}})");
  EXPECT_EQ(error_text(std::nullopt, {ErrorCode::parse_error, "x", {}}),
            R"({"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"x"}})");
}

TEST(JsonRpc, WhatIsWrittenIsRead) {
  EXPECT_EQ(outcome(request_text(Id(7), "m", json::array{1})), "request 7 m [1]");
  EXPECT_EQ(outcome(notification_text("m", json::object{})), "notification m {}");
  EXPECT_EQ(outcome(result_text(Id(std::string("\"")), true)), R"(result "\"" true)");
  EXPECT_EQ(outcome(error_text(Id(7), {ErrorCode::server_cancelled, "x", json::value(1)})),
            "error 7 -32802 x 1");
}

TEST(JsonRpc, KeysTellNumbersFromStrings) {
  EXPECT_EQ(to_key(Id(1)), "1");
  EXPECT_EQ(to_key(Id(std::string("1"))), "\"1\"");
}

}  // namespace
}  // namespace protocol
