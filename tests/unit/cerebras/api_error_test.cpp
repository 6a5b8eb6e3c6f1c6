#include "cerebras/api.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace cerebras {
namespace {

struct Row {
  int status;
  std::string body;
  Failure failure;
  std::string message;
  std::string code;
};

// The service's own bodies are as people have reported them.
const std::vector<Row> rows{
    {400,
     R"({"message":"Please reduce the length of the messages or completion. Current length is 8677 while limit is 8192","type":"invalid_request_error","param":"messages","code":"context_length_exceeded","id":""})",
     Failure::context_too_long,
     "Please reduce the length of the messages or completion. Current length is 8677 while limit "
     "is "
     "8192",
     "context_length_exceeded"},
    {400,
     R"({"message":"body.store: property 'body.store' is unsupported","type":"invalid_request_error","param":"validation_error","code":"wrong_api_format"})",
     Failure::invalid_request, "body.store: property 'body.store' is unsupported",
     "wrong_api_format"},
    {422, R"({"detail":[{"loc":["body"],"msg":"field required","type":"missing"}]})",
     Failure::invalid_request, "field required", ""},
    {401,
     R"({"message":"Wrong API Key","type":"invalid_request_error","param":"api_key","code":"wrong_api_key"})",
     Failure::auth, "Wrong API Key", "wrong_api_key"},
    {402, R"({"message":"Add a payment method.","code":"payment_required"})",
     Failure::payment_required, "Add a payment method.", "payment_required"},
    {403, "", Failure::auth, "the service answered with HTTP status 403", ""},
    {404, R"({"message":"Model does not exist","type":"not_found_error","code":"model_not_found"})",
     Failure::model_not_found, "Model does not exist", "model_not_found"},
    {404, R"({"detail":"Not Found"})", Failure::model_not_found, "Not Found", ""},
    {404, "<html><head><title>404 Not\n Found</title></head></html>", Failure::bad_response,
     "a web page instead of an API answer (HTTP status 404): 404 Not Found", ""},
    {429, R"({"message":"Requests per minute limit exceeded","code":"request_quota_exceeded"})",
     Failure::rate_limited, "Requests per minute limit exceeded", "request_quota_exceeded"},
    {429, R"({"message":"Tokens per day limit exceeded","code":"token_quota_exceeded"})",
     Failure::rate_limited, "Tokens per day limit exceeded", "token_quota_exceeded"},
    {429, R"({"message":"high traffic","code":"queue_exceeded"})", Failure::queue, "high traffic",
     "queue_exceeded"},
    {503, R"({"message":"high traffic","code":"queue_exceeded"})", Failure::queue, "high traffic",
     "queue_exceeded"},
    {503, "overloaded", Failure::queue, "overloaded", ""},
    {409, "{}", Failure::queue, "the service answered with HTTP status 409", ""},
    {408, "", Failure::timeout, "the service answered with HTTP status 408", ""},
    {504, "<html></html>", Failure::timeout,
     "a web page instead of an API answer (HTTP status 504)", ""},
    {502, "\n<!DOCTYPE html><title>Bad gateway</title><script>x()</script>", Failure::bad_response,
     "a web page instead of an API answer (HTTP status 502): Bad gateway", ""},
    {500, R"({"error":{"message":"boom","type":"server_error"}})", Failure::bad_response, "boom",
     ""},
    {413, "", Failure::context_too_long, "the service answered with HTTP status 413", ""},
    {407, "", Failure::network, "the service answered with HTTP status 407", ""},
    {418, R"("a string")", Failure::invalid_request, "a string", ""},
    {400, R"({"error":{"message":"This model's maximum context length is 8192","code":"400"}})",
     Failure::context_too_long, "This model's maximum context length is 8192", ""},
    {400, R"({"error":"nested as a string"})", Failure::invalid_request, "nested as a string", ""},
    {400, R"({"success":false,"errors":[{"code":10000,"message":"Cloudflare"}]})",
     Failure::invalid_request, "Cloudflare", "10000"},
    {400, R"({"success":false,"error":[{"code":7,"message":"gateway"}]})", Failure::invalid_request,
     "gateway", "7"},
    {200, R"({"error":{"message":"limited","code":429}})", Failure::rate_limited, "limited", ""},
    {200, R"({"error":{"message":"m","type":"overloaded_error"}})", Failure::queue, "m", ""},
    {302, "", Failure::bad_response,
     "the service redirects to another address, which is not followed (HTTP status 302)", ""},
    {0, "", Failure::bad_response, "the service answered with HTTP status 0", ""},
};

TEST(ApiError, BodiesAndStatuses) {
  for (const auto& row : rows) {
    const Error error = parse_error(row.status, row.body);
    const auto name = std::to_string(row.status) + " " + row.body;
    EXPECT_EQ(to_string(error.failure), to_string(row.failure)) << name;
    EXPECT_EQ(error.message, row.message) << name;
    EXPECT_EQ(error.code, row.code) << name;
    EXPECT_FALSE(error.hint.empty()) << name;
  }
}

TEST(ApiError, AStatusInTheBodyCountsUnderSuccess) {
  const std::string body = R"({"error":{"message":"m"},"status_code":503})";
  EXPECT_EQ(parse_error(200, body).status, 503);
  EXPECT_EQ(parse_error(500, body).status, 500);
}

TEST(ApiError, MessagesAreSanitizedAndCut) {
  const auto body = R"({"message":"a\u001b[31m <b>b</b>\n\u202Ec"})";
  EXPECT_EQ(parse_error(400, body).message, "a [31m b c");
  const auto error = parse_error(500, std::string(100000, 'x'));
  EXPECT_EQ(error.message, std::string(299, 'x') + "\u2026");
}

}  // namespace
}  // namespace cerebras
