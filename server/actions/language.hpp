// What the checks of a rewrite need to know of a language: its comments, strings and brackets. A
// table and a small scanner, on purpose not a parser: both texts of a comparison go through the
// same scanner, so what it misreads (raw strings, regular expressions) mostly cancels out. Pure.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace server::actions {

struct LanguageSyntax {
  std::vector<std::string_view> line_comments = {};
  std::string_view block_open = {};
  std::string_view block_close = {};
  std::string_view quotes = {};       ///< open strings that end on their line
  std::string_view long_quotes = {};  ///< the characters that, tripled, open a docstring
  bool character_literals = false;    ///< ' opens one character, not a string
  bool backquoted = false;            ///< ` opens a string over several lines
  bool is_code = true;                ///< false: prose, brackets say nothing
};

/// By LSP language id. Unknown ones are read like C without character literals.
const LanguageSyntax& syntax_of(std::string_view language_id);

/// Per kind of bracket: open minus closed at the end, and the deepest point below the start.
struct BracketBalance {
  std::array<int, 3> net{};     ///< (), [], {}
  std::array<int, 3> lowest{};  ///< 0 or negative
  bool operator==(const BracketBalance&) const = default;
};

struct Scan {
  /// Lines that are not blank and not comment only, without their comments, line ends and the
  /// blanks in front of either.
  std::vector<std::string> code_lines;
  BracketBalance brackets;
};

Scan scan(std::string_view text, const LanguageSyntax& syntax);

/// The text of a line that is nothing but a line comment ("// x" -> "x"), else {}.
std::string_view comment_text(std::string_view line, const LanguageSyntax& syntax);

}  // namespace server::actions
