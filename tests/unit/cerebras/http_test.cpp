#include "cerebras/http.hpp"

#include "coroutine_run.hpp"
#include "http_bench.hpp"
#include "loopback_server.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <vector>

namespace cerebras {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using test::get;
using test::LoopbackServer;
using test::post;
using test::raw_headers;
using test::Reply;
using test::response;
using Result = test::HttpResult;
using Bench = test::HttpBench;

TEST(Http, AGetReturnsStatusHeadersAndBody) {
  LoopbackServer server({response(418, "hello", "X-Upper-Case:  some value \r\n")});
  Bench bench;
  const auto result = bench.perform(get(server.url("/path?query")));
  ASSERT_TRUE(result) << result.error().error.message;
  EXPECT_EQ(result->status, 418);
  EXPECT_EQ(result->header("x-upper-case"), "some value");
  EXPECT_EQ(result->header("absent"), "");
  EXPECT_EQ(result->body, "hello");
  EXPECT_EQ(result->http_version, "1.1");
  EXPECT_FALSE(result->stopped_by_sink);
  EXPECT_GT(result->first_byte.count(), 0);
  EXPECT_GE(result->total, result->first_byte);
  ASSERT_EQ(server.requests().size(), 1U);
  EXPECT_EQ(server.requests()[0].target, "/path?query");
}

TEST(Http, APostSendsItsHeadersAndBodyAndReportsInOrder) {
  LoopbackServer server({response(200, "answer")});
  Bench bench;
  HttpRequest request = post(server.url(), std::string("{\"a\":\0}", 7));
  request.headers = {{"Content-Type", "application/json"}, {"X-Empty", ""}};
  std::string order;
  HttpSink sink;
  sink.on_send = [&] {
    order += "send ";
    return true;
  };
  sink.on_headers = [&](const HttpResponse& head) { order += std::to_string(head.status) + " "; };
  sink.on_body = [&](std::string_view bytes) {
    order += bytes;
    return true;
  };
  const auto result = bench.perform(std::move(request), std::move(sink));
  ASSERT_TRUE(result);
  EXPECT_EQ(order, "send 200 answer");
  EXPECT_EQ(result->body, "");
  const auto received = server.requests().at(0);
  EXPECT_EQ(received.method, "POST");
  EXPECT_EQ(received.body, std::string("{\"a\":\0}", 7));
  EXPECT_EQ(received.headers.at("content-type"), "application/json");
  EXPECT_EQ(received.headers.at("x-empty"), "");
  EXPECT_EQ(received.headers.count("expect"), 0U);
  EXPECT_EQ(received.headers.count("accept-encoding"), 0U);
}

TEST(Http, ConnectionsAreReused) {
  LoopbackServer server({response(200, "ok")});
  Bench bench;
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(bench.perform(post(server.url())));
  EXPECT_EQ(bench.http.connections_opened(), 1);
  EXPECT_EQ(server.connections(), 1);
  EXPECT_EQ(server.requests().size(), 3U);
}

// A kept connection that the server closes after it has read the request: libcurl sends a POST
// again on a new connection, on its own.
TEST(Http, APostOnADyingConnectionIsSentOnce) {
  Reply dies;
  dies.then = Reply::Then::close;
  LoopbackServer server({response(200, "ok"), dies, response(200, "second")});
  Bench bench;
  ASSERT_TRUE(bench.perform(post(server.url("/first"))));
  int sends = 0;
  HttpSink sink;
  sink.on_send = [&] { return ++sends > 0; };
  const auto result = bench.perform(post(server.url("/once")), std::move(sink));
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().error.failure, Failure::network);
  EXPECT_TRUE(result.error().sent);
  EXPECT_EQ(sends, 1);
  EXPECT_EQ(server.requests().size(), 2U);
  ASSERT_TRUE(bench.perform(post(server.url("/next"))));
  EXPECT_EQ(server.requests().back().target, "/next");
}

TEST(Http, AGetOnADyingConnectionMaySucceed) {
  Reply dies;
  dies.then = Reply::Then::close;
  LoopbackServer server({response(200, "ok"), dies, response(200, "second")});
  Bench bench;
  ASSERT_TRUE(bench.perform(get(server.url())));
  const auto result = bench.perform(get(server.url()));
  ASSERT_TRUE(result);
  EXPECT_EQ(result->body, "second");
}

TEST(Http, ARequestThatIsNotToBeSentIsNot) {
  LoopbackServer server({response(200, "ok")});
  Bench bench;
  HttpSink sink;
  sink.on_send = [] { return false; };
  const auto result = bench.perform(post(server.url()), std::move(sink));
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().error.failure, Failure::cancelled);
  EXPECT_FALSE(result.error().sent);
  EXPECT_TRUE(server.requests().empty());
}

TEST(Http, RedirectsAreNotFollowedAndCookiesNotKept) {
  LoopbackServer other({response(200, "stolen")});
  LoopbackServer server(
      {response(307, "", "Location: " + other.url("/") + "\r\nSet-Cookie: a=b\r\n")});
  Bench bench;
  for (int i = 0; i < 2; ++i) {
    const auto result = bench.perform(post(server.url()));
    ASSERT_TRUE(result);
    EXPECT_EQ(result->status, 307);
  }
  EXPECT_EQ(other.connections(), 0);
  for (const auto& request : server.requests()) EXPECT_EQ(request.headers.count("cookie"), 0U);
}

