// Budget against a model of plain integers: random commands, and after each one the same numbers.
#include "tests/unit/cerebras/budget_model.hpp"

#include "cerebras/token_estimate.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace cerebras {
namespace {

constexpr std::size_t slots = 5;

class Session {
 public:
  explicit Session(const Step& start) : budget_(limits_of(start)) {
    model_.limits = limits_of(start);
  }

  void step(const Step& step) {
    const std::size_t slot = step.a % slots;
    switch (step.op) {
      case Op::reserve:
        return reserve(step, slot);
      case Op::dispatch:
        return dispatch(slot);
      case Op::settle:
        return settle(step, slot);
      case Op::release:
        if (held_[slot]) held_[slot]->release();
        return model_.release(slot);
      case Op::drop:
        held_[slot].reset();
        return model_.drop(slot);
      case Op::replace:
        return replace(slot, step.b % slots);
      case Op::raise:
        budget_.raise_session(step.b % 5000);
        if (model_.limits.session_tokens) model_.raised += step.b % 5000;
        return;
      case Op::reset:
        budget_.reset_session();
        model_.used[0] = 0;
        return;
      case Op::set_limits:
        return set_limits(limits_of(step));
      case Op::clock:
        // Mostly forward, by hours or weeks; between December and June.
        model_.hour += static_cast<std::int64_t>(step.b % (step.a % 3 == 0 ? 600 : 30));
        if (step.a % 4 == 3) model_.hour -= 100;
        model_.hour = std::clamp<std::int64_t>(model_.hour, -700, 3600);
        return;
    }
  }

  void check() {
    const auto now = time_of(model_.hour);
    model_.open_windows();
    for (std::size_t scope = 0; scope < 3; ++scope) {
      const auto seen = budget_.state(static_cast<Scope>(scope), now);
      RC_ASSERT(seen.used == model_.used[scope]);
      RC_ASSERT(seen.reserved == model_.reserved());
      RC_ASSERT(seen.limit == model_.limit(scope));
      model_.excused[scope] = model_.excused[scope] && !model_.holds(scope);
      if (!seen.limit || model_.excused[scope]) continue;
      RC_ASSERT(seen.used + seen.reserved <= *seen.limit);
      RC_ASSERT(seen.remaining == *seen.limit - seen.used - seen.reserved);
    }
    RC_ASSERT(budget_.requests() == model_.settled);
    RC_ASSERT(budget_.bound_violations() == model_.violations);
    RC_ASSERT(budget_.total_usage().total_tokens == model_.total);
    RC_ASSERT(model_.reserved_ever == model_.settled + model_.released + model_.open.size());
  }

  void finish() {
    for (std::size_t slot = 0; slot < slots; ++slot) {
      held_[slot].reset();
      model_.drop(slot);
    }
    check();
    RC_ASSERT(budget_.state(Scope::session, time_of(model_.hour)).reserved == 0U);
  }

 private:
  void reserve(const Step& step, std::size_t slot) {
    auto request = request_of(step.b);
    const std::uint64_t wanted = 1 + step.c % 2000;
    const std::uint64_t least = 1 + step.b % 64;
    request.max_completion_tokens = static_cast<std::int64_t>(wanted);
    const bool automatic = step.c % 3 == 0;

    model_.open_windows();
    const auto prompt =
        prompt_token_bound(request, model_.limits.mode, model_.ratio[request.model]);
    std::uint64_t left = std::uint64_t{1} << 62U;
    for (std::size_t scope = 0; scope < 3; ++scope) {
      const auto limit = model_.limit(scope);
      if (!limit) continue;
      auto taken = model_.used[scope] + model_.reserved();
      if (automatic) {
        taken += static_cast<std::uint64_t>(
            std::ceil(static_cast<double>(*limit) * model_.limits.reserve_for_explicit));
      }
      left = std::min(left, *limit > taken ? *limit - taken : 0);
    }
    auto got = budget_.reserve(request, {automatic, static_cast<std::int64_t>(least)},
                               time_of(model_.hour));
    const bool admitted = prompt + std::min(least, wanted) <= left;
    RC_ASSERT(got.has_value() == admitted);
    if (!admitted) {
      RC_ASSERT(got.error().remaining == left);
      return RC_ASSERT(got.error().needed == prompt + std::min(least, wanted));
    }
    const std::uint64_t completion = std::min(wanted, left - prompt);
    RC_ASSERT(got->bound() == prompt + completion);
    RC_ASSERT(got->max_completion_tokens() == static_cast<std::int64_t>(completion));
    RC_ASSERT(got->covers(request));
    RC_ASSERT(!got->covers(request_of(step.b + 1)));
    if (held_[slot]) {
      *held_[slot] = std::move(*got);
    } else {
      held_[slot].emplace(std::move(*got));
    }
    model_.drop(slot);
    ++model_.reserved_ever;
    const auto& text = request.messages[0].content;
    const double estimate = estimate_tokens(text);
    const double evidence =
        estimate < 256 ? 0 : estimate + static_cast<double>(non_ascii_bytes(text));
    model_.open[slot] = {prompt, completion, request.model, evidence, false};
  }

