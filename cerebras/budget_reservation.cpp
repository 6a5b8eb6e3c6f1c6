// The life of a reservation: reserved -> dispatched -> settled | released, each step once.
#include "cerebras/budget_state.hpp"

#include <algorithm>
#include <utility>

namespace cerebras {
namespace {

/// More tokens than any model's context holds: such a total is a fault in transit, not a price.
constexpr std::uint64_t largest_believable_total = std::uint64_t{1} << 24;

std::uint64_t total_of(const Usage& usage) {
  return std::max(usage.total_tokens, saturating_add(usage.prompt_tokens, usage.completion_tokens));
}

void add(Usage& sum, const Usage& usage) {
  sum.prompt_tokens = saturating_add(sum.prompt_tokens, usage.prompt_tokens);
  sum.completion_tokens = saturating_add(sum.completion_tokens, usage.completion_tokens);
  sum.total_tokens = saturating_add(sum.total_tokens, usage.total_tokens);
  sum.cached_tokens = saturating_add(sum.cached_tokens, usage.cached_tokens);
  sum.reasoning_tokens = saturating_add(sum.reasoning_tokens, usage.reasoning_tokens);
}

}  // namespace

Charge Budget::State::charge(const Reservation::Entry& entry, const std::optional<Usage>& usage) {
  const std::uint64_t reported = usage ? total_of(*usage) : 0;
  const bool believable =
      reported > 0 && reported <= std::max(entry.bound, largest_believable_total);
  if (reported > entry.bound) ++violations;

  Usage charged;
  if (believable) {
    charged = *usage;
    charged.total_tokens = reported;
    if (entry.evidence) {
      double& largest = largest_ratio[entry.model];
      largest = std::max(largest, static_cast<double>(usage->prompt_tokens) / *entry.evidence);
    }
  } else {
    charged.prompt_tokens = entry.prompt_bound;
    charged.completion_tokens = entry.completion_tokens;
    charged.total_tokens = entry.bound;
  }
  reserved -= entry.bound;
  for (auto& tokens : used) tokens = saturating_add(tokens, charged.total_tokens);
  add(total, charged);
  ++requests;
  return {charged, !believable};
}

Reservation::Reservation(std::shared_ptr<Budget*> budget, std::unique_ptr<Entry> entry)
    : budget_(std::move(budget)), entry_(std::move(entry)) {}

Reservation::Reservation(Reservation&& other) noexcept = default;

Reservation& Reservation::operator=(Reservation&& other) noexcept {
  if (this != &other) {
    Reservation given_up(std::move(*this));
    budget_ = std::move(other.budget_);
    entry_ = std::move(other.entry_);
  }
  return *this;
}

Reservation::~Reservation() {
  if (entry_ && entry_->dispatched) {
    settle(std::nullopt);
  } else {
    release();
  }
}

std::int64_t Reservation::max_completion_tokens() const {
  return entry_ ? static_cast<std::int64_t>(entry_->completion_tokens) : 0;
}

std::uint64_t Reservation::bound() const {
  return entry_ ? entry_->bound : 0;
}

bool Reservation::covers(const ChatCompletionRequest& request) const {
  return entry_ && entry_->model == request.model && entry_->prompt == fingerprint(request);
}

void Reservation::on_end(std::function<void(const Charge&)> callback) {
  if (entry_) entry_->on_end = std::move(callback);
}

bool Reservation::dispatch() {
  if (!entry_ || entry_->dispatched || *budget_ == nullptr) return false;
  entry_->dispatched = true;
  return true;
}

std::uint64_t Reservation::settle(const std::optional<Usage>& usage) {
  const auto entry = std::exchange(entry_, nullptr);
  if (!entry || *budget_ == nullptr) return 0;
  const auto charge = (*budget_)->state_->charge(*entry, usage);
  if (entry->on_end) entry->on_end(charge);
  return charge.usage.total_tokens;
}

void Reservation::release() {
  const auto entry = std::exchange(entry_, nullptr);
  if (!entry || *budget_ == nullptr) return;
  (*budget_)->state_->reserved -= entry->bound;
  if (entry->on_end) entry->on_end({});
}

}  // namespace cerebras
