// Keys of a settings object, nested or dotted -> rows of the table; what is no key gets a hint.
#include "server/lsp/settings_rows.hpp"

#include <algorithm>
#include <numeric>
#include <string>
#include <string_view>
#include <vector>

namespace server::lsp {
namespace {

/// Of the editors' extensions; they share the section with the server.
constexpr std::string_view extension_keys[] = {"trace", "server"};

bool is_extension_key(std::string_view key) {
  return std::any_of(std::begin(extension_keys), std::end(extension_keys),
                     [&](std::string_view name) {
                       return key == name || (key.starts_with(name) && key[name.size()] == '.');
                     });
}

bool is_group(const std::string& key) {
  const auto& rows = setting_rows();
  return std::any_of(rows.begin(), rows.end(),
                     [&](const Row& row) { return row.key.starts_with(key + "."); });
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Levenshtein's distance, not counting case.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> costs(b.size() + 1);
  std::iota(costs.begin(), costs.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = costs[0];
    costs[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = diagonal + (lower(a[i]) == lower(b[j]) ? 0 : 1);
      diagonal = costs[j + 1];
      costs[j + 1] = std::min({replaced, costs[j] + 1, diagonal + 1});
    }
  }
  return costs.back();
}

std::string_view last_part(std::string_view key) {
  return key.substr(key.rfind('.') + 1);
}

/// The key that was probably meant, "" when none is close: a slip of the hand, or the right name in
/// the wrong group.
std::string suggestion(std::string_view key) {
  if (key.size() > 100) return {};  // the table of distances grows with it
  const Row* best = nullptr;
  // One slip in a short word, two in others (two neighbours swapped count as two).
  std::size_t smallest = 1 + (key.size() < 4 ? 1 : std::max<std::size_t>(2, key.size() / 4));
  for (const auto& row : setting_rows()) {
    auto away = distance(key, row.key);
    if (distance(last_part(key), last_part(row.key)) == 0) away = std::min<std::size_t>(away, 1);
    if (away < smallest) {
      smallest = away;
      best = &row;
    }
  }
  return best == nullptr ? std::string() : best->key;
}

void walk(const std::string& prefix, const json::object& values, Flattened& result) {
  constexpr std::string_view section = "cerebras";
  for (const auto& [name, value] : values) {
    std::string key = prefix + std::string(name);
    if (key == section && value.is_object()) {
      walk({}, value.get_object(), result);
      continue;
    }
    if (key.starts_with("cerebras.")) key.erase(0, section.size() + 1);
    const auto& rows = setting_rows();
    const auto row =
        std::find_if(rows.begin(), rows.end(), [&](const Row& r) { return r.key == key; });
    if (row != rows.end()) {
      result.named.push_back({&*row, &value});
    } else if (is_group(key)) {
      if (value.is_object()) {
        walk(key + ".", value.get_object(), result);
      } else if (!value.is_null()) {
        result.unknown.push_back("cerebras." + key + ": expected an object");
      }
    } else if (!is_extension_key(key)) {
      const auto meant = suggestion(key);
      result.unknown.push_back("cerebras." + one_line(key) + ": unknown setting" +
                               (meant.empty() ? "" : "; did you mean cerebras." + meant + "?"));
    }
  }
}

}  // namespace

std::string one_line(std::string_view text) {
  std::size_t length = std::min(text.size(), std::size_t{100});
  const auto continues = [](char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
  };
  while (length > 0 && length < text.size() && continues(text[length])) --length;
  std::string result(text.substr(0, length));
  for (char& c : result) {
    if (static_cast<unsigned char>(c) < ' ' || c == '\x7f') c = '?';
  }
  return result;
}

Flattened flatten(const json::object& values) {
  Flattened result;
  walk({}, values, result);
  return result;
}

}  // namespace server::lsp
