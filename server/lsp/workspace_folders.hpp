// The folders that are open in the editor (multi-root), kept up to date by
// workspace/didChangeWorkspaceFolders. Asio thread.
#pragma once

#include "protocol/lsp.hpp"
#include "server/lsp/rpc.hpp"

#include <functional>
#include <vector>

namespace server::lsp {

class WorkspaceFolders {
 public:
  /// Registers the notification and the capability; `on_change` may be empty.
  /// Must live as long as `rpc` receives.
  WorkspaceFolders(Rpc& rpc, std::function<void()> on_change);
  WorkspaceFolders(const WorkspaceFolders&) = delete;
  WorkspaceFolders& operator=(const WorkspaceFolders&) = delete;

  /// From initialize. Does not call `on_change`.
  void set(std::vector<protocol::WorkspaceFolder> folders) { folders_ = std::move(folders); }
  [[nodiscard]] const std::vector<protocol::WorkspaceFolder>& all() const { return folders_; }

 private:
  std::vector<protocol::WorkspaceFolder> folders_;
};

}  // namespace server::lsp
