// $/progress with a cancel button (LSP 3.18, "Work Done Progress"). With the client's own
// workDoneToken, else by window/workDoneProgress/create where the client can. Asio thread.
#pragma once

#include "server/lsp/rpc.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace server::lsp {

/// Tokens of running progress; registers window/workDoneProgress/cancel.
class ProgressRegistry;

/// One bar: begins when made, ends when destroyed. `report` is at most 10 a second. Where the
/// client must be asked for a token first, work goes on meanwhile and the bar appears with its
/// answer.
class Progress {
 public:
  /// A silent one.
  Progress() = default;
  Progress(Progress&&) noexcept;
  Progress& operator=(Progress&&) noexcept;
  ~Progress();
  void report(std::string message, std::optional<unsigned> percentage = {});
  /// The final message, shown by some clients.
  void end(std::string message);

 private:
  friend class ProgressRegistry;
  struct State;
  explicit Progress(std::shared_ptr<State> state);
  std::shared_ptr<State> state_;
};

class ProgressRegistry {
 public:
  using Clock = std::function<std::chrono::steady_clock::time_point()>;
  explicit ProgressRegistry(Rpc& rpc, Clock now = std::chrono::steady_clock::now);
  ~ProgressRegistry();
  void set_client_support(bool work_done_progress);
  /// `token`: the request's workDoneToken. Without token and support a silent Progress. Does not
  /// wait for the client.
  /// `on_cancel` runs when the person cancels; may be empty (then not cancellable).
  asio::awaitable<Progress> begin(std::optional<json::value> token, std::string title,
                                  std::function<void()> on_cancel);

 private:
  friend class Progress;
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace server::lsp