TEST(Http, InterimResponsesAreSkipped) {
  const std::string raw = "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + raw_headers("X-A: b\r\n");
  LoopbackServer server({Reply{{{raw}}}});
  Bench bench;
  int heads = 0;
  HttpSink sink;
  sink.on_headers = [&](const HttpResponse&) { ++heads; };
  const auto result = bench.perform(get(server.url()), std::move(sink));
  ASSERT_TRUE(result);
  EXPECT_EQ(heads, 1);
  EXPECT_EQ(result->status, 200);
  EXPECT_EQ(result->header("link"), "");
  EXPECT_EQ(result->header("x-a"), "b");
}

TEST(Http, TheSinkMayStopTheBody) {
  LoopbackServer server({Reply{{{raw_headers("")}}, Reply::Then::hold}});
  Bench bench;
  HttpSink sink;
  sink.on_body = [](std::string_view) { return false; };
  const auto result = bench.perform(get(server.url()), std::move(sink));
  ASSERT_TRUE(result);
  EXPECT_TRUE(result->stopped_by_sink);
}

TEST(Http, CancellationEndsATransferAtOnce) {
  const std::string head = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\npart";
  LoopbackServer server({Reply{{{head}}, Reply::Then::hold}, response(200, "next")});
  Bench bench;
  asio::cancellation_signal signal;
  HttpSink sink;
  sink.on_body = [&](std::string_view) {
    signal.emit(asio::cancellation_type::terminal);
    return true;
  };
  auto result = std::make_shared<std::optional<Result>>();
  test::start_with(
      bench.io, bench.http.perform(get(server.url()), std::move(sink)), result,
      [&](auto done) { return asio::bind_cancellation_slot(signal.slot(), std::move(done)); });
  test::run_until(bench.io, [&] { return result->has_value(); });
  ASSERT_FALSE(**result);
  EXPECT_EQ((*result)->error().error.failure, Failure::cancelled);
  EXPECT_TRUE((*result)->error().sent);
  EXPECT_TRUE(bench.perform(get(server.url())));
}

TEST(Http, DestructionEndsWhatRuns) {
  LoopbackServer server({Reply{{}, Reply::Then::hold}});
  asio::io_context io;
  std::optional<Http> http(std::in_place, io.get_executor(), HttpOptions{});
  HttpSink sink;
  bool sent = false;
  sink.on_send = [&] { return sent = true; };
  auto result = test::start(io, http->perform(post(server.url()), std::move(sink)));
  test::run_until(io, [&] { return sent; });
  http.reset();
  test::run_until(io, [&] { return result->has_value(); });
  ASSERT_FALSE(**result);
  EXPECT_EQ((*result)->error().error.failure, Failure::cancelled);
}

TEST(Http, ARequestMayBeMadeFromWithinASink) {
  LoopbackServer server({response(200, "first"), response(200, "second")});
  Bench bench;
  test::Pending<Result> inner;
  HttpSink sink;
  sink.on_body = [&](std::string_view) {
    inner = test::start(bench.io, bench.http.perform(get(server.url()), {}));
    return true;
  };
  ASSERT_TRUE(bench.perform(get(server.url()), std::move(sink)));
  ASSERT_TRUE(inner);
  test::run_until(bench.io, [&] { return inner->has_value(); });
  ASSERT_TRUE(**inner);
  EXPECT_EQ((*inner)->value().body, "second");
}

TEST(Http, WhatASinkThrowsReachesTheCaller) {
  LoopbackServer server({response(200, "ok")});
  Bench bench;
  HttpSink sink;
  sink.on_body = [](std::string_view) -> bool { throw std::runtime_error("a bug"); };
  EXPECT_THROW(bench.perform(get(server.url()), std::move(sink)), std::runtime_error);
}

TEST(Http, ManyAtOnce) {
  LoopbackServer server({response(200, "ok")});
  Bench bench;
  std::vector<test::Pending<Result>> results;
  for (int i = 0; i < 8; ++i) {
    results.push_back(test::start(bench.io, bench.http.perform(post(server.url()), {})));
  }
  for (const auto& result : results) {
    test::run_until(bench.io, [&] { return result->has_value(); });
    ASSERT_TRUE(**result);
  }
  EXPECT_EQ(server.requests().size(), 8U);
}

// The key is in our headers: a proxy gets CONNECT with its own headers only, and never a plain
// request.
TEST(Http, AProxySeesNoHeadersOfOurs) {
  LoopbackServer proxy({response(407, "")});
  LoopbackServer server({response(200, "ok")});
  ::setenv("http_proxy", proxy.url().c_str(), 1);
  HttpOptions options;
  options.proxy = proxy.url();
  Bench bench(options);
  HttpRequest plain = post(server.url());
  plain.headers = {{"Authorization", "Bearer secret"}};
  ASSERT_TRUE(bench.perform(plain));
  EXPECT_EQ(proxy.connections(), 0);
  ::unsetenv("http_proxy");

  plain.url = "https://api.example.invalid/v1";
  const auto result = bench.perform(plain);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().error.failure, Failure::network);
  EXPECT_NE(result.error().error.message.find("407"), std::string::npos)
      << result.error().error.message;
  EXPECT_FALSE(result.error().sent);
  const auto connect = proxy.requests().at(0);
  EXPECT_EQ(connect.method, "CONNECT");
  EXPECT_EQ(connect.headers.count("authorization"), 0U);
}

TEST(Http, TheKeyLogOfTheEnvironmentIsDropped) {
  LoopbackServer server({response(200, "ok")});
  Bench bench;
  ASSERT_TRUE(bench.perform(get(server.url())));
  EXPECT_EQ(std::getenv("SSLKEYLOGFILE"), nullptr);
  EXPECT_NE(http_library_version().find("libcurl/"), std::string::npos);
}

/// Before any test, so that the first perform of this process finds it.
const bool key_log_is_set = ::setenv("SSLKEYLOGFILE", "/nonexistent/keys", 1) == 0;

}  // namespace
}  // namespace cerebras
