// $/progress with a cancel button (LSP 3.18, "Work Done Progress"). With the client's own
// workDoneToken, else by window/workDoneProgress/create where the client can. Asio thread.
#pragma once

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "server/lsp/rpc.hpp"

namespace server::lsp {

/// Tokens of running progress; registers window/workDoneProgress/cancel.
class ProgressRegistry;

/// One bar: begins when made, ends when destroyed. `report` is at most 10 a second.
class Progress {
 public:
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
  ProgressRegistry(Rpc& rpc);
  ~ProgressRegistry();
  void set_client_support(bool work_done_progress);
  /// `token`: the request's workDoneToken. Without token and support a silent Progress.
  /// `on_cancel` runs when the person cancels; may be empty (then not cancellable).
  asio::awaitable<Progress> begin(std::optional<json::value> token, std::string title,
                                  std::function<void()> on_cancel);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace server::lsp
