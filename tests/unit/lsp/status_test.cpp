#include "server/lsp/status.hpp"

#include "session.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

namespace server::lsp {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// `interval` of an hour: what waits for its end is never sent. Of zero: it is sent when settled.
struct StatusTest : testing::Test {
  void make(std::chrono::milliseconds interval) {
    publisher.emplace(
        session.rpc, session.io.get_executor(),
        [this] {
          return json::object{{"kind", kind}};
        },
        interval);
  }

  /// As one turn of the loop that sets several kinds.
  void change(std::vector<std::string> kinds) {
    asio::post(session.io, [this, kinds = std::move(kinds)] {
      for (const auto& next : kinds) {
        kind = next;
        publisher->changed();
      }
    });
    session.io.restart();
    session.io.run_for(interval_to_wait);
  }

  static std::string notice(const std::string& kind) {
    return protocol::notification_text("cerebras/didChangeStatus", json::object{{"kind", kind}});
  }

  std::string kind = "ready";
  std::chrono::milliseconds interval_to_wait{20};
  Session session;
  std::optional<StatusPublisher> publisher;
};

TEST_F(StatusTest, NothingBeforeStart) {
  make(std::chrono::milliseconds(0));
  change({"busy", "ready"});
  EXPECT_THAT(session.take(), IsEmpty());
  publisher->start();
  EXPECT_THAT(session.take(), ElementsAre(notice("ready")));
}

TEST_F(StatusTest, SameObjectIsNotSentAgain) {
  make(std::chrono::milliseconds(0));
  publisher->start();
  session.take();
  change({"ready", "ready"});
  change({"ready"});
  EXPECT_THAT(session.take(), IsEmpty());
}

TEST_F(StatusTest, NotMoreThanOneInAnInterval) {
  make(std::chrono::hours(1));
  publisher->start();
  change({"busy", "ready", "busy", "error"});
  EXPECT_THAT(session.take(), ElementsAre(notice("ready")));
}

TEST_F(StatusTest, LastStateFollowsAtTheEndOfTheInterval) {
  make(std::chrono::milliseconds(0));
  publisher->start();
  change({"busy", "rateLimited", "error"});
  EXPECT_THAT(session.take(), ElementsAre(notice("ready"), notice("error")));
}

TEST_F(StatusTest, AnswersTheRequest) {
  make(std::chrono::hours(1));
  kind = "noKey";
  session.send(protocol::request_text(protocol::Id(1), "cerebras/status", {}));
  EXPECT_THAT(session.take(),
              ElementsAre(protocol::result_text(protocol::Id(1), json::object{{"kind", "noKey"}})));
}

TEST_F(StatusTest, NothingAfterItsEnd) {
  make(std::chrono::milliseconds(0));
  publisher->start();
  publisher->changed();
  session.take();
  publisher.reset();
  session.settle();
  EXPECT_THAT(session.take(), IsEmpty());
}

}  // namespace

}  // namespace server::lsp
