// initialize, initialized, shutdown, exit, and the parent-death watch (LSP 3.18,
// "Server lifecycle"). Decides what is allowed before initialize and after shutdown, and the exit
// code: 0 after shutdown, else 1. Asio thread.
#pragma once

#include "protocol/client_capabilities.hpp"
#include "protocol/lsp.hpp"
#include "server/lsp/rpc.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace server::lsp {

struct InitializeInfo {
  protocol::ClientCapabilities client;
  json::value initialization_options;
  std::vector<protocol::WorkspaceFolder> workspace_folders;  ///< from rootUri/rootPath when absent
  std::optional<int> process_id;
};

struct LifecycleHooks {
  std::function<void(const InitializeInfo&)> on_initialize;  ///< before the reply
  std::function<void()> on_initialized;
  std::function<void()> on_shutdown;      ///< abort what runs; the reply follows at once
  std::function<void(int code)> on_exit;  ///< once
  /// True while the client reads no answers (Writer::congested): then requests are refused. May be
  /// empty, as all hooks.
  std::function<bool()> congested;
};

/// The `params` of initialize; members of a wrong type count as absent.
InitializeInfo initialize_info(const json::object& params);

class Lifecycle {
 public:
  Lifecycle(Rpc& rpc, asio::any_io_executor executor, std::string version, LifecycleHooks hooks);
  ~Lifecycle();

  /// `--clientProcessId`; ignored when that process is not alive.
  void watch_parent(int process_id);
  /// stdin or the parent has gone: as `exit`. What runs gets 50 ms for its answer.
  void client_gone();
  [[nodiscard]] bool shutdown_received() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace server::lsp
