// What happens between the caller and the transfer: who waits for what, and who goes on.
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

// The answer is there with the usage; the end of the stream is read behind the caller's back, so
// that the connection can be used again.
TEST(ClientExchange, TheAnswerDoesNotWaitForTheEndOfTheStream) {
  ClientBench bench({events({text_chunk("ab"), finish_chunk("stop", usage_42), "", "[DONE]"}),
                     events({text_chunk("cd"), finish_chunk("stop", usage_42), "[DONE]"})});
  const auto first = bench.complete(test::simple_request());
  ASSERT_TRUE(first);
  EXPECT_EQ(bench.client->open_transfers(), 1U);
  EXPECT_EQ(bench.session().used, 42U);
  bench.server.open_gate();
  bench.drain();
  ASSERT_TRUE(bench.complete(test::simple_request()));
  bench.drain();
  EXPECT_EQ(bench.server.connections(), 1);
  EXPECT_EQ(bench.client->http_version(), "1.1");
}

TEST(ClientExchange, AUsageThatDoesNotComeIsNotWaitedForLong) {
  ClientBench bench({events({text_chunk("ab"), finish_chunk("stop"), "", "[DONE]"})});
  const auto result = bench.complete(test::simple_request());
  ASSERT_TRUE(result);
  EXPECT_EQ(result->completion.content, "ab");
  EXPECT_EQ(result->charged_tokens, bench.bound);
}

TEST(ClientExchange, AStoppedAnswerReturnsAtOnceAndIsSettledBehind) {
  ClientBench bench(
      {events({text_chunk("a"), "", text_chunk("b"), finish_chunk("stop", usage_42), "[DONE]"}),
       events({finish_chunk("stop", usage_42)})});
  int calls = 0;
  const auto result = bench.complete(test::simple_request(), [&](std::string_view) {
    ++calls;
    return false;
  });
  ASSERT_TRUE(result);
  EXPECT_TRUE(result->stopped_early);
  EXPECT_EQ(result->completion.content, "a");
  EXPECT_TRUE(result->usage_estimated);
  EXPECT_EQ(result->charged_tokens, bench.bound);
  EXPECT_EQ(bench.session().reserved, bench.bound);
  bench.server.open_gate();
  bench.drain();
  EXPECT_EQ(bench.session().used, 42U);
  EXPECT_EQ(bench.session().reserved, 0U);
  EXPECT_EQ(calls, 1);
  ASSERT_TRUE(bench.complete(test::simple_request()));
  EXPECT_EQ(bench.server.connections(), 1);
}

TEST(ClientExchange, ACancelledCallReturnsAtOnceAndIsSettledBehind) {
  ClientBench bench(
      {events({text_chunk("a"), "", text_chunk("b"), finish_chunk("stop", usage_42)})});
  int calls = 0;
  const auto result = bench.complete(test::simple_request(), [&](std::string_view) {
    ++calls;
    bench.cancel.emit(boost::asio::cancellation_type::terminal);
    return true;
  });
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().error.failure, Failure::cancelled);
  EXPECT_TRUE(result.error().sent);
  EXPECT_EQ(result.error().charged_tokens, bench.bound);
  EXPECT_EQ(result.error().partial_content, "a");
  bench.server.open_gate();
  bench.drain();
  EXPECT_EQ(bench.session().used, 42U);
  EXPECT_EQ(calls, 1);
}

TEST(ClientExchange, WhatStaysSilentAfterACancellationIsChargedAtTheBound) {
  ClientBench bench({events({text_chunk("a"), "", finish_chunk("stop", usage_42)})});
  const auto result = bench.complete(test::simple_request(), [&](std::string_view) {
    bench.cancel.emit(boost::asio::cancellation_type::terminal);
    return true;
  });
  ASSERT_FALSE(result);
  EXPECT_EQ(bench.session().reserved, bench.bound);
  bench.drain();
  EXPECT_EQ(bench.session().used, bench.bound);
  EXPECT_EQ(bench.session().reserved, 0U);
}

TEST(ClientExchange, AnErrorStatusAfterACancellationIsReleased) {
  Reply late = json_response(429, "{}");
  late.pieces.insert(late.pieces.begin(), {"", true});
  ClientBench bench({late});
  auto pending = bench.start(test::simple_request());
  test::run_until(bench.io, [&] { return !bench.server.requests().empty(); });
  bench.cancel.emit(boost::asio::cancellation_type::terminal);
  ASSERT_FALSE(bench.wait(pending));
  bench.server.open_gate();
  bench.drain();
  EXPECT_EQ(bench.session().used, 0U);
  EXPECT_EQ(bench.session().reserved, 0U);
}

TEST(ClientExchange, CancelledBeforeItWasSent) {
  ClientBench bench({events({finish_chunk("stop", usage_42)})});
  auto pending = bench.start(test::simple_request());
  bench.cancel.emit(boost::asio::cancellation_type::terminal);
  const auto result = bench.wait(pending);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().error.failure, Failure::cancelled);
  EXPECT_FALSE(result.error().sent);
  bench.drain();
  EXPECT_EQ(bench.session().used + bench.session().reserved, 0U);
  EXPECT_TRUE(bench.server.requests().empty());
}

TEST(ClientExchange, AClientThatGoesEndsItsCalls) {
  ClientBench bench({events({text_chunk("a"), "", finish_chunk("stop", usage_42)})});
  bool text = false;
  auto pending = bench.start(test::simple_request(), [&](std::string_view) { return text = true; });
  test::run_until(bench.io, [&] { return text; });
  bench.client.reset();
  const auto result = bench.wait(pending);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().error.failure, Failure::cancelled);
  EXPECT_EQ(bench.session().used, bench.bound);
}

TEST(ClientExchange, WhatOnTextThrowsReachesTheCaller) {
  ClientBench bench({events({text_chunk("a"), finish_chunk("stop", usage_42)})});
  EXPECT_THROW(bench.complete(test::simple_request(),
                              [](std::string_view) -> bool { throw std::runtime_error("a bug"); }),
               std::runtime_error);
  bench.drain();
  EXPECT_EQ(bench.session().used, bench.bound);
  EXPECT_EQ(bench.session().reserved, 0U);
}

// The kept connection dies under the request: sent once, charged once, not tried again.
TEST(ClientExchange, ADyingConnectionIsNotSentIntoTwice) {
  Reply dies;
  dies.then = Reply::Then::close;
  ClientBench bench(
      {events({finish_chunk("stop", usage_42)}), dies, events({finish_chunk("stop", usage_42)})});
  ASSERT_TRUE(bench.complete(test::simple_request()));
  bench.drain();
  const auto result = bench.complete(test::simple_request());
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().error.failure, Failure::network);
  EXPECT_EQ(bench.server.requests().size(), 2U);
  EXPECT_EQ(bench.session().used, 42 + bench.bound);
}

}  // namespace
}  // namespace cerebras