  void dispatch(std::size_t slot) {
    const auto entry = model_.open.find(slot);
    const bool first = entry != model_.open.end() && !entry->second.dispatched;
    if (held_[slot]) RC_ASSERT(held_[slot]->dispatch() == first);
    if (first) entry->second.dispatched = true;
  }

  void settle(const Step& step, std::size_t slot) {
    if (!held_[slot]) return;
    const auto entry = model_.open.find(slot);
    if (entry == model_.open.end()) return RC_ASSERT(held_[slot]->settle(std::nullopt) == 0U);
    const Open open = entry->second;
    std::optional<Usage> usage;
    if (step.c % 4 != 0) {
      usage.emplace();
      usage->prompt_tokens = step.b % (2 * open.prompt + 1);
      usage->completion_tokens = step.c % (2 * open.completion + 1);
      usage->total_tokens = usage->prompt_tokens + usage->completion_tokens;
      if (step.c % 4 == 1) usage->total_tokens = step.b % 100;  // less than its parts, or not
      if (step.c % 16 == 2)
        usage->total_tokens = std::numeric_limits<std::uint64_t>::max() - step.b;
    }
    std::uint64_t charged = open.bound();
    if (usage) {
      const std::uint64_t reported =
          std::max(usage->total_tokens, usage->prompt_tokens + usage->completion_tokens);
      if (reported > open.bound()) {
        ++model_.violations;
        model_.excused.fill(true);
      }
      if (reported > 0 && reported <= std::uint64_t{1} << 24U) {
        charged = reported;
        auto& ratio = model_.ratio[open.model];
        if (open.evidence > 0) {
          ratio = std::max(ratio, static_cast<double>(usage->prompt_tokens) / open.evidence);
        }
      }
    }
    RC_ASSERT(held_[slot]->settle(usage) == charged);
    model_.close(slot, charged);
  }

  void replace(std::size_t to, std::size_t from) {
    if (!held_[to] || !held_[from] || to == from) return;
    *held_[to] = std::move(*held_[from]);
    model_.drop(to);
    if (const auto moved = model_.open.find(from); moved != model_.open.end()) {
      model_.open[to] = moved->second;
      model_.open.erase(from);
    }
    held_[from].reset();
  }

  void set_limits(const BudgetLimits& limits) {
    budget_.set_limits(limits);
    if (limits.session_tokens != model_.limits.session_tokens) model_.raised = 0;
    model_.limits = limits;
    model_.excused.fill(true);
  }

  Budget budget_;
  Model model_;
  std::array<std::optional<Reservation>, slots> held_;
};

rc::Gen<Step> any_step() {
  const auto number = rc::gen::inRange<std::uint32_t>(0, 100'000);
  const auto op = rc::gen::weightedElement<Op>({{8, Op::reserve},
                                                {6, Op::dispatch},
                                                {6, Op::settle},
                                                {2, Op::release},
                                                {3, Op::drop},
                                                {1, Op::replace},
                                                {1, Op::raise},
                                                {1, Op::reset},
                                                {1, Op::set_limits},
                                                {3, Op::clock}});
  return rc::gen::construct<Step>(op, number, number, number);
}

TEST(BudgetModel, AgreesAfterEveryCommand) {
  rc::detail::TestMetadata metadata;
  metadata.id = "BudgetModel";
  auto parameters = rc::detail::configuration().testParams;
  parameters.maxSuccess = std::max(parameters.maxSuccess, 10'000);
  const auto result = rc::detail::checkTestable(
      [] {
        const auto steps = *rc::gen::container<std::vector<Step>>(any_step());
        Session session(steps.empty() ? Step{} : steps.front());
        for (const auto& step : steps) {
          session.step(step);
          session.check();
        }
        session.finish();
      },
      metadata, parameters);
  std::ostringstream explanation;
  rc::detail::printResultMessage(result, explanation);
  EXPECT_TRUE(result.is<rc::detail::SuccessResult>()) << explanation.str();
}

}  // namespace
}  // namespace cerebras
