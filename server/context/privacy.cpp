#include "server/context/privacy.hpp"

#include "protocol/uri.hpp"
#include "server/context/glob.hpp"
#include "server/context/ignore_rules.hpp"

#include <algorithm>
#include <array>
#include <filesystem>

namespace server::context {
namespace {

/// Settings of editors and of this program may hold keys; a client that selects every JSON file
/// opens them (seen with VS Code). Not a setting: nothing is lost by it.
const std::array<std::string, 6> always_denied = {
    "User/settings.json", "User/profiles/**/settings.json", "Machine/settings.json",
    "zed/settings.json",  "cerebras-ls/config.json",        "cerebras-ls/credentials",
};

std::optional<std::string> denied_by_name(const std::string& path,
                                          const lsp::PrivacySettings& privacy) {
  for (const auto& pattern : always_denied) {
    if (glob_matches(pattern, path)) return "settings and credentials files are never sent";
  }
  for (const auto& pattern : privacy.deny) {
    if (glob_matches(pattern, path)) return "matches " + pattern + " in privacy.deny";
  }
  return std::nullopt;
}

/// The path below `folder`, or nothing when it is elsewhere.
std::optional<std::string> below(const std::string& path, std::string folder) {
  while (folder.size() > 1 && folder.back() == '/') folder.pop_back();
  if (folder != "/") folder += '/';
  if (path.size() <= folder.size() || path.compare(0, folder.size(), folder) != 0) {
    return std::nullopt;
  }
  return path.substr(folder.size());
}

std::optional<std::string> denied_by_ignore_files(const std::string& path,
                                                  const lsp::PrivacySettings& privacy,
                                                  const std::vector<std::string>& folders) {
  for (const auto& folder_name : folders) {
    auto folder = folder_name;
    if (protocol::scheme_of(folder_name) == "file") {
      folder = protocol::path_from_uri(folder_name).value_or("");
    }
    auto relative = folder.empty() ? std::nullopt : below(path, folder);
    if (!relative && !folder.empty()) {  // the folder may be a link, and `path` the real name
      std::error_code failed;
      relative = below(path, std::filesystem::weakly_canonical(folder, failed).string());
    }
    if (!relative) continue;
    for (const auto& name : privacy.ignore_files) {
      if (name.empty()) continue;
      const auto file = std::filesystem::path(folder) / name;
      if (auto reason = ignored_by(file.string(), *relative)) return reason;
    }
  }
  return std::nullopt;
}

std::optional<std::string> denied_path(const std::string& path, const lsp::PrivacySettings& privacy,
                                       const std::vector<std::string>& folders) {
  if (auto reason = denied_by_name(path, privacy)) return reason;
  return denied_by_ignore_files(path, privacy, folders);
}

}  // namespace

std::optional<std::string> denied(std::string_view uri, const lsp::PrivacySettings& privacy,
                                  const std::vector<std::string>& workspace_folders) {
  const auto scheme = protocol::scheme_of(uri);
  if (scheme == "untitled") {
    return denied_by_name(std::string(uri.substr(scheme.size() + 1)), privacy);
  }
  if (scheme != "file") return "only files and untitled documents are sent, not " + scheme + ":";
  const auto path = protocol::path_from_uri(uri);
  if (!path) return path.error();

  const auto lexical = std::filesystem::path(*path).lexically_normal().string();
  if (auto reason = denied_path(lexical, privacy, workspace_folders)) return reason;
  std::error_code failed;  // a file that is not on the disk has no other name
  const auto real = std::filesystem::weakly_canonical(lexical, failed).string();
  if (failed || real == lexical) return std::nullopt;
  return denied_path(real, privacy, workspace_folders);
}

}  // namespace server::context
