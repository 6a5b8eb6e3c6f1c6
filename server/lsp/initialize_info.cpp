// What initialize tells us about the client and its folders. Old clients send rootUri or rootPath
// in place of workspaceFolders.
#include "protocol/json.hpp"
#include "protocol/uri.hpp"
#include "server/lsp/lifecycle.hpp"

#include <filesystem>
#include <limits>
#include <utility>

namespace server::lsp {

namespace {

using protocol::WorkspaceFolder;

/// The string `name`, "" when it is absent or something else.
std::string text_member(const json::object& params, std::string_view name) {
  const auto* value = params.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

WorkspaceFolder folder_of(std::string uri) {
  const auto path = protocol::path_from_uri(uri);
  auto name = path ? std::filesystem::path(*path).filename().string() : uri;
  return WorkspaceFolder{std::move(uri), std::move(name)};
}

std::vector<WorkspaceFolder> folders_of(const json::object& params) {
  if (const auto* list = params.if_contains("workspaceFolders")) {
    if (auto folders = protocol::decode<std::vector<WorkspaceFolder>>(*list)) return *folders;
  }
  if (auto uri = text_member(params, "rootUri"); !uri.empty()) return {folder_of(std::move(uri))};
  const auto path = text_member(params, "rootPath");
  if (path.starts_with('/')) return {folder_of(protocol::uri_from_path(path))};
  return {};
}

std::optional<int> process_id_of(const json::object& params) {
  const auto* value = params.if_contains("processId");
  const auto* id = value != nullptr ? value->if_int64() : nullptr;
  if (id == nullptr || *id <= 0 || *id > std::numeric_limits<int>::max()) return std::nullopt;
  return static_cast<int>(*id);
}

}  // namespace

InitializeInfo initialize_info(const json::object& params) {
  InitializeInfo info;
  info.client = protocol::client_capabilities(params);
  if (const auto* options = params.if_contains("initializationOptions")) {
    info.initialization_options = *options;
  }
  info.workspace_folders = folders_of(params);
  info.process_id = process_id_of(params);
  return info;
}

}  // namespace server::lsp
