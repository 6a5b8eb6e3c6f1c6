// The two threads beside the Asio thread: a reader that blocks on stdin and a writer that blocks on
// stdout. The reader never waits for the writer. stdout carries frames only.
#pragma once

#include "server/lsp/rpc.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

namespace server::lsp {

/// Why the input ended.
enum class InputEnd { eof, eof_in_frame, framing_lost };

struct InputHandlers {
  std::function<void(std::string body)> on_body;              ///< posted to the Asio thread
  std::function<void(std::string message)> on_unreadable;     ///< posted; the stream goes on
  std::function<void(InputEnd, std::string message)> on_end;  ///< posted; the last call
  /// On the reader's own thread, when the Reader still exists `grace` after the input's end: the
  /// Asio thread is stuck and the process would stay behind its editor. May be empty.
  std::function<void()> on_stuck;
  std::chrono::milliseconds grace{1000};
};

/// Reads frames from `fd` until EOF or lost framing. The thread is detached from shutdown: a
/// blocked read must not keep the process alive.
class Reader {
 public:
  Reader(int fd, boost::asio::any_io_executor executor, InputHandlers handlers);
  ~Reader();

 private:
  struct State;
  std::shared_ptr<State> state_;
};

/// Writes frames to `fd`. Above `max_queued` bytes droppable bodies are dropped, oldest first;
/// replies never are.
class Writer {
 public:
  /// `on_broken` is posted once when the client closed its end (EPIPE).
  Writer(int fd, boost::asio::any_io_executor executor, std::function<void()> on_broken,
         std::size_t max_queued = std::size_t{64} << 20);
  ~Writer();  ///< writes what is queued, for at most 200 ms
  void send(std::string body, Priority priority);
  /// Only replies are left and more than max_queued: do not start new work.
  [[nodiscard]] bool congested() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace server::lsp
