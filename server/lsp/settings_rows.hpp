// The table of settings: one row per key of docs/configuration.md. For settings*.cpp only.
#pragma once

#include "server/lsp/settings.hpp"
#include "server/lsp/settings_decode.hpp"

#include <boost/json.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace server::lsp {

struct Row {
  std::string key;  ///< "budget.dayTokens"
  bool is_protected = false;
  bool null_is_a_value = false;  ///< null does not leave the layer below in force
  /// Takes `value` into the row's member of `settings`, or leaves that alone and says why.
  std::function<bool(const json::value& value, Settings& settings, Faults& faults)> take;
  std::function<void(const Settings& from, Settings& to)> copy;
  std::function<bool(const Settings&, const Settings&)> equal;
  /// The stricter of both values into `settings`; empty: there is no order, the holder's value
  /// counts.
  std::function<void(const Settings& held, Settings& settings)> tighten;
  /// Strictness adds up (lists): nobody loses anything by it.
  bool adds_up = false;
};

const std::vector<Row>& setting_rows();

/// One value of a layer and its row.
struct Named {
  const Row* row = nullptr;
  const json::value* value = nullptr;
};

/// What a layer's object names, nested ("network": {"proxy": ...}) or dotted ("network.proxy":
/// ...). Keys that are not settings come back in `unknown` as one line each, with the key first.
struct Flattened {
  std::vector<Named> named;
  std::vector<std::string> unknown;
};
Flattened flatten(const json::object& values);

/// `text` cut to 100 bytes, without control characters.
std::string one_line(std::string_view text);

/// The files whose text is never sent, unless the user's own list says otherwise.
const std::vector<std::string>& default_deny_list();

}  // namespace server::lsp
