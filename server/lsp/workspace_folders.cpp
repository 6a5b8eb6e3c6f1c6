#include "server/lsp/workspace_folders.hpp"

#include <boost/describe.hpp>

#include <utility>

namespace server::lsp {

namespace {

using protocol::WorkspaceFolder;

struct WorkspaceFoldersChangeEvent {
  std::vector<WorkspaceFolder> added;
  std::vector<WorkspaceFolder> removed;
};
BOOST_DESCRIBE_STRUCT(WorkspaceFoldersChangeEvent, (), (added, removed))

struct DidChangeWorkspaceFoldersParams {
  WorkspaceFoldersChangeEvent event;
};
BOOST_DESCRIBE_STRUCT(DidChangeWorkspaceFoldersParams, (), (event))

void remove(std::vector<WorkspaceFolder>& folders, const std::string& uri) {
  std::erase_if(folders, [&](const WorkspaceFolder& folder) { return folder.uri == uri; });
}

}  // namespace

WorkspaceFolders::WorkspaceFolders(Rpc& rpc, std::function<void()> on_change) {
  rpc.on_notification<DidChangeWorkspaceFoldersParams>(
      "workspace/didChangeWorkspaceFolders",
      [this, on_change = std::move(on_change)](DidChangeWorkspaceFoldersParams params) {
        for (const auto& folder : params.event.removed) remove(folders_, folder.uri);
        for (auto& folder : params.event.added) {
          remove(folders_, folder.uri);  // added twice is there once
          folders_.push_back(std::move(folder));
        }
        if (on_change) on_change();
      });
  rpc.capability([](const protocol::ClientCapabilities&, json::object& capabilities) {
    section(capabilities, "workspace")["workspaceFolders"] =
        json::object{{"supported", true}, {"changeNotifications", true}};
  });
}

}  // namespace server::lsp
