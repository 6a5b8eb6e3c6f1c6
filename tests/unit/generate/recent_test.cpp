#include "server/generate/recent.hpp"

#include <gtest/gtest.h>

namespace server::generate {
namespace {

TEST(Recent, KeepsTheLast50NewestFirst) {
  Recent recent;
  for (int i = 0; i < 60; ++i) recent.add_empty("inlineCompletion", "reason " + std::to_string(i));
  const auto list = recent.to_json();
  ASSERT_EQ(list.size(), 50U);
  EXPECT_EQ(list.front().at("reason").as_string(), "reason 59");
  EXPECT_EQ(list.back().at("reason").as_string(), "reason 10");
}

TEST(Recent, AnEntryThatHasGoneIsNotFound) {
  Recent recent;
  const auto first = recent.add({});
  for (int i = 0; i < 50; ++i) recent.add({});
  EXPECT_EQ(recent.find(first), nullptr);
  recent.set_outcome(first, "shown", "");  // harmless
  EXPECT_NE(recent.find(first + 50), nullptr);
}

TEST(Recent, OutcomeAndReasonAreReplaced) {
  Recent recent;
  const auto id = recent.add({});
  recent.set_outcome(id, "empty", "filtered:echo");
  EXPECT_EQ(recent.find(id)->outcome, "empty");
  EXPECT_EQ(recent.find(id)->reason, "filtered:echo");
}

TEST(Recent, LatencyQuantilesLeaveFailuresOut) {
  Recent recent;
  EXPECT_EQ(recent.latency_ms(0.5), 0);
  for (int ms = 1; ms <= 20; ++ms) {
    RecentEntry entry;
    entry.outcome = "answered";
    entry.total = std::chrono::milliseconds(ms);
    recent.add(entry);
  }
  RecentEntry slow_failure;
  slow_failure.outcome = "failed";
  slow_failure.total = std::chrono::milliseconds(15000);
  recent.add(slow_failure);
  EXPECT_EQ(recent.latency_ms(0.5), 10);
  EXPECT_EQ(recent.latency_ms(0.95), 19);
}

}  // namespace
}  // namespace server::generate
