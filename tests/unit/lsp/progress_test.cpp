// How often a bar reports; its messages are in tests/transcripts/progress.lsp.
#include "server/lsp/progress.hpp"

#include "session.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace server::lsp {

namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;

asio::awaitable<void> begin(ProgressRegistry& registry, json::value token, Progress& bar) {
  std::function<void()> not_cancellable;
  auto made = co_await registry.begin(std::move(token), "Title", std::move(not_cancellable));
  bar = std::move(made);
}

struct ProgressTest : testing::Test {
  Progress make(json::value token) {
    Progress bar;
    asio::co_spawn(session.io, begin(registry, std::move(token), bar), asio::detached);
    session.settle();
    return bar;
  }

  /// "KIND MESSAGE PERCENTAGE" of all bodies so far.
  std::vector<std::string> take() {
    std::vector<std::string> lines;
    for (const auto& body : session.take()) {
      const auto message = json::parse(body);
      const auto& value = message.at("params").at("value").as_object();
      std::string line(value.at("kind").as_string());
      if (const auto* text = value.if_contains("message")) line += " " + json::serialize(*text);
      if (const auto* part = value.if_contains("percentage")) line += " " + json::serialize(*part);
      lines.push_back(line);
    }
    return lines;
  }

  std::chrono::steady_clock::time_point now{std::chrono::hours(1)};
  Session session;
  ProgressRegistry registry{session.rpc, [this] { return now; }};
};

TEST_F(ProgressTest, TenReportsASecondAtMost) {
  auto bar = make(7);
  bar.report("a");
  now += milliseconds(99);
  bar.report("b");
  now += milliseconds(1);
  bar.report("c", 150U);
  bar.end("done");
  EXPECT_THAT(take(), ElementsAre("begin", "report \"a\"", "report \"c\" 100", "end \"done\""));
}

TEST_F(ProgressTest, EndsOnce) {
  {
    auto bar = make("x");
    bar.end("done");
    bar.end("again");
    bar.report("late");
  }
  EXPECT_THAT(take(), ElementsAre("begin", "end \"done\""));
}

TEST_F(ProgressTest, EndsWhenDestroyedOrReplaced) {
  auto bar = make("x");
  bar = make("y");
  EXPECT_THAT(take(), ElementsAre("begin", "begin", "end"));
  bar = Progress();
  EXPECT_THAT(take(), ElementsAre("end"));
}

TEST_F(ProgressTest, SilentOnesDoNothing) {
  auto bar = make(nullptr);  // no usable token, and the client can not be asked for one
  bar.report("a");
  bar.end("b");
  EXPECT_THAT(take(), ElementsAre());
}

}  // namespace

}  // namespace server::lsp
