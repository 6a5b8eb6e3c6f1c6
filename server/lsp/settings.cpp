#include "server/lsp/settings.hpp"

#include "cerebras/origin.hpp"
#include "server/lsp/settings_rows.hpp"

#include <algorithm>
#include <utility>

namespace server::lsp {
namespace {

Settings defaults() {
  Settings result;
  result.privacy.deny = default_deny_list();
  return result;
}

/// Editors send "" for a text that a person left empty.
bool leaves_below(const Row& row, const json::value& value) {
  if (value.is_null()) return !row.null_is_a_value;
  return value.is_string() && value.get_string().empty();
}

const Row* find_row(std::string_view key) {
  const auto& rows = setting_rows();
  const auto found =
      std::find_if(rows.begin(), rows.end(), [&](const Row& row) { return row.key == key; });
  return found == rows.end() ? nullptr : &*found;
}

std::size_t index(Layer layer) {
  return static_cast<std::size_t>(layer);
}

}  // namespace

/// One walk through all layers: what holds in the end, and what is to be said about it.
struct SettingsLayers::Pass {
  Settings settings = defaults();
  std::set<const Row*> named;  // by a user's layer, with a value that was taken
  std::vector<std::string> messages;
  std::set<std::string>& said;

  explicit Pass(std::set<std::string>& already_said) : said(already_said) {}

  void say(std::string message) {
    if (said.insert(message).second) messages.push_back(std::move(message));
  }
  void say(const Row& row, const std::string& what) { say("cerebras." + row.key + ": " + what); }
  void say(const Row& row, const Faults& faults, const std::string& place = {}) {
    for (const auto& fault : faults) {
      say("cerebras." + row.key + one_line(fault.where) + ": " + fault.what + place);
    }
  }

  void environment(const std::string& base_url);
  void layer(Layer layer, const json::object& values);
  void user_value(const Row& row, const json::value& value);
  void workspace_value(const Row& row, const json::value& value);
  void managed_value(const Row& row, const json::value& value);
};

void SettingsLayers::Pass::environment(const std::string& base_url) {
  if (base_url.empty()) return;
  auto url = cerebras::parse_base_url(base_url);
  if (url) {
    settings.base_url = std::move(url->url);
  } else {
    say("CEREBRAS_BASE_URL: " + url.error());
  }
}

void SettingsLayers::Pass::layer(Layer layer, const json::object& values) {
  auto flat = flatten(values);
  for (auto& unknown : flat.unknown) say(std::move(unknown));
  for (const auto& [row, value] : flat.named) {
    if (leaves_below(*row, *value)) continue;
    switch (layer) {
      case Layer::workspace:
        workspace_value(*row, *value);
        break;
      case Layer::managed:
        managed_value(*row, *value);
        break;
      case Layer::user_file:
      case Layer::initialization:
      case Layer::command:
        user_value(*row, *value);
        break;
    }
  }
}

void SettingsLayers::Pass::user_value(const Row& row, const json::value& value) {
  Faults faults;
  if (row.take(value, settings, faults)) named.insert(&row);
  say(row, faults);
}

void SettingsLayers::Pass::workspace_value(const Row& row, const json::value& value) {
  Settings wanted = settings;
  Faults faults;
  const bool taken = row.take(value, wanted, faults);
  if (row.is_protected) {
    // Editors send their whole section, defaults included: only a difference is worth a word.
    if (taken && row.equal(wanted, settings)) return;
    return say(row,
               "ignored in workspace settings, because a repository could set it; set it in "
               "the user's config.json or in the initialization options");
  }
  say(row, faults);
  if (!taken) return;
  named.insert(&row);
  if (!row.tighten) return row.copy(wanted, settings);
  Settings both = wanted;
  row.tighten(settings, both);
  if (!row.adds_up && !row.equal(both, wanted)) {
    say(row,
        "workspace settings can only make it stricter; the value of the user's settings stays");
  }
  row.copy(both, settings);
}

void SettingsLayers::Pass::managed_value(const Row& row, const json::value& value) {
  Settings held = defaults();
  Faults faults;
  const bool taken = row.take(value, held, faults);
  say(row, faults, " (in managed.json)");
  if (!taken) return;
  Settings result = settings;
  // Without a value of the user's there is nothing to compare: the default gives way.
  const bool combine = row.tighten && (row.adds_up || named.contains(&row));
  if (combine) {
    row.tighten(held, result);
  } else {
    row.copy(held, result);
  }
  if (named.contains(&row) && !row.adds_up && !row.equal(result, settings)) {
    say(row, "fixed by managed.json; your value is not used");
  }
  row.copy(result, settings);
}

SettingsLayers::SettingsLayers(std::string environment_base_url)
    : environment_base_url_(std::move(environment_base_url)) {
  std::set<std::string> unsaid;  // the first `set` says it
  Pass pass(unsaid);
  pass.environment(environment_base_url_);
  settings_ = std::move(pass.settings);
}

std::vector<std::string> SettingsLayers::set(Layer layer, json::object values) {
  layers_[index(layer)] = std::move(values);
  Pass pass(said_);
  pass.environment(environment_base_url_);
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    pass.layer(static_cast<Layer>(i), layers_[i]);
  }
  settings_ = std::move(pass.settings);
  return std::move(pass.messages);
}

bool SettingsLayers::is_protected(std::string_view key) {
  const Row* row = find_row(key);
  return row != nullptr && row->is_protected;
}

bool SettingsLayers::is_locked(std::string_view key) const {
  const auto managed = flatten(layers_[index(Layer::managed)]);
  return std::any_of(managed.named.begin(), managed.named.end(),
                     [&](const auto& named) { return named.row->key == key; });
}

InitializationOptions initialization_options(const json::value& options) {
  InitializationOptions result;
  if (!options.is_object()) return result;
  const auto& object = options.get_object();
  const auto* inner = object.if_contains("cerebras");
  result.settings = inner != nullptr && inner->is_object() ? inner->get_object() : object;
  for (const auto* place : {&object, &std::as_const(result.settings)}) {
    const auto* id = place->if_contains("sessionId");
    if (id != nullptr && id->is_string() && result.session_id.empty()) {
      result.session_id = id->get_string();
    }
  }
  result.settings.erase("sessionId");
  return result;
}

}  // namespace server::lsp
