#include "server/actions/targets.hpp"

#include "protocol/uri.hpp"

#include <algorithm>
#include <array>
#include <filesystem>

namespace server::actions {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 3> folders_of_tools = {".vscode", ".git", ".idea"};
constexpr std::array<std::string_view, 20> files_of_tools = {
    ".aiignore",     ".envrc",      ".exrc",        ".nvimrc",        ".nvim.lua",
    ".vimrc",        ".bashrc",     ".profile",     ".zshrc",         ".zshenv",
    ".zprofile",     ".zlogin",     ".kshrc",       ".cshrc",         ".tcshrc",
    ".bash_profile", ".bash_login", ".bash_logout", ".dir-locals.el", "config.fish"};

template <std::size_t N>
bool contains(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::optional<std::string> denied_by_name(const fs::path& path) {
  std::string previous;
  for (const auto& part : path) {
    const std::string name = part.string();
    if (name == "..") return "the path leads upwards";
    if (contains(folders_of_tools, name)) return "files in " + name + " are never edited";
    if (previous == ".github" && name == "workflows") {
      return "workflow files are never edited";
    }
    previous = name;
  }
  const bool by_ending = previous.ends_with(".code-workspace");
  if (by_ending || contains(files_of_tools, previous)) return previous + " is never edited";
  return std::nullopt;
}

/// After weakly_canonical only a link that leads nowhere is left: a new file would be made at its
/// end, wherever that is.
bool holds_link(const fs::path& path) {
  fs::path prefix;
  std::error_code failed;
  return std::any_of(path.begin(), path.end(), [&](const fs::path& part) {
    prefix /= part;
    return fs::is_symlink(fs::symlink_status(prefix, failed));
  });
}

bool lies_below(const fs::path& path, const protocol::WorkspaceFolder& folder) {
  const auto root = protocol::path_from_uri(folder.uri);
  if (!root) return false;
  std::error_code failed;
  fs::path real = fs::weakly_canonical(*root, failed);
  if (failed) return false;
  if (!real.has_filename()) real = real.parent_path();  // "/src/"
  return std::mismatch(real.begin(), real.end(), path.begin(), path.end()).first == real.end();
}

}  // namespace

std::optional<std::string> refused_target(std::string_view uri,
                                          const text::DocumentStore& documents,
                                          const std::vector<protocol::WorkspaceFolder>& folders) {
  const bool is_open = documents.find(uri) != nullptr;
  if (protocol::scheme_of(uri) != "file") {
    if (is_open) return std::nullopt;
    return "only files and open documents are edited";
  }
  const auto path = protocol::path_from_uri(uri);
  if (!path) return path.error();
  if (auto reason = denied_by_name(*path)) return reason;
  std::error_code failed;  // resolves the part that exists: the nearest existing parent
  const fs::path real = fs::weakly_canonical(*path, failed);
  if (failed) return "the path can not be resolved: " + failed.message();
  if (auto reason = denied_by_name(real)) return reason;
  if (holds_link(real)) return "the path is a link to something that does not exist";
  if (is_open || std::any_of(folders.begin(), folders.end(),
                             [&real](const auto& folder) { return lies_below(real, folder); })) {
    return std::nullopt;
  }
  return "the file is in no folder of the workspace";
}

std::optional<std::string> refused_target(const protocol::WorkspaceEdit& edit,
                                          const text::DocumentStore& documents,
                                          const std::vector<protocol::WorkspaceFolder>& folders) {
  std::vector<std::string> uris;
  if (edit.changes) {
    for (const auto& [uri, edits] : *edit.changes) uris.push_back(uri);
  }
  if (edit.documentChanges) {
    for (const auto& change : *edit.documentChanges) {
      if (const auto* created = std::get_if<protocol::CreateFile>(&change)) {
        uris.push_back(created->uri);
      } else {
        uris.push_back(std::get<protocol::TextDocumentEdit>(change).textDocument.uri);
      }
    }
  }
  for (const auto& uri : uris) {
    if (auto reason = refused_target(uri, documents, folders)) return reason;
  }
  return std::nullopt;
}

}  // namespace server::actions
