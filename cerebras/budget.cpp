#include "cerebras/budget.hpp"

#include "cerebras/budget_state.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace cerebras {
namespace {

std::size_t index(Scope scope) {
  return static_cast<std::size_t>(scope);
}

/// Number of the UTC window that `now` is in; windows are ordered by it. A session is one window.
std::int64_t window_number(Scope scope, Budget::Now now) {
  const auto day = std::chrono::floor<std::chrono::days>(now);
  if (scope == Scope::day) return day.time_since_epoch().count();
  if (scope == Scope::session) return 0;
  const std::chrono::year_month_day date(day);
  return std::int64_t{12} * int{date.year()} + static_cast<std::int64_t>(unsigned{date.month()});
}

std::string_view left_in(Scope scope) {
  switch (scope) {
    case Scope::session:
      return " left in this session";
    case Scope::day:
      return " left today (UTC)";
    case Scope::month:
      return " left this month (UTC)";
  }
  return "";
}

/// Tokens of `limit` that automatic requests leave alone.
std::uint64_t share_for_explicit(std::uint64_t limit, double share) {
  if (!(share > 0)) return 0;  // also NaN
  if (share >= 1) return limit;
  return std::min(limit, static_cast<std::uint64_t>(std::ceil(static_cast<double>(limit) * share)));
}

std::string refusal_text(const Headroom& headroom, std::uint64_t needed, std::uint64_t limit) {
  std::string text = "Token budget: needs " + std::to_string(needed) + ", " +
                     std::to_string(headroom.tokens) + std::string(left_in(headroom.scope));
  if (headroom.kept > 0) {
    text +=
        " for automatic requests (" + std::to_string(headroom.kept) + " kept for explicit ones)";
  }
  return text + ", limit " + std::to_string(limit) + ".";
}

}  // namespace

std::string_view to_string(Scope scope) {
  switch (scope) {
    case Scope::session:
      return "session";
    case Scope::day:
      return "day";
    case Scope::month:
      return "month";
  }
  return "";
}

std::optional<std::uint64_t> Budget::State::limit(Scope scope) const {
  switch (scope) {
    case Scope::session:
      return limits.session_tokens;
    case Scope::day:
      return limits.day_tokens;
    case Scope::month:
      return limits.month_tokens;
  }
  return std::nullopt;
}

void Budget::State::advance(Now now) {
  for (const Scope scope : all_scopes) {
    const auto number = window_number(scope, now);
    if (number <= window[index(scope)]) continue;
    window[index(scope)] = number;
    used[index(scope)] = 0;
  }
}

double Budget::State::learned_ratio(std::string_view model) const {
  const auto found = largest_ratio.find(model);
  return found == largest_ratio.end() ? 0 : found->second;
}

Headroom Budget::State::headroom(bool automatic) const {
  constexpr auto most = std::numeric_limits<std::uint64_t>::max();
  Headroom tightest{Scope::session, most, 0};
  for (const Scope scope : all_scopes) {
    const auto ceiling = limit(scope);
    const std::uint64_t kept =
        ceiling && automatic ? share_for_explicit(*ceiling, limits.reserve_for_explicit) : 0;
    const std::uint64_t taken = saturating_add(saturating_add(used[index(scope)], reserved), kept);
    // A window without a limit still has one for the arithmetic: sums must not wrap.
    const std::uint64_t left = saturating_sub(ceiling.value_or(most), taken);
    if (left < tightest.tokens) tightest = {scope, left, kept};
  }
  return tightest;
}

Budget::Budget(BudgetLimits limits) : state_(std::make_unique<State>()) {
  state_->session_setting = limits.session_tokens;
  state_->limits = std::move(limits);
  // Before any time that `now` can be: the first request opens its windows.
  state_->window.fill(std::numeric_limits<std::int64_t>::min());
  state_->self = std::make_shared<Budget*>(this);
}

Budget::~Budget() {
  *state_->self = nullptr;
}

tl::expected<Reservation, Refusal> Budget::reserve(const ChatCompletionRequest& request,
                                                   ReserveOptions options, Now now) {
  State& state = *state_;
  state.advance(now);
  const auto wanted =
      static_cast<std::uint64_t>(std::max<std::int64_t>(1, request.max_completion_tokens));
  const auto least = std::min(
      wanted, static_cast<std::uint64_t>(std::max<std::int64_t>(1, options.min_completion_tokens)));
  const PromptSize size = measure(request);
  const std::uint64_t prompt =
      prompt_token_bound(size, state.limits.mode, state.learned_ratio(request.model));

  const Headroom tightest = state.headroom(options.automatic);
  const std::uint64_t needed = saturating_add(prompt, least);
  if (needed > tightest.tokens) {
    const std::uint64_t limit = state.limit(tightest.scope).value_or(0);
    return tl::unexpected(
        Refusal{tightest.scope, needed, tightest.tokens, refusal_text(tightest, needed, limit)});
  }
  auto entry = std::make_unique<Reservation::Entry>();
  entry->prompt_bound = prompt;
  entry->completion_tokens = std::min(wanted, tightest.tokens - prompt);
  entry->bound = prompt + entry->completion_tokens;
  entry->evidence = evidence(size);
  entry->model = request.model;
  entry->prompt = fingerprint(request);
  state.reserved += entry->bound;
  return Reservation(state.self, std::move(entry));
}

void Budget::set_limits(BudgetLimits limits) {
  // What was raised belongs to the setting it was raised from: a new setting is a new decision.
  const auto raised_limit = state_->limits.session_tokens;
  const bool same_setting = limits.session_tokens == state_->session_setting;
  state_->session_setting = limits.session_tokens;
  state_->limits = std::move(limits);
  if (same_setting) state_->limits.session_tokens = raised_limit;
}

const BudgetLimits& Budget::limits() const {
  return state_->limits;
}

void Budget::raise_session(std::uint64_t tokens) {
  auto& limit = state_->limits.session_tokens;
  if (limit) limit = saturating_add(*limit, tokens);
}

void Budget::reset_session() {
  state_->used[index(Scope::session)] = 0;
}

WindowState Budget::state(Scope scope, Now now) const {
  state_->advance(now);
  WindowState result;
  result.limit = state_->limit(scope);
  result.used = state_->used[index(scope)];
  result.reserved = state_->reserved;
  if (result.limit) {
    result.remaining = saturating_sub(*result.limit, saturating_add(result.used, result.reserved));
  }
  return result;
}

Usage Budget::total_usage() const {
  return state_->total;
}
std::uint64_t Budget::requests() const {
  return state_->requests;
}
std::uint64_t Budget::bound_violations() const {
  return state_->violations;
}

}  // namespace cerebras
