// Notices that the editor is gone although stdin stays open (a sibling inherited its end): every
// two seconds it looks at the watched processes and at our parent. On a thread of its own, so that
// it can end the process even when the Asio thread is stuck (LSP 3.18, InitializeParams.processId).
// Not PR_SET_PDEATHSIG: that fires when the thread that created us ends.
#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <functional>
#include <memory>

namespace server::lsp {

struct ParentWatchOptions {
  std::function<void()> on_gone;   ///< posted to the Asio thread, once
  std::function<void()> on_stuck;  ///< on the watch's thread, when it still exists after `grace`
  std::chrono::milliseconds interval{2000};
  std::chrono::milliseconds grace{1000};
};

class ParentWatch {
 public:
  /// Watches getppid() from the start.
  ParentWatch(boost::asio::any_io_executor executor, ParentWatchOptions options);
  ~ParentWatch();
  ParentWatch(const ParentWatch&) = delete;
  ParentWatch& operator=(const ParentWatch&) = delete;

  /// A process that is not alive now is ignored: its id is of another namespace (a container).
  void add(int process_id);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

/// Also true for a process that we may not signal.
bool process_alive(int process_id);

}  // namespace server::lsp
