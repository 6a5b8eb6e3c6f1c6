// What a request carries, where the key goes, and the requests that cost nothing.
#include "cerebras/client.hpp"

#include "client_bench.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace cerebras {
namespace {

using test::ClientBench;
using test::events;
using test::finish_chunk;
using test::json_response;
using test::LoopbackServer;
using test::response;
using test::test_key;
using test::usage_42;

const test::Reply done = events({finish_chunk("stop", usage_42), "[DONE]"});

boost::json::object body_of(const test::Received& request) {
  return boost::json::parse(request.body).as_object();
}

/// For the models and the warm-up, which have no reservation.
auto models(ClientBench& bench) {
  return test::run(bench.io, bench.client->models());
}

void warm_up(ClientBench& bench) {
  bool done_warming = false;
  boost::asio::co_spawn(bench.io, bench.client->warm_up(),
                        [&](std::exception_ptr) { done_warming = true; });
  test::run_until(bench.io, [&] { return done_warming; });
}

TEST(Client, ARequestCarriesKeyAndBody) {
  ClientBench bench({done});
  auto settings = test::settings_for(bench.server);
  settings.user_agent = "cerebras-ls/1.2";
  settings.extra_headers = {{"X-Team", "a"},
                            {"authorization", "Bearer other"},
                            {"Content-Length", "1"},
                            {"User-Agent", "mine"}};
  bench.use(settings);
  ASSERT_TRUE(bench.complete(test::simple_request()));
  const auto request = bench.server.requests().at(0);
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.target, "/v1/chat/completions");
  EXPECT_EQ(request.headers.at("authorization"), std::string("Bearer ") + test_key);
  EXPECT_EQ(request.headers.at("content-type"), "application/json");
  EXPECT_EQ(request.headers.at("accept"), "application/json");
  EXPECT_EQ(request.headers.at("user-agent"), "mine");
  EXPECT_EQ(request.headers.at("x-team"), "a");
  EXPECT_EQ(body_of(request).at("model"), "m");
  EXPECT_EQ(body_of(request).at("stream"), true);
  EXPECT_EQ(body_of(request).at("max_completion_tokens"), 50);
}

TEST(Client, TheReservationSetsTheCap) {
  BudgetLimits limits;
  auto request = test::simple_request();
  request.max_completion_tokens = 100000;
  limits.session_tokens = 2000;
  ClientBench bench({done}, limits);
  ASSERT_TRUE(bench.complete(request));
  const auto cap = body_of(bench.server.requests().at(0)).at("max_completion_tokens").as_int64();
  EXPECT_GE(cap, 1);
  EXPECT_LT(cap, 2000);
}

TEST(Client, AReservationForAnotherRequestSendsNothing) {
  ClientBench bench({done});
  auto reservation = bench.reserve(test::simple_request());
  auto other = test::simple_request();
  other.messages.push_back({"user", "and more"});
  const auto result = test::run(
      bench.io, bench.client->complete(std::move(other), std::move(reservation), OnText{}));
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().error.failure, Failure::invalid_request);
  EXPECT_FALSE(result.error().sent);
  EXPECT_TRUE(bench.server.requests().empty());
  EXPECT_EQ(bench.session().reserved, 0U);
}

TEST(Client, TheKeyStaysWithItsOrigin) {
  ClientBench bench({done});
  LoopbackServer other({done});
  // The key belongs to bench.server; this client goes elsewhere.
  Client client(bench.io.get_executor(), test::settings_for(other), *bench.credentials);
  auto request = test::simple_request();
  auto reservation = bench.reserve(request);
  const auto result =
      test::run(bench.io, client.complete(std::move(request), std::move(reservation), OnText{}));
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().error.failure, Failure::no_key);
  EXPECT_FALSE(result.error().sent);
  EXPECT_EQ(bench.session().reserved, 0U);
  EXPECT_FALSE(test::run(bench.io, client.models()));
  EXPECT_EQ(other.connections(), 0);
}

TEST(Client, ARedirectDoesNotTakeTheKeyAlong) {
  LoopbackServer other({done});
  ClientBench bench({response(307, "", "Location: " + other.url("/v1/chat/completions") + "\r\n")});
  const auto result = bench.complete(test::simple_request());
  ASSERT_FALSE(result);
  EXPECT_NE(result.error().error.message.find("redirect"), std::string::npos);
  EXPECT_EQ(other.connections(), 0);
}

