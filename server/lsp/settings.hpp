// The settings of docs/configuration.md as one struct, and the layers they come from. Later layers
// win; protected keys are not taken from the workspace layer; managed.json locks what it names.
// A bad value is reported once by name with the accepted range, and the layer below counts.
// Asio thread; pure but for the functions that read files and the environment.
#pragma once

#include "cerebras/budget.hpp"
#include "cerebras/http.hpp"

#include <boost/json.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace server::lsp {

namespace json = boost::json;

/// One entry of the setting `actions`, and of the built-in catalogue
/// (server/actions/catalogue.hpp).
struct ActionSettings {
  std::string id;
  std::string title;
  std::string kind;
  std::string prompt;
  std::string output = "edit";  ///< edit | insert | newFile | show
  std::optional<std::string> model;
  std::optional<double> temperature;
  std::optional<std::int64_t> max_tokens;
  std::vector<std::string> languages;  ///< empty: all
  bool operator==(const ActionSettings&) const = default;
};

struct Parameters {
  std::optional<double> temperature;
  std::optional<double> top_p;
  std::optional<std::int64_t> max_tokens;
  std::optional<double> frequency_penalty;
  std::optional<double> presence_penalty;
  std::optional<std::int64_t> seed;
  std::optional<std::string> reasoning_effort;
};

struct CompletionSettings {
  bool enabled = true;
  std::optional<std::string> model;
  std::string multiline = "auto";  ///< auto | always | never
  std::int64_t max_tokens = 128;
  std::int64_t context_tokens = 2000;
  std::optional<std::int64_t> debounce_ms;  ///< nullopt = "auto"
  std::map<std::string, bool> languages = {{"*", true}, {"plaintext", false}, {"markdown", false}};
  std::string popup = "auto";  ///< auto | always | never
};

struct EditSettings {
  std::optional<std::string> model;
  std::int64_t max_tokens = 4096;
  std::optional<bool> confirm;  ///< nullopt = "auto"
};

struct PrivacySettings {
  std::vector<std::string> ignore_files = {".aiignore"};
  std::vector<std::string> deny;  ///< built-in list when not set (settings_rows.cpp)
  bool redact_secrets = true;
};

struct Settings {
  bool enabled = true;
  std::optional<std::string> api_key;
  std::vector<std::string> api_key_command;
  std::string base_url = "https://api.cerebras.ai/v1";
  std::vector<std::pair<std::string, std::string>> extra_headers;
  json::object extra_body;
  std::string proxy;
  std::string ca_file;
  cerebras::Timeouts timeouts;
  std::string model = "llama-4-scout-17b-16e-instruct";
  std::vector<std::string> fallback_models = {"auto"};
  Parameters parameters;
  CompletionSettings completion;
  EditSettings edits;
  std::vector<ActionSettings> actions;
  cerebras::BudgetLimits budget;
  std::vector<double> budget_notify_at = {0.5, 0.8, 0.95};
  PrivacySettings privacy;
};

/// In order of precedence. `workspace` can come from a repository: it takes no protected key, and
/// can only tighten budgets and privacy. `managed` does not override but tightens: what it names is
/// fixed; limits, and lists of what is kept back, may be stricter still.
enum class Layer { user_file, initialization, workspace, command, managed };

class SettingsLayers {
 public:
  /// `environment_base_url`: CEREBRAS_BASE_URL ("" = none), above the defaults, below the file.
  explicit SettingsLayers(std::string environment_base_url = {});

  /// Replaces one layer ({} clears it). `values` is the object under the section "cerebras"; null
  /// leaves the layer below in force (budget.sessionTokens: no limit).
  /// Returns messages for the person, one line each that begins with the key, each only once per
  /// key and fault for the process. No message repeats a value.
  std::vector<std::string> set(Layer layer, json::object values);

  [[nodiscard]] const Settings& current() const { return settings_; }
  /// A change of such a key takes effect only at the next start.
  [[nodiscard]] static bool is_protected(std::string_view key);
  /// True when managed.json names `key` ("budget.sessionTokens"): no command may loosen it.
  [[nodiscard]] bool is_locked(std::string_view key) const;

 private:
  struct Pass;
  std::string environment_base_url_;
  std::array<json::object, 5> layers_;
  std::set<std::string> said_;
  Settings settings_;
};

/// `initializationOptions` -> the settings (directly or under "cerebras") and `sessionId`.
struct InitializationOptions {
  json::object settings;
  std::string session_id;  ///< "" when the client sent none
};
InitializationOptions initialization_options(const json::value& options);

/// A settings file: {} when it does not exist; a message when it can not be read or parsed.
struct SettingsFile {
  json::object values;
  std::string message;
};
SettingsFile read_settings_file(const std::string& path);
/// As above for managed.json: refused with a message unless it belongs to `owner` (root) and nobody
/// else may write to it.
SettingsFile read_managed_file(const std::string& path, unsigned owner = 0);

/// The XDG paths of docs/configuration.md, from the environment; "" when there is no home
/// directory.
struct Paths {
  std::string config_file;
  std::string credentials_file;
  std::string state_dir;
  std::string managed_file = "/etc/cerebras-ls/managed.json";
};
Paths default_paths();

}  // namespace server::lsp
