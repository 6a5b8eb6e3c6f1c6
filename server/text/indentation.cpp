#include "server/text/indentation.hpp"

#include <algorithm>
#include <array>

namespace server::text {

IndentStyle indent_style(std::string_view text) {
  std::size_t with_tab = 0;
  std::size_t with_space = 0;
  std::array<std::size_t, 9> steps{};  // how often a line is so many columns deeper than the last
  std::size_t last = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const auto line = text.substr(begin, end - begin);
    begin = end + 1;
    const auto indent = indent_of(line);
    if (indent.size() == line.size() || line[indent.size()] == '\r') continue;  // blank
    if (indent.starts_with('\t')) {
      ++with_tab;
    } else if (!indent.empty()) {
      ++with_space;
      if (indent.size() > last && indent.size() - last < steps.size())
        ++steps[indent.size() - last];
    }
    last = indent.size();
  }
  if (with_tab > with_space) return {true, 4};
  steps[1] = 0;  // one column is alignment (" * ..."), not a level
  const auto most = std::max_element(steps.begin(), steps.end());
  return {false, *most == 0 ? 4 : static_cast<std::size_t>(most - steps.begin())};
}

std::string describe(IndentStyle style) {
  return style.tabs ? "tabs" : std::to_string(style.width) + " spaces";
}

std::size_t indent_columns(std::string_view line, std::size_t tab_width) {
  std::size_t columns = 0;
  for (const char c : indent_of(line)) {
    columns = c == '\t' ? (columns / tab_width + 1) * tab_width : columns + 1;
  }
  return columns;
}

std::string_view indent_of(std::string_view line) {
  std::size_t end = 0;
  while (end < line.size() && (line[end] == ' ' || line[end] == '\t')) ++end;
  return line.substr(0, end);
}

std::string indent_text(std::size_t columns, IndentStyle style) {
  if (!style.tabs) return std::string(columns, ' ');
  return std::string(columns / style.width, '\t') + std::string(columns % style.width, ' ');
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n\f\v";
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

bool is_blank(std::string_view text) {
  return trimmed(text).empty();
}

}  // namespace server::text
