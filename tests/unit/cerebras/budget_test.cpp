#include "cerebras/budget.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace cerebras {
namespace {

using std::chrono::sys_days;
using namespace std::chrono_literals;

constexpr auto max64 = std::numeric_limits<std::uint64_t>::max();
constexpr Budget::Now noon = sys_days{std::chrono::year{2026} / 10 / 15} + 12h;
/// What a prompt of one message is bounded by beyond its bytes: 128 + 16.
constexpr std::uint64_t around = 144;

ChatCompletionRequest request(std::string content, std::int64_t max_tokens,
                              std::string model = "m") {
  ChatCompletionRequest result;
  result.model = std::move(model);
  result.messages = {{"user", std::move(content)}};
  result.max_completion_tokens = max_tokens;
  return result;
}

BudgetLimits session_limit(std::uint64_t tokens, BudgetMode mode = BudgetMode::strict) {
  BudgetLimits limits;
  limits.session_tokens = tokens;
  limits.mode = mode;
  return limits;
}

Usage usage(std::uint64_t prompt, std::uint64_t completion) {
  Usage result;
  result.prompt_tokens = prompt;
  result.completion_tokens = completion;
  result.total_tokens = prompt + completion;
  return result;
}

Reservation must_reserve(Budget& budget, const ChatCompletionRequest& wanted,
                         ReserveOptions options = {}, Budget::Now now = noon) {
  auto reservation = budget.reserve(wanted, options, now);
  EXPECT_TRUE(reservation) << reservation.error().message;
  return std::move(*reservation);
}

WindowState session(const Budget& budget) {
  return budget.state(Scope::session, noon);
}

struct AdmissionRow {
  std::uint64_t limit;
  std::int64_t wanted;
  std::int64_t least;
  bool automatic;
  std::int64_t granted;  ///< 0: refused
};

TEST(Budget, ShrinksTheRequestNearTheLimitOrRefuses) {
  // The prompt is 10 bytes: 154 tokens at most. One tenth is kept for explicit requests.
  const std::vector<AdmissionRow> rows = {
      {1000, 100, 1, false, 100}, {254, 100, 1, false, 100},       {253, 100, 1, false, 99},
      {155, 100, 1, false, 1},    {154, 100, 1, false, 0},         {0, 100, 1, false, 0},
      {204, 100, 50, false, 50},  {203, 100, 50, false, 0},        {203, 30, 50, false, 30},
      {1000, 0, 1, false, 1},     {1000, -5, 0, false, 1},         {400, 300, 1, true, 206},
      {400, 300, 1, false, 246},  {200, 10, 10, true, 10},         {180, 10, 10, true, 0},
      {180, 10, 10, false, 10},   {max64, 9'000, 1, false, 9'000},
  };
  for (const auto& row : rows) {
    Budget budget(session_limit(row.limit));
    auto got = budget.reserve(request("0123456789", row.wanted), {row.automatic, row.least}, noon);
    const auto label = testing::Message() << "limit " << row.limit << ", wanted " << row.wanted;
    EXPECT_EQ(got.has_value(), row.granted > 0) << label;
    if (!got) continue;
    EXPECT_EQ(got->max_completion_tokens(), row.granted) << label;
    EXPECT_EQ(got->bound(), 154 + static_cast<std::uint64_t>(row.granted)) << label;
    EXPECT_EQ(session(budget).reserved, got->bound()) << label;
  }
}

TEST(Budget, RefusesWithNumbersOfTheTightestWindow) {
  BudgetLimits limits = session_limit(5000);
  limits.day_tokens = 300;
  limits.month_tokens = 4000;
  Budget budget(limits);
  const auto explicit_one = budget.reserve(request(std::string(200, 'x'), 100), {}, noon);
  ASSERT_FALSE(explicit_one);
  EXPECT_EQ(explicit_one.error().scope, Scope::day);
  EXPECT_EQ(explicit_one.error().needed, 345U);
  EXPECT_EQ(explicit_one.error().remaining, 300U);
  EXPECT_EQ(explicit_one.error().message,
            "Token budget: needs 345, 300 left today (UTC), limit 300.");
  const auto automatic = budget.reserve(request(std::string(200, 'x'), 100), {true, 16}, noon);
  ASSERT_FALSE(automatic);
  EXPECT_EQ(automatic.error().message,
            "Token budget: needs 360, 270 left today (UTC) for automatic requests (30 kept for "
            "explicit ones), limit 300.");
}

struct SettleRow {
  std::optional<Usage> usage;
  std::uint64_t charged;
  std::uint64_t violations;
};

TEST(Budget, SettlesWithBelievableUsageElseWithTheBound) {
  const std::uint64_t bound = 10 + around + 100;
  Usage total_only;
  total_only.total_tokens = 77;
  Usage low_total = usage(40, 20);
  low_total.total_tokens = 5;
  const std::vector<SettleRow> rows = {
      {usage(30, 20), 50, 0},
      {usage(bound - 1, 1), bound, 0},
      {usage(bound, 1), bound + 1, 1},
      {usage(2 * bound, 0), 2 * bound, 1},
      {std::nullopt, bound, 0},
      {usage(0, 0), bound, 0},
      {total_only, 77, 0},
      {low_total, 60, 0},
      {usage(std::uint64_t{1} << 24U, 0), std::uint64_t{1} << 24U, 1},
      {usage((std::uint64_t{1} << 24U) + 1, 0), bound, 1},
      {usage(max64, 0), bound, 1},
      {Usage{max64, max64, 3, 0, 0}, bound, 1},
  };
  for (const auto& row : rows) {
    Budget budget(session_limit(max64));
    auto reservation = must_reserve(budget, request("0123456789", 100));
    EXPECT_TRUE(reservation.dispatch());
    EXPECT_EQ(reservation.settle(row.usage), row.charged);
    EXPECT_EQ(session(budget).used, row.charged);
    EXPECT_EQ(session(budget).reserved, 0U);
    EXPECT_EQ(budget.total_usage().total_tokens, row.charged);
    EXPECT_EQ(budget.bound_violations(), row.violations);
    EXPECT_EQ(budget.requests(), 1U);
  }
}

TEST(Budget, NothingIsAdmittedAfterAViolationUntilItFits) {
  Budget budget(session_limit(1000));
  auto reservation = must_reserve(budget, request("0123456789", 100));
  ASSERT_TRUE(reservation.dispatch());
  reservation.settle(usage(1500, 0));
  EXPECT_EQ(session(budget).used, 1500U);
  EXPECT_EQ(session(budget).remaining, 0U);
  EXPECT_FALSE(budget.reserve(request("x", 1), {}, noon));
  budget.raise_session(1000);
  EXPECT_TRUE(budget.reserve(request("x", 1), {}, noon));
}

TEST(Budget, AReservationEndsOnce) {
  Budget budget(session_limit(1000));
  auto reservation = must_reserve(budget, request("0123456789", 100));
  EXPECT_TRUE(reservation.dispatch());
  EXPECT_FALSE(reservation.dispatch()) << "a second send needs its own reservation";
  EXPECT_EQ(reservation.settle(usage(5, 5)), 10U);
  EXPECT_EQ(reservation.settle(usage(5, 5)), 0U);
  EXPECT_EQ(reservation.settle(std::nullopt), 0U);
  EXPECT_FALSE(reservation.dispatch());
  reservation.release();
  EXPECT_EQ(reservation.bound(), 0U);
  EXPECT_EQ(session(budget).used, 10U);
  EXPECT_EQ(budget.requests(), 1U);
}

TEST(Budget, GivenUpUnusedIsFreeGivenUpAfterDispatchIsNot) {
  Budget budget(session_limit(1000));
  { auto unused = must_reserve(budget, request("0123456789", 100)); }
  EXPECT_EQ(session(budget).used, 0U);
  EXPECT_EQ(session(budget).reserved, 0U);
  {
    auto sent = must_reserve(budget, request("0123456789", 100));
    ASSERT_TRUE(sent.dispatch());
  }
  EXPECT_EQ(session(budget).used, 254U);
  auto first = must_reserve(budget, request("0123456789", 100));
  ASSERT_TRUE(first.dispatch());
  first = must_reserve(budget, request("0123456789", 50));  // gives up the first
  EXPECT_EQ(session(budget).used, 508U);
  EXPECT_EQ(session(budget).reserved, 204U);
  auto moved = std::move(first);
  EXPECT_EQ(moved.bound(), 204U);
  moved.release();
  EXPECT_EQ(session(budget).remaining, 492U);
}

TEST(Budget, AReservationMayOutliveItsBudget) {
  auto budget = std::make_unique<Budget>(session_limit(1000));
  auto reservation = must_reserve(*budget, request("x", 10));
  auto sent = must_reserve(*budget, request("x", 10));
  EXPECT_TRUE(sent.dispatch());
  budget.reset();
  EXPECT_FALSE(reservation.dispatch()) << "nothing may be sent that nobody counts";
  EXPECT_EQ(sent.settle(usage(1, 1)), 0U);
}

TEST(Budget, CoversTheReservedPromptOnly) {
  Budget budget(session_limit(100'000));
  auto asked = request("one prompt", 100);
  asked.messages.push_back({"assistant", "two"});
  const auto reservation = must_reserve(budget, asked);
  const auto changed = [&](auto change) {
    auto copy = asked;
    change(copy);
    return reservation.covers(copy);
  };
  EXPECT_TRUE(changed([](auto&) {}));
  EXPECT_TRUE(changed([](auto& r) { r.max_completion_tokens = 3; }));
  EXPECT_TRUE(changed([](auto& r) { r.temperature = 0.5; }));
  EXPECT_FALSE(changed([](auto& r) { r.model = "other"; }));
  EXPECT_FALSE(changed([](auto& r) { r.messages[0].content = "two prompt"; }));
  EXPECT_FALSE(changed([](auto& r) { r.messages[0].content += 's'; }));
  EXPECT_FALSE(changed([](auto& r) { r.messages.pop_back(); }));
  EXPECT_FALSE(changed([](auto& r) { std::swap(r.messages[0], r.messages[1]); }));
  EXPECT_FALSE(changed([](auto& r) { r.messages[1].role = "system"; }));
  EXPECT_FALSE(changed([](auto& r) { r.extra_body["tools"] = "x"; }));
}

TEST(Budget, RaiseHoldsUntilTheSettingChanges) {
  Budget budget(session_limit(1000));
  budget.raise_session(500);
  EXPECT_EQ(budget.limits().session_tokens, 1500U);
  budget.set_limits(session_limit(1000));  // another setting changed
  EXPECT_EQ(budget.limits().session_tokens, 1500U);
  budget.set_limits(session_limit(900));
  EXPECT_EQ(budget.limits().session_tokens, 900U);
  budget.raise_session(max64);
  EXPECT_EQ(budget.limits().session_tokens, max64);
  BudgetLimits none;
  none.session_tokens = std::nullopt;
  budget.set_limits(none);
  budget.raise_session(1);
  EXPECT_EQ(budget.limits().session_tokens, std::nullopt);
}

TEST(Budget, ResetForgetsWhatTheSessionUsedOnly) {
  BudgetLimits limits = session_limit(1000);
  limits.day_tokens = 1000;
  Budget budget(limits);
  const auto open = must_reserve(budget, request("0123456789", 10));
  auto settled = must_reserve(budget, request("0123456789", 10));
  ASSERT_TRUE(settled.dispatch());
  settled.settle(usage(100, 10));
  budget.reset_session();
  EXPECT_EQ(session(budget).used, 0U);
  EXPECT_EQ(session(budget).reserved, 164U);
  EXPECT_EQ(budget.state(Scope::day, noon).used, 110U);
  EXPECT_EQ(budget.total_usage().total_tokens, 110U);
}

TEST(Budget, SumsDoNotWrap) {
  BudgetLimits limits;
  limits.session_tokens = std::nullopt;
  Budget budget(limits);
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  const auto first = must_reserve(budget, request("x", most));
  const auto second = must_reserve(budget, request("x", most));
  auto third = budget.reserve(request("x", most), {false, 1'000'000}, noon);
  EXPECT_FALSE(third);
  EXPECT_EQ(session(budget).reserved, first.bound() + second.bound());
}

TEST(Budget, ExtraBodyCountsByteByByte) {
  auto with_tools = request("0123456789", 1);
  const auto plain = prompt_token_bound(with_tools, BudgetMode::strict, 0);
  with_tools.extra_body["tools"] = std::string(1000, 'x');
  EXPECT_GE(prompt_token_bound(with_tools, BudgetMode::strict, 0), plain + 1000);
  EXPECT_GE(prompt_token_bound(with_tools, BudgetMode::balanced, 0.1), plain + 1000);
}

}  // namespace
}  // namespace cerebras
