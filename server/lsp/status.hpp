// The status object (docs/protocol.md): request cerebras/status, and the notification
// cerebras/didChangeStatus, at most 5 a second, the last state always sent. Asio thread.
#pragma once

#include "server/lsp/rpc.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/json.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace server::lsp {

/// Writes the status object as it is now.
using StatusSource = std::function<json::object()>;

class StatusPublisher {
 public:
  StatusPublisher(Rpc& rpc, asio::any_io_executor executor, StatusSource source,
                  std::chrono::milliseconds interval = std::chrono::milliseconds(200));
  ~StatusPublisher();
  /// Something may have changed. Cheap; sends nothing when the object is the same as the last.
  void changed();
  /// Nothing is sent before the client is initialized.
  void start();

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace server::lsp
