#include "tests/simulator/signature.hpp"

#include "tests/simulator/prompt_text.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

namespace simulator {
namespace {

constexpr std::size_t header_lines = 8;

bool is_identifier(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

template <class List>
bool contains(const List& list, std::string_view text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

bool is_c_like(std::string_view language) {
  constexpr auto languages =
      std::to_array<std::string_view>({"c", "cpp", "java", "csharp", "objective-c", "cuda-cpp"});
  return contains(languages, language);
}

bool is_aside(std::string_view line) {
  const auto text = trim(line);
  constexpr auto starts = std::to_array<std::string_view>(
      {"//", "/*", "*", "#", "--", "@", "[[", "\"\"\"", "template"});
  return text.empty() || std::any_of(starts.begin(), starts.end(),
                                     [&](auto start) { return text.starts_with(start); });
}

std::vector<std::string_view> words(std::string_view text) {
  std::vector<std::string_view> found;
  for (std::size_t i = 0; i < text.size();) {
    auto end = i;
    while (end < text.size() && is_identifier(text[end])) ++end;
    if (end > i) found.push_back(text.substr(i, end - i));
    i = std::max(end, i + 1);
  }
  return found;
}

std::size_t closing(std::string_view text, std::size_t open) {
  int depth = 0;
  for (std::size_t i = open; i < text.size(); ++i) {
    if (text[i] == '(') ++depth;
    if (text[i] == ')' && --depth == 0) return i;
  }
  return text.size();
}

std::vector<std::string_view> split_parameters(std::string_view text) {
  std::vector<std::string_view> parts;
  int depth = 0;
  std::size_t start = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const char c = i < text.size() ? text[i] : ',';
    if (std::string_view("<([{").find(c) != std::string_view::npos) ++depth;
    if (std::string_view(">)]}").find(c) != std::string_view::npos) --depth;
    if (c != ',' || (depth > 0 && i < text.size())) continue;
    if (!trim(text.substr(start, i - start)).empty())
      parts.push_back(trim(text.substr(start, i - start)));
    start = i + 1;
  }
  return parts;
}

/// C and its kin name a parameter last, the others first.
std::string parameter_name(std::string_view text, std::string_view language) {
  text = text.substr(0, text.find('='));
  if (!is_c_like(language)) text = text.substr(0, text.find(':'));
  auto found = words(text);
  std::erase_if(found, [](auto word) { return word == "mut" || word == "const"; });
  if (found.empty()) return {};
  if (!is_c_like(language)) return std::string(found.front());
  return found.size() > 1 ? std::string(found.back()) : std::string();
}

std::string leading_result(std::string_view text) {
  constexpr auto modifiers = std::to_array<std::string_view>(
      {"static", "inline", "virtual", "constexpr", "explicit", "extern", "public", "private",
       "protected", "final", "override", "async", "nodiscard"});
  std::string result;
  auto rest = trim(text);
  if (const auto attribute = rest.find("]]"); attribute != rest.npos)
    rest = trim(rest.substr(attribute + 2));
  while (!rest.empty()) {
    const auto end = std::min(rest.find(' '), rest.size());
    const auto word = rest.substr(0, end);
    if (!contains(modifiers, word)) result += (result.empty() ? "" : " ") + std::string(word);
    rest = trim(rest.substr(end));
  }
  return result;
}

std::string trailing_result(std::string_view text) {
  text = trim(text.substr(0, text.find_last_of("{;")));
  if (text.starts_with("->"))
    text.remove_prefix(2);
  else if (text.starts_with(":"))
    text.remove_prefix(1);
  if (text.ends_with(":")) text.remove_suffix(1);
  return std::string(trim(text));
}

bool is_nothing(std::string_view type) {
  constexpr auto nothing = std::to_array<std::string_view>({"void", "None", "()", "unit", "Unit"});
  return contains(nothing, type);
}

std::optional<Signature> read_type(std::string_view header) {
  constexpr auto keywords = std::to_array<std::string_view>(
      {"class", "struct", "enum", "interface", "trait", "namespace"});
  const auto found = words(header.substr(0, header.find_first_of("({:;")));
  for (std::size_t i = 0; i + 1 < found.size(); ++i) {
    if (!contains(keywords, found[i])) continue;
    Signature type;
    type.kind = Signature::Kind::type;
    type.name = found[found[i + 1] == "class" && i + 2 < found.size() ? i + 2 : i + 1];
    return type;
  }
  return {};
}

std::optional<Signature> read_function(std::string_view header, std::string_view language) {
  auto open = header.find('(');
  // Go's receiver stands where other languages have the parameters.
  if (open != header.npos && trim(header.substr(0, open)) == "func") {
    open = header.find('(', closing(header, open));
  }
  if (open == header.npos) return {};
  auto end = open;
  while (end > 0 && header[end - 1] == ' ') --end;
  auto start = end;
  while (start > 0 && is_identifier(header[start - 1])) --start;
  constexpr auto statements =
      std::to_array<std::string_view>({"if", "for", "while", "switch", "return"});
  const auto name = header.substr(start, end - start);
  if (name.empty() || contains(statements, name)) return {};

  Signature function;
  function.kind = Signature::Kind::function;
  function.name = name;
  const auto close = closing(header, open);
  for (const auto part : split_parameters(header.substr(open + 1, close - open - 1))) {
    auto parameter = parameter_name(part, language);
    if (!parameter.empty() && parameter != "self" && parameter != "void") {
      function.parameters.push_back(std::move(parameter));
    }
  }
  auto qualified = start;  // "Ledger::settle": the result stands in front of "Ledger"
  while (qualified > 0 && (is_identifier(header[qualified - 1]) || header[qualified - 1] == ':'))
    --qualified;
  const auto behind = close < header.size() ? header.substr(close + 1) : std::string_view();
  const bool trailing = !is_c_like(language) || behind.find("->") != behind.npos;
  if (trailing)
    function.result = trailing_result(
        behind.substr(std::min(behind.find("->"), is_c_like(language) ? behind.size() : 0)));
  else
    function.result = leading_result(header.substr(0, qualified));
  if (is_nothing(function.result)) function.result.clear();
  return function;
}

}  // namespace

Signature read_signature(const std::vector<std::string_view>& lines, std::string_view language) {
  for (std::size_t first = 0; first < lines.size(); ++first) {
    if (is_aside(lines[first])) continue;
    std::string header;
    auto last = first;
    for (; last < lines.size() && last < first + header_lines; ++last) {
      header += std::string(header.empty() ? "" : " ") + std::string(trim(lines[last]));
      const bool ended = std::string_view("{;:").find(header.back()) != std::string_view::npos;
      if (ended || header.find('{') != header.npos) break;
    }
    auto found = read_type(header);
    if (!found) found = read_function(header, language);
    if (!found) return {};
    found->line = first;
    found->last_line = std::min(last, lines.size() - 1);
    found->indentation = indentation(lines[first]);
    return *found;
  }
  return {};
}

}  // namespace simulator
