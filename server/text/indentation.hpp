// Indentation as columns: what a document uses, and how to write so many columns in its way. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace server::text {

struct IndentStyle {
  bool tabs = false;
  std::size_t width = 4;  ///< columns of one level; of a tab when `tabs`
  bool operator==(const IndentStyle&) const = default;
};

/// What most indented lines of `text` do; 4 spaces when none is indented.
IndentStyle indent_style(std::string_view text);
/// "2 spaces", "tabs".
std::string describe(IndentStyle style);

/// Leading blanks of `line` in columns; a tab goes to the next multiple of `tab_width`.
std::size_t indent_columns(std::string_view line, std::size_t tab_width);
/// The leading blanks themselves.
std::string_view indent_of(std::string_view line);
std::string indent_text(std::size_t columns, IndentStyle style);

/// Without blanks and line ends at both ends.
std::string_view trimmed(std::string_view text);
bool is_blank(std::string_view text);

}  // namespace server::text