TEST(Client, AQuotedKeyIsNotRepeated) {
  const std::string quote = std::string(R"({"message":"no such key: )") + test_key + "\"}";
  ClientBench bench({json_response(401, quote)});
  const auto result = bench.complete(test::simple_request());
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().error.failure, Failure::auth);
  EXPECT_EQ(result.error().error.message.find(test_key), std::string::npos);
  const auto listed = models(bench);
  ASSERT_FALSE(listed);
  EXPECT_EQ(listed.error().message.find(test_key), std::string::npos);
}

TEST(Client, ARefusedOptionalFieldIsLeftOutFromThenOn) {
  ClientBench bench(
      {json_response(400, R"({"message":"body.stream_options: property 'body.stream_options' is )"
                          R"(unsupported","code":"wrong_api_format"})"),
       done});
  auto request = test::simple_request();
  request.include_usage = true;
  request.seed = 7;
  const auto refused = bench.complete(request);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().error.failure, Failure::invalid_request);
  ASSERT_TRUE(bench.complete(request));
  const auto requests = bench.server.requests();
  ASSERT_EQ(requests.size(), 2U);
  EXPECT_TRUE(body_of(requests[0]).contains("stream_options"));
  EXPECT_FALSE(body_of(requests[1]).contains("stream_options"));
  EXPECT_EQ(body_of(requests[1]).at("seed"), 7);
}

TEST(Client, ModelsAreListed) {
  ClientBench bench({json_response(200, R"({"object":"list","data":[{"id":"b"},{"id":"a"}]})")});
  const auto listed = models(bench);
  ASSERT_TRUE(listed);
  EXPECT_EQ(*listed, (std::vector<std::string>{"b", "a"}));
  const auto request = bench.server.requests().at(0);
  EXPECT_EQ(request.method, "GET");
  EXPECT_EQ(request.target, "/v1/models");
  EXPECT_EQ(request.headers.at("authorization"), std::string("Bearer ") + test_key);
  EXPECT_EQ(bench.client->http_version(), "1.1");
}

TEST(Client, AListThatIsNoneIsAnError) {
  struct Row {
    test::Reply reply;
    Failure failure;
  };
  for (const auto& row : std::vector<Row>{
           {json_response(401, R"({"code":"wrong_api_key"})"), Failure::auth},
           {json_response(500, ""), Failure::bad_response},
           {json_response(200, "[1]x"), Failure::bad_response},
           {response(200, "<html>", "Content-Type: text/html\r\n"), Failure::bad_response},
           {{{}, test::Reply::Then::close}, Failure::network}}) {
    ClientBench bench({row.reply});
    const auto listed = models(bench);
    ASSERT_FALSE(listed);
    EXPECT_EQ(listed.error().failure, row.failure) << listed.error().message;
    EXPECT_FALSE(listed.error().hint.empty());
  }
}

TEST(Client, AFreshKeyIsTriedOnceForTheList) {
  ClientBench bench({json_response(401, R"({"code":"wrong_api_key"})"),
                     json_response(200, R"({"data":[{"id":"a"}]})")});
  CredentialSettings settings;
  settings.origin = bench.client->settings().base_url.origin;
  settings.api_key_command = {"/bin/echo", "csk-from-the-command"};
  Credentials credentials(settings);
  Client client(bench.io.get_executor(), test::settings_for(bench.server), credentials);
  const auto listed = test::run(bench.io, client.models());
  ASSERT_TRUE(listed) << listed.error().message;
  EXPECT_EQ(bench.server.requests().size(), 2U);
}

TEST(Client, WarmingUpOpensTheConnectionWithoutTheKey) {
  ClientBench bench({json_response(401, "{}"), done});
  warm_up(bench);
  ASSERT_EQ(bench.server.requests().size(), 1U);
  EXPECT_EQ(bench.server.requests()[0].target, "/v1/models");
  EXPECT_EQ(bench.server.requests()[0].headers.count("authorization"), 0U);
  ASSERT_TRUE(bench.complete(test::simple_request()));
  EXPECT_EQ(bench.server.connections(), 1);
}

TEST(Client, WarmingUpASilentServerEnds) {
  ClientBench bench({{{}, test::Reply::Then::hold}});
  warm_up(bench);
  EXPECT_EQ(bench.client->open_transfers(), 0U);
}

}  // namespace
}  // namespace cerebras
