// The numbers behind Budget and Reservation; included by budget*.cpp only. One sum of open bounds
// serves all windows: a request may be billed in any window that it is open in, so its bound counts
// in each, also after midnight; what it really cost counts in the windows opened last.
#pragma once

#include "cerebras/budget.hpp"

#include <array>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace cerebras {

inline constexpr std::array all_scopes{Scope::session, Scope::day, Scope::month};

inline std::uint64_t saturating_add(std::uint64_t a, std::uint64_t b) {
  return a > std::numeric_limits<std::uint64_t>::max() - b
             ? std::numeric_limits<std::uint64_t>::max()
             : a + b;
}
inline std::uint64_t saturating_sub(std::uint64_t a, std::uint64_t b) {
  return a > b ? a - b : 0;
}

/// What tells one prompt from another.
struct Fingerprint {
  std::uint64_t hash = 0;
  std::uint64_t bytes = 0;
  bool operator==(const Fingerprint&) const = default;
};
Fingerprint fingerprint(const ChatCompletionRequest& request);

/// A prompt's contents, measured once per reservation.
struct PromptSize {
  std::uint64_t bytes = 0;
  std::uint64_t non_ascii = 0;  // bytes
  std::uint64_t around = 0;     // bound of what is not content: template, extra_body
  double estimate = 0;          // tokens
};
PromptSize measure(const ChatCompletionRequest& request);
std::uint64_t prompt_token_bound(const PromptSize& size, BudgetMode mode, double learned_ratio);
/// What prompt_tokens is divided by to learn a model's ratio; nullopt: too short, the template's
/// tokens would dominate it.
std::optional<double> evidence(const PromptSize& size);

struct Reservation::Entry {
  std::uint64_t bound = 0;
  std::uint64_t prompt_bound = 0;
  std::uint64_t completion_tokens = 0;
  std::optional<double> evidence;
  std::string model;
  Fingerprint prompt;
  bool dispatched = false;
  std::function<void(const Charge&)> on_end;
};

/// The least that any window has left, and the part of that window kept for explicit requests.
struct Headroom {
  Scope scope = Scope::session;
  std::uint64_t tokens = 0;
  std::uint64_t kept = 0;
};

struct Budget::State {
  BudgetLimits limits;
  std::optional<std::uint64_t> session_setting;  // limits.session_tokens without what was raised
  std::array<std::uint64_t, 3> used{};           // by Scope
  std::array<std::int64_t, 3> window{};          // number of the current day, month; by Scope
  std::uint64_t reserved = 0;
  Usage total;
  std::uint64_t requests = 0;
  std::uint64_t violations = 0;
  std::map<std::string, double, std::less<>> largest_ratio;  // prompt_tokens / evidence, by model
  std::shared_ptr<Budget*> self;

  [[nodiscard]] std::optional<std::uint64_t> limit(Scope scope) const;
  /// Opens the windows of `now` where these are later than the current ones: forward only.
  void advance(Now now);
  [[nodiscard]] Headroom headroom(bool automatic) const;
  [[nodiscard]] double learned_ratio(std::string_view model) const;

  /// Closes `entry` with the usage or the bound.
  Charge charge(const Reservation::Entry& entry, const std::optional<Usage>& usage);
};

}  // namespace cerebras
