// Windows of budget.cpp and the learned ratio of budget_bound.cpp: what changes with time.
#include "cerebras/budget.hpp"
#include "cerebras/token_estimate.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace cerebras {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;
using std::chrono::sys_days;

constexpr Budget::Now midnight = sys_days{std::chrono::year{2026} / 10 / 31} + 24h;  // November

ChatCompletionRequest request(std::string content, std::string model = "m") {
  ChatCompletionRequest result;
  result.model = std::move(model);
  result.messages = {{"user", std::move(content)}};
  result.max_completion_tokens = 100;
  return result;
}

std::string words(std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += " word";
  return text;
}

/// Spends `prompt` tokens at `now`; the reservation is strict, so `prompt` may be up to the bytes.
void spend(Budget& budget, const ChatCompletionRequest& asked, std::uint64_t prompt,
           Budget::Now now) {
  auto reservation = budget.reserve(asked, {}, now);
  ASSERT_TRUE(reservation) << reservation.error().message;
  ASSERT_TRUE(reservation->dispatch());
  Usage usage;
  usage.prompt_tokens = prompt;
  usage.total_tokens = prompt;
  reservation->settle(usage);
}

struct Row {
  Budget::Now now;
  std::uint64_t session;  ///< used, after ten tokens more at `now`
  std::uint64_t day;
  std::uint64_t month;
};

TEST(BudgetWindows, MoveForwardOnly) {
  Budget budget(BudgetLimits{});
  const std::vector<Row> rows = {
      {midnight - 1s, 10, 10, 10},
      {midnight, 20, 10, 10},       // a new day and month
      {midnight - 1s, 30, 20, 20},  // the clock went back: no old window opens again
      {midnight - 40 * days{1}, 40, 30, 30},
      {midnight + 23h, 50, 40, 40},
      {midnight + 24h, 60, 10, 50},
      {midnight + 40 * days{1}, 70, 10, 10},
      {midnight, 80, 20, 20},
      {Budget::Now::max(), 90, 10, 10},
      {Budget::Now::min(), 100, 20, 20},
  };
  for (const auto& row : rows) {
    spend(budget, request("x"), 10, row.now);
    EXPECT_EQ(budget.state(Scope::session, row.now).used, row.session);
    EXPECT_EQ(budget.state(Scope::day, row.now).used, row.day) << row.session;
    EXPECT_EQ(budget.state(Scope::month, row.now).used, row.month) << row.session;
  }
}

TEST(BudgetWindows, LookingOpensTheWindowForWhatIsSettledNext) {
  Budget budget(BudgetLimits{});
  auto open = budget.reserve(request("x"), {}, midnight - 1s);
  ASSERT_TRUE(open && open->dispatch());
  EXPECT_EQ(budget.state(Scope::day, midnight).reserved, open->bound());
  const auto charged = open->settle(std::nullopt);
  EXPECT_EQ(budget.state(Scope::day, midnight).used, charged);
}

TEST(BudgetWindows, OpenReservationsCountAfterMidnight) {
  BudgetLimits limits;
  limits.day_tokens = 500;
  limits.mode = BudgetMode::strict;
  Budget budget(limits);
  auto before = budget.reserve(request("x"), {}, midnight - 1s);
  ASSERT_TRUE(before);
  ASSERT_TRUE(before->dispatch());
  auto after = budget.reserve(request("x"), {}, midnight + 1s);
  ASSERT_TRUE(after);
  EXPECT_EQ(budget.state(Scope::day, midnight + 1s).reserved, before->bound() + after->bound());
  before->settle(std::nullopt);
  EXPECT_EQ(budget.state(Scope::day, midnight + 1s).used, 245U);
  EXPECT_FALSE(budget.reserve(request("x"), {}, midnight + 2s));
}

/// Bound of the prompt alone, as the budget would reserve it now.
std::uint64_t prompt_bound(Budget& budget, const ChatCompletionRequest& asked) {
  const auto reservation = budget.reserve(asked, {}, midnight);
  EXPECT_TRUE(reservation);
  return reservation->bound() - static_cast<std::uint64_t>(reservation->max_completion_tokens());
}

constexpr std::uint64_t around = 144;  // 128 + 16 for one message

TEST(BudgetRatio, BytesUntilTheModelHasAnswered) {
  Budget budget(BudgetLimits{});
  const auto asked = request(words(1000));
  EXPECT_EQ(prompt_bound(budget, asked), 5000 + around);
  spend(budget, asked, 1000, midnight);
  const double estimate = estimate_tokens(asked.messages[0].content);
  const double learned = std::max(1.0, 1000 / estimate);
  const auto expected = static_cast<std::uint64_t>(std::ceil(estimate * learned * 1.15)) + around;
  EXPECT_EQ(prompt_bound(budget, asked), expected);
  EXPECT_EQ(prompt_bound(budget, request(words(1000), "another")), 5000 + around);
}

TEST(BudgetRatio, NeverBelowTheLargestSeenNeverAboveBytes) {
  Budget budget(BudgetLimits{});
  const auto asked = request(words(1000));
  spend(budget, asked, 2000, midnight);
  const auto learned = prompt_bound(budget, asked);
  EXPECT_NEAR(static_cast<double>(learned), 2300 + around, 1);
  spend(budget, asked, 500, midnight);
  EXPECT_EQ(prompt_bound(budget, asked), learned);
  spend(budget, asked, 9'000, midnight);
  EXPECT_EQ(budget.bound_violations(), 1U);
  EXPECT_EQ(prompt_bound(budget, asked), 5000 + around);
}

TEST(BudgetRatio, ShortPromptsTeachNothingAndAreBoundedByBytes) {
  Budget budget(BudgetLimits{});
  spend(budget, request("hi"), 70, midnight);  // nearly all of it the chat template's
  EXPECT_EQ(prompt_bound(budget, request(words(1000))), 5000 + around);
  spend(budget, request(words(1000)), 1000, midnight);
  EXPECT_EQ(prompt_bound(budget, request(words(100))), 500 + around);
}

TEST(BudgetRatio, OtherScriptsCountInFull) {
  Budget budget(BudgetLimits{});
  spend(budget, request(words(1000)), 1000, midnight);
  std::string text = words(300);
  for (int i = 0; i < 500; ++i) text += "\xe6\x97\xa5";
  EXPECT_GE(prompt_bound(budget, request(text)), 1500 + 300 + around);
}

TEST(BudgetRatio, StrictDoesNotLearn) {
  BudgetLimits limits;
  limits.mode = BudgetMode::strict;
  Budget budget(limits);
  spend(budget, request(words(1000)), 1000, midnight);
  EXPECT_EQ(prompt_bound(budget, request(words(1000))), 5000 + around);
}

TEST(BudgetEstimate, PromptForDisplay) {
  auto asked = request(words(100));
  EXPECT_EQ(estimate_prompt_tokens(asked), 111U);  // 100 x 1.0338 + 5 + 3
  asked.messages.push_back({"assistant", ""});
  EXPECT_EQ(estimate_prompt_tokens(asked), 116U);
}

}  // namespace
}  // namespace cerebras
