#include "server/generate/budget_notices.hpp"

#include <gtest/gtest.h>

namespace server::generate {
namespace {

using cerebras::Scope;

const std::vector<double> thresholds{0.5, 0.8, 0.95};

cerebras::WindowState used(std::uint64_t tokens) {
  cerebras::WindowState window;
  window.limit = 1000;
  window.used = tokens;
  return window;
}

TEST(BudgetNotices, OneNoticePerThreshold) {
  BudgetNotices notices;
  EXPECT_FALSE(notices.check(Scope::session, used(499), thresholds));
  EXPECT_EQ(notices.check(Scope::session, used(500), thresholds),
            "Cerebras: 50 % of the session budget is used (500 of 1000 tokens)");
  EXPECT_FALSE(notices.check(Scope::session, used(700), thresholds));
  EXPECT_TRUE(notices.check(Scope::session, used(960), thresholds));
  EXPECT_FALSE(notices.check(Scope::session, used(1000), thresholds));
}

TEST(BudgetNotices, WindowsAreApart) {
  BudgetNotices notices;
  EXPECT_TRUE(notices.check(Scope::session, used(600), thresholds));
  EXPECT_TRUE(notices.check(Scope::day, used(600), thresholds));
}

TEST(BudgetNotices, AWindowThatStartsAgainNotifiesAgain) {
  BudgetNotices notices;
  EXPECT_TRUE(notices.check(Scope::session, used(600), thresholds));
  EXPECT_FALSE(notices.check(Scope::session, used(0), thresholds));
  EXPECT_TRUE(notices.check(Scope::session, used(600), thresholds));
}

TEST(BudgetNotices, NoLimitNoNotice) {
  BudgetNotices notices;
  cerebras::WindowState window;
  window.used = 1'000'000;
  EXPECT_FALSE(notices.check(Scope::month, window, thresholds));
}

}  // namespace
}  // namespace server::generate
