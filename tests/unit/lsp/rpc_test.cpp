// What transcripts can not show: order inside one turn, lifetimes, and bugs of handlers. What goes
// over the wire is in tests/transcripts/.
#include "server/lsp/rpc.hpp"

#include "server/lsp/reply.hpp"
#include "session.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>

namespace server::lsp {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string request(int id, const std::string& method) {
  return protocol::request_text(protocol::Id(id), method, json::object());
}

std::string result(int id, json::value value) {
  return protocol::result_text(protocol::Id(id), std::move(value));
}

std::string error(int id, protocol::ErrorCode code, std::string message) {
  return protocol::error_text(protocol::Id(id), {code, std::move(message), std::nullopt});
}

asio::awaitable<void> wait_for(std::chrono::steady_clock::time_point when) {
  const auto executor = co_await asio::this_coro::executor;
  asio::steady_timer timer(executor, when);
  co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
}

asio::awaitable<Result<>> suspend_in_the_middle(Session& session, json::value) {
  session.add("begins");
  co_await wait_for(std::chrono::steady_clock::time_point::min());
  session.add("goes on");
  co_return "done";
}

asio::awaitable<Result<>> wait_for_ever(json::value) {
  co_await wait_for(std::chrono::steady_clock::time_point::max());
  co_return json::value();
}

/// After a cancellation the first wait returns and the second must not throw.
asio::awaitable<Result<>> wait_twice(Session& session, json::value) {
  co_await wait_for(std::chrono::steady_clock::time_point::max());
  co_await wait_for(std::chrono::steady_clock::time_point::min());
  session.add("cleaned up");
  co_return json::value();
}

asio::awaitable<Result<>> throw_int(json::value) {
  throw 7;
  co_return json::value();
}

TEST(RpcTest, RequestRunsInlineUpToItsFirstSuspension) {
  Session session;
  session.rpc.on_request("slow", [&](json::value params) {
    return suspend_in_the_middle(session, std::move(params));
  });
  session.rpc.on_notification("note", [&](const json::value&) {
    session.add("note");
    return Result<void>();
  });
  asio::post(session.io, [&] {  // one turn of the loop, as when the reader is ahead of us
    session.rpc.receive(request(1, "slow"));
    session.rpc.receive(protocol::notification_text("note", {}));
  });
  session.settle();
  EXPECT_THAT(session.take(), ElementsAre("begins", "note", "goes on", result(1, "done")));
}

TEST(RpcTest, AnswerOfHandlerThatNeverWaitsIsSentInTheSameTurn) {
  Session session;
  session.rpc.on_request("quick", [](json::value) -> asio::awaitable<Result<>> { co_return 1; });
  asio::post(session.io, [&] {
    session.rpc.receive(request(1, "quick"));
    session.add("next message");
  });
  session.settle();
  EXPECT_THAT(session.take(), ElementsAre(result(1, 1), "next message"));
}

TEST(RpcTest, CancelledHandlerMayWaitAgain) {
  Session session;
  session.rpc.on_request(
      "twice", [&](json::value params) { return wait_twice(session, std::move(params)); });
  session.send(request(1, "twice"));
  EXPECT_EQ(session.rpc.running(), 1U);
  asio::post(session.io, [&] { session.rpc.cancel_all(); });
  session.settle();
  EXPECT_EQ(session.rpc.running(), 0U);
  EXPECT_THAT(
      session.take(),
      ElementsAre("cleaned up", error(1, protocol::ErrorCode::request_cancelled, "cancelled")));
}

TEST(RpcTest, WhatIsThrownIsAnswered) {
  Session session;
  session.rpc.on_request("int", throw_int);
  session.send(request(1, "int"));
  EXPECT_THAT(session.take(),
              ElementsAre("log error int: threw something that is no exception",
                          error(1, protocol::ErrorCode::internal_error, "internal error")));
  EXPECT_EQ(session.rpc.running(), 0U);
}

TEST(RpcTest, SecondHandlerOfAMethodIsABug) {
  Session session;
  session.rpc.on_request("wait", wait_for_ever);
  EXPECT_THROW(session.rpc.on_request("wait", wait_for_ever), std::logic_error);
}

TEST(RpcTest, NothingIsSentAfterItsEnd) {
  std::vector<std::string> sent;
  {
    asio::io_context io;
    auto rpc = std::make_unique<Rpc>(
        io.get_executor(), [&](std::string body, Priority) { sent.push_back(std::move(body)); });
    rpc->on_request("wait", wait_for_ever);
    rpc->on_request("ask", [&](json::value params) { return rpc->request("x", params); });
    asio::post(io, [&] { rpc->receive(request(1, "wait")); });
    asio::post(io, [&] { rpc->receive(request(2, "ask")); });
    io.poll();
    sent.clear();
    rpc.reset();
    io.restart();
    io.poll();  // the asking request goes on with an error, the waiting one dies with `io`
  }
  EXPECT_THAT(sent, IsEmpty());
}

TEST(RpcTest, UnreadableFrameIsAnsweredWithoutId) {
  Session session;
  session.rpc.receive_unreadable("charset latin1");
  EXPECT_THAT(session.take(), ElementsAre(R"({"jsonrpc":"2.0","id":null,"error":)"
                                          R"({"code":-32700,"message":"charset latin1"}})"));
}

TEST(RpcTest, SeveralWritersShareASection) {
  Session session;
  for (const char* name : {"a", "b"}) {
    session.rpc.capability([name](const protocol::ClientCapabilities&, json::object& all) {
      section(all, "workspace")[name] = true;
    });
  }
  EXPECT_EQ(json::serialize(session.rpc.capabilities({})), R"({"workspace":{"a":true,"b":true}})");
}

// --- Reply --------------------------------------------------------------------------------------

struct Sent {
  std::vector<std::string> bodies;
  std::shared_ptr<Send> send = std::make_shared<Send>(
      [this](std::string body, Priority) { bodies.push_back(std::move(body)); });
};

TEST(ReplyTest, AnswersOnce) {
  Sent sent;
  {
    Reply reply(sent.send, protocol::Id(1));
    Reply moved(std::move(reply));
    moved.answer(json::value("first"));
    moved.answer(json::value("second"));
  }
  EXPECT_THAT(sent.bodies, ElementsAre(result(1, "first")));
}

TEST(ReplyTest, ForgottenIsAnInternalError) {
  Sent sent;
  { const Reply reply(sent.send, protocol::Id(1)); }
  EXPECT_THAT(sent.bodies, ElementsAre(error(1, protocol::ErrorCode::internal_error,
                                             "internal error: the request was not answered")));
}

TEST(ReplyTest, NobodyListens) {
  Sent sent;
  const Reply reply(sent.send, protocol::Id(1));
  *sent.send = nullptr;
}

}  // namespace

}  // namespace server::lsp
