// Token budgets: reserve an upper bound before sending, settle with the service's `usage`.
// At all times settled + reserved <= limit in every window (unless the user lowers a limit: then
// nothing is admitted until it holds again). In memory; `now` is an argument; no I/O.
// Owned by the Asio thread, not locked.
#pragma once

#include "cerebras/api.hpp"

#include <tl/expected.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cerebras {

/// balanced: token estimate, corrected by the usage that came back, with a margin.
/// strict: bytes, which no tokenizer can exceed.
enum class BudgetMode { balanced, strict };

enum class Scope { session, day, month };
std::string_view to_string(Scope scope);

struct BudgetLimits {
  std::optional<std::uint64_t> session_tokens = 2'000'000;  ///< nullopt: no limit
  std::optional<std::uint64_t> day_tokens;                  ///< UTC calendar day
  std::optional<std::uint64_t> month_tokens;                ///< UTC calendar month
  BudgetMode mode = BudgetMode::balanced;
  double reserve_for_explicit = 0.1;  ///< share that automatic requests may not touch
};

/// One window as a person sees it. `remaining` = limit - used - reserved, nullopt without a limit.
struct WindowState {
  std::optional<std::uint64_t> limit;
  std::uint64_t used = 0;
  std::uint64_t reserved = 0;
  std::optional<std::uint64_t> remaining;
};

/// What an ended reservation cost. `usage` is the service's, or the bound where `estimated`; all 0
/// when it was released.
struct Charge {
  Usage usage;
  bool estimated = false;
};

class Budget;

/// The right to send one request once. Move-only; given up unused it releases its tokens, given up
/// after dispatch it charges its bound: nothing is refunded without a `usage`.
class Reservation {
 public:
  Reservation(Reservation&& other) noexcept;
  Reservation& operator=(Reservation&& other) noexcept;
  Reservation(const Reservation&) = delete;
  Reservation& operator=(const Reservation&) = delete;
  ~Reservation();

  /// What the request may ask for: at most what was wanted, less near the limit.
  [[nodiscard]] std::int64_t max_completion_tokens() const;
  /// Tokens held: upper bound of the prompt + max_completion_tokens.
  [[nodiscard]] std::uint64_t bound() const;
  /// True when `request` is the one that this was made for (same model, same prompt).
  [[nodiscard]] bool covers(const ChatCompletionRequest& request) const;

  /// Called once when this ends, however it ends; with the Budget gone it is not called.
  void on_end(std::function<void(const Charge&)> callback);

  /// From here on the tokens may be spent. Once only; false the second time (do not send again).
  [[nodiscard]] bool dispatch();
  /// Ends it with the service's numbers, or (nullopt) with the whole bound. Returns what was
  /// charged.
  std::uint64_t settle(const std::optional<Usage>& usage);
  /// Ends it at no charge: nothing was sent, or the service proved that nothing was processed.
  void release();

 private:
  friend class Budget;
  struct Entry;
  Reservation(std::shared_ptr<Budget*> budget, std::unique_ptr<Entry> entry);
  std::shared_ptr<Budget*> budget_;  // *budget_ is null once the Budget is gone
  std::unique_ptr<Entry> entry_;     // null when ended
};

/// Why a request was not admitted, with numbers ("needs 3210, 1900 left in this session").
struct Refusal {
  Scope scope = Scope::session;
  std::uint64_t needed = 0;
  std::uint64_t remaining = 0;
  std::string message;
};

struct ReserveOptions {
  bool automatic = false;                  ///< leaves `reserve_for_explicit` alone
  std::int64_t min_completion_tokens = 1;  ///< refuse rather than shrink below this
};

class Budget {
 public:
  using Now = std::chrono::system_clock::time_point;

  explicit Budget(BudgetLimits limits);
  ~Budget();
  Budget(const Budget&) = delete;
  Budget& operator=(const Budget&) = delete;

  /// Holds an upper bound for `request` in every window, or says why not. Near a limit the granted
  /// max_completion_tokens is smaller than the request's.
  tl::expected<Reservation, Refusal> reserve(const ChatCompletionRequest& request,
                                             ReserveOptions options, Now now);

  void set_limits(BudgetLimits limits);
  [[nodiscard]] const BudgetLimits& limits() const;
  /// Raises the session's limit by an explicit user action.
  void raise_session(std::uint64_t tokens);
  /// Sets the session's settled tokens to 0 (an explicit user action); open reservations stay.
  void reset_session();

  /// As of `now`, which opens a new day or month for `reserve` too; never an earlier one again.
  [[nodiscard]] WindowState state(Scope scope, Now now) const;
  /// Sum of all settled usage, and the number of settled requests.
  [[nodiscard]] Usage total_usage() const;
  [[nodiscard]] std::uint64_t requests() const;
  /// Responses above their bound since the start: the service broke its word, or (balanced) the
  /// prompt took more tokens than any before it.
  [[nodiscard]] std::uint64_t bound_violations() const;

 private:
  friend class Reservation;
  struct State;
  std::unique_ptr<State> state_;
};

/// Upper bound of the prompt's tokens: its contents, and an allowance for the chat template.
/// strict: a token is at least a byte. balanced: the estimate times `learned_ratio` (the largest
/// prompt_tokens / estimate that the model gave so far) and a margin; bytes while it is 0, and for
/// short prompts, where the template would dominate it.
std::uint64_t prompt_token_bound(const ChatCompletionRequest& request, BudgetMode mode,
                                 double learned_ratio);
/// Display estimate of the prompt's tokens.
std::uint64_t estimate_prompt_tokens(const ChatCompletionRequest& request);

}  // namespace cerebras
