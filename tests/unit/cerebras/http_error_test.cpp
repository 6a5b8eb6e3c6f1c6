// What goes wrong on the way, how it is told, and whether anything was sent.
#include "http_bench.hpp"
#include "loopback_server.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace cerebras {
namespace {

using namespace std::chrono_literals;
using test::LoopbackServer;
using test::post;
using test::raw_headers;
using test::Reply;
using test::response;
using Bench = test::HttpBench;

TEST(HttpError, EachTimerEndsItsPhase) {
  const std::string head = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n";
  struct Row {
    const char* name;
    const char* scheme;
    std::vector<test::Piece> pieces;
    std::chrono::milliseconds Timeouts::*timer;
    const char* setting;
    bool sent;
  };
  const std::vector<Row> rows{
      {"connect: TLS is not answered", "https", {}, &Timeouts::connect, "connectTimeoutMs", false},
      {"no answer", "http", {}, &Timeouts::first_byte, "firstByteTimeoutMs", true},
      {"headers do not end", "http", {{head}}, &Timeouts::first_byte, "firstByteTimeoutMs", true},
      {"silence", "http", {{head + "\r\npart"}}, &Timeouts::idle, "idleTimeoutMs", true},
      {"total", "http", {{head + "\r\npart"}}, &Timeouts::total, "totalTimeoutMs", true},
  };
  for (const auto& row : rows) {
    Reply reply{row.pieces, Reply::Then::hold};
    LoopbackServer server({reply});
    Bench bench;
    HttpRequest request = post(row.scheme + server.url().substr(4));
    request.timeouts.*row.timer = 60ms;
    const auto result = bench.perform(std::move(request));
    ASSERT_FALSE(result) << row.name;
    EXPECT_EQ(result.error().error.failure, Failure::timeout) << row.name;
    EXPECT_NE(result.error().error.hint.find(row.setting), std::string::npos)
        << row.name << ": " << result.error().error.hint;
    EXPECT_EQ(result.error().sent, row.sent) << row.name;
  }
}

TEST(HttpError, FailuresAreTold) {
  std::string many;
  for (int i = 0; i < 250; ++i) many += "X-" + std::to_string(i) + ": y\r\n";
  const std::string large = "X-Large: " + std::string(70000, 'x') + "\r\n";
  struct Row {
    const char* name;
    std::string raw;
    Failure failure;
  };
  const std::vector<Row> rows{
      {"too many headers", raw_headers(many), Failure::bad_response},
      {"too large headers", raw_headers(large), Failure::bad_response},
      {"body too large", "HTTP/1.1 200 OK\r\n\r\n" + std::string(5000, 'x'), Failure::bad_response},
      {"compressed", raw_headers("Content-Encoding: br\r\n"), Failure::bad_response},
      {"not HTTP", "SSH-2.0-OpenSSH_9.2\r\n\r\n", Failure::bad_response},
      {"body breaks off", "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nok", Failure::network},
      {"bad chunk size", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
       Failure::network},
      {"closed at once", "", Failure::network},
  };
  for (const auto& row : rows) {
    LoopbackServer server({Reply{{{row.raw}}, Reply::Then::close}});
    Bench bench;
    HttpRequest request = post(server.url());
    request.max_response_bytes = 4096;
    const auto result = bench.perform(std::move(request));
    ASSERT_FALSE(result) << row.name;
    EXPECT_EQ(result.error().error.failure, row.failure)
        << row.name << ": " << result.error().error.message;
    EXPECT_TRUE(result.error().sent) << row.name;
    EXPECT_FALSE(result.error().error.message.empty()) << row.name;
    EXPECT_FALSE(result.error().error.hint.empty()) << row.name;
    EXPECT_EQ(server.requests().size(), 1U) << row.name;
  }
}

TEST(HttpError, WhatNeverLeavesIsNotSent) {
  LoopbackServer server({response(200, "ok")});
  struct Row {
    const char* name;
    std::string url;
    std::pair<std::string, std::string> header;
    Failure failure;
  };
  const std::pair<std::string, std::string> fine{"X-Fine", "yes"};
  const std::vector<Row> rows{
      {"line feed in a value", server.url(), {"X-A", "b\r\nX-C: d"}, Failure::invalid_request},
      {"NUL in a value", server.url(), {"X-A", std::string("b\0", 2)}, Failure::invalid_request},
      {"colon in a name", server.url(), {"X:A", "b"}, Failure::invalid_request},
      {"empty name", server.url(), {"", "b"}, Failure::invalid_request},
      {"a file", "file:///etc/hostname", fine, Failure::invalid_request},
      {"refused port", "http://127.0.0.1:1/", fine, Failure::network},
      {"TLS with a server that speaks none", "https" + server.url().substr(4), fine, Failure::tls},
  };
  Bench bench;
  for (const auto& row : rows) {
    HttpRequest request = post(row.url);
    request.headers = {row.header};
    const auto result = bench.perform(std::move(request));
    ASSERT_FALSE(result) << row.name;
    EXPECT_EQ(result.error().error.failure, row.failure)
        << row.name << ": " << result.error().error.message;
    EXPECT_FALSE(result.error().sent) << row.name;
    EXPECT_FALSE(result.error().error.hint.empty()) << row.name;
  }
  EXPECT_TRUE(server.requests().empty());
}

}  // namespace
}  // namespace cerebras
