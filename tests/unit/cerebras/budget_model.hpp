// The model of budget_model_test.cpp: commands, a calendar of its own, and what must be true after
// each command, in plain integers.
#pragma once

#include "cerebras/budget.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <ostream>
#include <string>

namespace cerebras {

enum class Op {
  reserve,
  dispatch,
  settle,
  release,
  drop,
  replace,
  raise,
  reset,
  set_limits,
  clock
};

/// One command; `a`, `b`, `c` mean what the command makes of them.
struct Step {
  Op op = Op::reserve;
  std::uint32_t a = 0;
  std::uint32_t b = 0;
  std::uint32_t c = 0;
};

inline std::ostream& operator<<(std::ostream& out, const Step& step) {
  constexpr std::array names{"reserve", "dispatch", "settle", "release",    "drop",
                             "replace", "raise",    "reset",  "set_limits", "clock"};
  return out << names[static_cast<std::size_t>(step.op)] << '(' << step.a << ", " << step.b << ", "
             << step.c << ')';
}

// Hours since 2026-01-01, and which UTC window they are in; the model's own calendar.
inline std::int64_t day_of(std::int64_t hour) {
  return hour >= 0 ? hour / 24 : (hour - 23) / 24;
}
inline std::int64_t month_of(std::int64_t hour) {
  constexpr std::array<std::int64_t, 7> first_days{-31, 0, 31, 59, 90, 120, 151};
  const auto after = std::upper_bound(first_days.begin(), first_days.end(), day_of(hour));
  return after - first_days.begin();
}
inline Budget::Now time_of(std::int64_t hour) {
  return std::chrono::sys_days{std::chrono::year{2026} / 1 / 1} + std::chrono::hours(hour);
}

/// Prompts short and long, ASCII and not, of two models.
inline ChatCompletionRequest request_of(std::uint32_t kind) {
  static const std::array<std::string, 4> contents = [] {
    std::array<std::string, 4> texts{"", "int main() {}", "", ""};
    for (int i = 0; i < 270; ++i) texts[2] += "word ";
    for (int i = 0; i < 300; ++i) texts[3] += "\xe6\x97\xa5 x";
    return texts;
  }();
  ChatCompletionRequest request;
  request.model = kind % 2 == 0 ? "even" : "odd";
  request.messages = {{"user", contents[(kind / 2) % 4]}};
  return request;
}

inline BudgetLimits limits_of(const Step& step) {
  constexpr std::array<std::uint64_t, 6> sizes{0, 300, 2'000, 8'000, 30'000, 120'000};
  const auto limit = [&sizes](std::uint32_t n) {
    return n % 7 == 6 ? std::optional<std::uint64_t>() : std::optional(sizes[n % 7]);
  };
  BudgetLimits limits;
  limits.session_tokens = limit(step.a);
  limits.day_tokens = limit(step.b);
  limits.month_tokens = limit(step.c);
  limits.mode = (step.a / 7) % 2 == 0 ? BudgetMode::strict : BudgetMode::balanced;
  limits.reserve_for_explicit = std::array{0.0, 0.1, 0.5, 1.0}[(step.b / 7) % 4];
  return limits;
}

struct Open {
  std::uint64_t prompt = 0;
  std::uint64_t completion = 0;
  std::string model;
  double evidence = 0;
  bool dispatched = false;
  [[nodiscard]] std::uint64_t bound() const { return prompt + completion; }
};

/// What must be true, in plain integers.
struct Model {
  BudgetLimits limits;
  std::uint64_t raised = 0;
  std::int64_t hour = 0;
  std::array<std::int64_t, 3> window{0, -1000, -1000};
  std::array<std::uint64_t, 3> used{};
  std::array<bool, 3> excused{};  // lowered or violated: above the limit until it holds again
  std::map<std::size_t, Open> open;
  std::map<std::string, double> ratio;
  std::uint64_t reserved_ever = 0, released = 0, settled = 0, violations = 0, total = 0;

  [[nodiscard]] std::optional<std::uint64_t> limit(std::size_t scope) const {
    if (scope == 1) return limits.day_tokens;
    if (scope == 2) return limits.month_tokens;
    if (!limits.session_tokens) return std::nullopt;
    return *limits.session_tokens + raised;
  }
  [[nodiscard]] std::uint64_t reserved() const {
    std::uint64_t sum = 0;
    for (const auto& [slot, entry] : open) sum += entry.bound();
    return sum;
  }
  [[nodiscard]] bool holds(std::size_t scope) const {
    return used[scope] + reserved() <= limit(scope).value_or(std::uint64_t{1} << 62U);
  }
  void open_windows() {
    const std::array now{std::int64_t{0}, day_of(hour), month_of(hour)};
    for (std::size_t scope = 0; scope < 3; ++scope) {
      if (now[scope] <= window[scope]) continue;
      window[scope] = now[scope];
      used[scope] = 0;
    }
  }
  void close(std::size_t slot, std::uint64_t charged) {
    open.erase(slot);
    for (auto& tokens : used) tokens += charged;
    total += charged;
    ++settled;
  }
  void release(std::size_t slot) { released += open.erase(slot); }
  /// What giving up the reservation in `slot` costs.
  void drop(std::size_t slot) {
    const auto found = open.find(slot);
    if (found == open.end()) return;
    if (found->second.dispatched) {
      close(slot, found->second.bound());
    } else {
      release(slot);
    }
  }
};

}  // namespace cerebras
