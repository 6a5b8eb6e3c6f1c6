#include "tests/simulator/model_actions.hpp"
#include "tests/simulator/prompt_text.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <regex>

namespace simulator {
namespace {

using Lines = std::vector<std::string>;

Lines lines_of(std::string_view text) {
  const auto views = split_lines(text);
  return {views.begin(), views.end()};
}

// --- simplify

std::string without_boolean_literals(std::string text, std::string_view language) {
  static const std::string operand = R"(([A-Za-z_][\w.]*(?:->\w+)*(?:\([^()\n]*\))?))";
  static const std::regex same(operand + R"(\s*(?:===?\s*true|!==?\s*false)\b)");
  static const std::regex opposite(operand + R"(\s*(?:===?\s*false|!==?\s*true)\b)");
  static const std::regex choice(R"(\s*\?\s*true\s*:\s*false\b)");
  text = std::regex_replace(text, same, "$1");
  text = std::regex_replace(text, opposite, language == "python" ? "not $1" : "!$1");
  return std::regex_replace(text, choice, "");
}

bool leaves(std::string_view line) {
  constexpr auto words = std::to_array<std::string_view>({"return", "throw", "continue", "break"});
  const auto text = trim(line);
  return std::any_of(words.begin(), words.end(), [&](auto word) { return text.starts_with(word); });
}

/// The line that ends the block whose "} else {" stands at `from`, or lines.size().
std::size_t block_end(const Lines& lines, std::size_t from) {
  const auto level = indentation(lines[from]);
  for (auto i = from + 1; i < lines.size(); ++i) {
    if (!trim(lines[i]).empty() && indentation(lines[i]).size() <= level.size()) {
      return trim(lines[i]) == "}" ? i : lines.size();
    }
  }
  return lines.size();
}

bool follows_plain_if(const Lines& lines, std::size_t at) {
  const auto level = indentation(lines[at]).size();
  for (auto i = at; i-- > 0;) {
    if (trim(lines[i]).empty() || indentation(lines[i]).size() > level) continue;
    return trim(lines[i]).starts_with("if");
  }
  return false;
}

Lines without_else_after_return(Lines lines, const std::string& unit) {
  for (std::size_t i = 1; i < lines.size(); ++i) {
    if (trim(lines[i]) != "} else {" || !leaves(lines[i - 1]) || !follows_plain_if(lines, i))
      continue;
    const auto end = block_end(lines, i);
    if (end == lines.size()) continue;
    lines[i] = std::string(indentation(lines[i])) + "}";
    for (auto k = i + 1; k < end; ++k) {
      if (lines[k].find(unit, indentation(lines[i]).size()) == indentation(lines[i]).size()) {
        lines[k].erase(indentation(lines[i]).size(), unit.size());
      }
    }
    lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(end));
  }
  return lines;
}

// --- fix

/// What a compiler says is expected, when it is one of the characters that a rule can add.
char expected_character(const std::string& message) {
  static const std::regex wanted(
      R"((?:expected\s+['"`]([;:,)\]}])['"`])|(?:['"`]([;:,)\]}])['"`]\s+expected))");
  std::smatch match;
  if (!std::regex_search(message, match, wanted)) return 0;
  return match[1].matched ? match[1].str()[0] : match[2].str()[0];
}

/// The character goes to the end of the line, or of the line before when this one has it already:
/// compilers name the line where they noticed.
void add_expected(Lines& lines, std::size_t at, char wanted) {
  auto ends_with_it = [&](const std::string& line) { return trim(line).ends_with(wanted); };
  if (at > 0 && (ends_with_it(lines[at]) || trim(lines[at]).empty() || trim(lines[at]) == "}"))
    --at;
  auto& line = lines[at];
  if (trim(line).empty() || ends_with_it(line)) return;
  const auto comment = line.find("//");
  const auto end = line.find_last_not_of(
      " \t\r", comment == 0 || comment == line.npos ? line.npos : comment - 1);
  auto place = end + 1;
  if (wanted != ';' && wanted != ':' && line[end] == ';') place = end;  // "f(a;" -> "f(a);"
  line.insert(place, 1, wanted);
}

void replace_word(std::string& text, const std::string& from, const std::string& to) {
  const auto is_word = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
  };
  for (std::size_t at = 0; (at = text.find(from, at)) != text.npos;) {
    const auto end = at + from.size();
    const bool whole =
        (at == 0 || !is_word(text[at - 1])) && (end == text.size() || !is_word(text[end]));
    if (whole) text.replace(at, from.size(), to);
    at += whole ? to.size() : from.size();
  }
}

void fix_one(Lines& lines, std::size_t at, const std::string& message) {
  static const std::regex misspelt(R"(['"`‘](\w+)['"`’].*[Dd]id you mean\s+['"`‘](\w+)['"`’])");
  std::smatch match;
  if (std::regex_search(message, match, misspelt)) {
    replace_word(lines[at], match[1], match[2]);
  } else if (const char wanted = expected_character(message)) {
    add_expected(lines, at, wanted);
  }
}

// --- edit

std::string changed_case(std::string text, int (*convert)(int)) {
  for (auto& c : text) c = static_cast<char>(convert(static_cast<unsigned char>(c)));
  return text;
}

Lines without_comments(const Lines& lines) {
  Lines kept;
  for (const auto& line : lines) {
    const auto text = trim(line);
    if (!text.starts_with("//") && !text.starts_with("# ")) kept.push_back(line);
  }
  return kept;
}

}  // namespace

std::string simplify(const ActionPrompt& prompt) {
  const auto text = without_boolean_literals(std::string(prompt.range), prompt.language);
  return join_lines(without_else_after_return(lines_of(text), prompt.indentation));
}

std::string fix(const ActionPrompt& prompt) {
  auto lines = lines_of(prompt.range);
  for (const auto& diagnostic : prompt.diagnostics) {
    if (diagnostic.line > lines.size()) continue;
    fix_one(lines, diagnostic.line - 1, std::string(diagnostic.message));
  }
  return join_lines(lines);
}

std::string edit(const ActionPrompt& prompt) {
  static const std::regex rename(R"(rename\s+['"`]?(\w+)['"`]?\s+(?:to|as|into)\s+['"`]?(\w+))",
                                 std::regex::icase);
  static const std::regex recase(R"((upper|lower)[ -]?case\s+['"`]?(\w+))", std::regex::icase);
  static const std::regex uncomment(R"((remove|delete)\s+(all\s+|the\s+)*comments)",
                                    std::regex::icase);
  const std::string instruction(prompt.instruction);
  std::string text(prompt.range);
  std::smatch match;
  if (std::regex_search(instruction, match, rename)) {
    replace_word(text, match[1], match[2]);
  } else if (std::regex_search(instruction, match, recase)) {
    const bool upper = std::toupper(static_cast<unsigned char>(match[1].str()[0])) == 'U';
    replace_word(text, match[2], changed_case(match[2], upper ? &toupper : &tolower));
  } else if (std::regex_search(instruction, uncomment)) {
    return join_lines(without_comments(lines_of(text)));
  }
  return text;
}

}  // namespace simulator
