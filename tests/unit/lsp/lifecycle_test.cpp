// What depends on one turn of the loop, hooks and the writer; the rest is in
// tests/transcripts/lifecycle.lsp.
#include "server/lsp/lifecycle.hpp"

#include "session.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

namespace server::lsp {

namespace {

using protocol::Id;
using testing::ElementsAre;
using testing::HasSubstr;

asio::awaitable<Result<>> wait_for_ever(json::value) {
  const auto executor = co_await asio::this_coro::executor;
  asio::steady_timer never(executor, asio::steady_timer::time_point::max());
  co_await never.async_wait(asio::as_tuple(asio::use_awaitable));
  co_return json::value();
}

std::string request(int id, const std::string& method, json::value params = {}) {
  return protocol::request_text(Id(id), method, std::move(params));
}

struct LifecycleTest : testing::Test {
  LifecycleTest() {
    LifecycleHooks hooks;
    hooks.on_shutdown = [this] { session.add("aborts"); };
    hooks.on_exit = [this](int code) { session.add("exit " + std::to_string(code)); };
    hooks.congested = [this] { return congested; };
    lifecycle.emplace(session.rpc, session.io.get_executor(), "1.2.3", std::move(hooks));
    session.rpc.on_request("wait", wait_for_ever);
    session.send(request(0, "initialize", json::object{{"capabilities", json::object()}}));
    session.take();
  }

  bool congested = false;
  Session session;
  std::optional<Lifecycle> lifecycle;
};

/// The reader may be ahead of us: all of it is there in one turn.
TEST_F(LifecycleTest, PipelinedExitWaitsForTheAnswersOfCancelledRequests) {
  asio::post(session.io, [&] {
    session.rpc.receive(request(1, "wait"));
    session.rpc.receive(request(2, "shutdown"));
    session.rpc.receive(protocol::notification_text("exit", {}));
  });
  session.io.restart();
  session.io.run();
  EXPECT_THAT(session.take(), ElementsAre("aborts", protocol::result_text(Id(2), nullptr),
                                          HasSubstr("-32800"), "exit 0"));
}

TEST_F(LifecycleTest, ClientGoneAbortsAndExitsOnce) {
  asio::post(session.io, [&] {
    lifecycle->client_gone();
    lifecycle->client_gone();
  });
  session.settle();
  EXPECT_FALSE(lifecycle->shutdown_received());
  EXPECT_THAT(session.take(), ElementsAre("aborts", "exit 1"));
}

TEST_F(LifecycleTest, NothingStartsWhileAnswersAreNotRead) {
  congested = true;
  session.send(request(1, "wait"));
  EXPECT_THAT(session.take(), ElementsAre(HasSubstr(R"("code":-32803)")));
  session.send(request(2, "shutdown"));
  EXPECT_THAT(session.take(), ElementsAre("aborts", protocol::result_text(Id(2), nullptr)));
}

TEST_F(LifecycleTest, NothingHappensAfterItsEnd) {
  asio::post(session.io, [&] {
    session.rpc.receive(request(1, "wait"));
    lifecycle->client_gone();  // waits for the answer of 1
    lifecycle.reset();
  });
  session.io.restart();
  session.io.run();
  EXPECT_THAT(session.take(), ElementsAre("aborts", HasSubstr("-32800")));
}

TEST(InitializeInfoTest, ProcessId) {
  struct Row {
    const char* value;
    std::optional<int> expected;
  };
  const Row rows[] = {
      {"7", 7},           {"null", {}},      {"0", {}},    {"-1", {}},
      {"\"7\"", {}},      {"7.5", {}},       {"true", {}}, {"2147483647", 2147483647},
      {"2147483648", {}}, {"4294967303", {}}};
  for (const auto& [value, expected] : rows) {
    json::object params{{"processId", json::parse(value)}};
    EXPECT_EQ(initialize_info(params).process_id, expected) << value;
  }
  EXPECT_EQ(initialize_info({}).process_id, std::nullopt);
}

}  // namespace

}  // namespace server::lsp
