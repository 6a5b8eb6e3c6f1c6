// The way from a thread of our own to the Asio thread, which the Asio thread can close: a thread
// that sits in a blocking read() can not be joined, so it may outlive everything that it posts to.
// Copies share one way. Used by the reader, the writer and the parent watch.
#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <functional>
#include <memory>

namespace server::lsp {

class Handover {
 public:
  explicit Handover(boost::asio::any_io_executor executor);
  /// Any thread. `task` runs on the Asio thread, unless close() comes first.
  void post(std::function<void()> task) const;
  /// Asio thread. No task runs after it, and the executor is not touched any more.
  void close() const;
  /// Any other thread: waits for close(); false when it has not come in `patience`.
  [[nodiscard]] bool wait_closed(std::chrono::milliseconds patience) const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

/// Starts a detached thread with all signals blocked: they belong to the main thread, and a write
/// to a closed pipe then fails with EPIPE instead of ending the process.
void start_thread(std::function<void()> body);

}  // namespace server::lsp
