#include "server/completion/shown_items.hpp"

#include <gtest/gtest.h>

namespace server::completion {
namespace {

TEST(ShownItems, GivenOutCountsAsShownAndAcceptedOnce) {
  ShownItems items;
  generate::Acceptance counts;
  const auto first = items.give(counts);
  const auto second = items.give(counts);
  EXPECT_NE(first, second);
  EXPECT_TRUE(items.accepted(first, counts));
  EXPECT_TRUE(items.accepted(first, counts));
  EXPECT_FALSE(items.accepted("c99", counts));
  EXPECT_EQ(counts.shown, 2U);
  EXPECT_EQ(counts.accepted, 1U);
}

TEST(ShownItems, AClientThatTellsIsBelieved) {
  ShownItems items;
  generate::Acceptance counts;
  const auto first = items.give(counts);
  items.shown(first, counts);  // counted already
  items.shown("unknown", counts);
  const auto second = items.give(counts);
  EXPECT_EQ(counts.shown, 1U);
  items.shown(second, counts);
  items.shown(second, counts);
  EXPECT_EQ(counts.shown, 2U);
}

TEST(ShownItems, OldItemsAreForgotten) {
  ShownItems items;
  generate::Acceptance counts;
  const auto first = items.give(counts);
  for (int n = 0; n < 100; ++n) items.give(counts);
  EXPECT_FALSE(items.accepted(first, counts));
}

}  // namespace
}  // namespace server::completion
