// How much of what models do to a range `rewrite` undoes: made-up programs, one made-up change in
// each, the wanted lines spoiled in the ways that models spoil them, and the result compared byte
// for byte. Prints the shares.
#include "server/actions/rewrite.hpp"
#include "server/text/indentation.hpp"
#include "server/text/line_diff.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <iostream>
#include <random>
#include <string>
#include <vector>

namespace server::actions {
using text::indent_of;
using text::indent_style;
using text::is_blank;
using text::trimmed;
namespace {

using Lines = std::vector<std::string>;

struct Dialect {
  const char* language;
  const char* unit;
  bool braces;
};
constexpr Dialect dialects[] = {{"cpp", "  ", true},
                                {"typescript", "    ", true},
                                {"go", "\t", true},
                                {"python", "    ", false}};

class Program {
 public:
  Program(unsigned seed, Dialect dialect) : random_(seed), dialect_(dialect) {}

  Lines functions() {
    Lines lines;
    for (int i = 0; i < 4; ++i) {
      append(lines, block(head("function"), 0, 3));
      lines.emplace_back();
    }
    lines.pop_back();
    return lines;
  }

  std::string statement(std::size_t depth) {
    static const Lines repeated = {"return result", "count += 1", "log(count)", "continue"};
    const std::string text = chance(20) ? repeated[below(repeated.size())]
                                        : "value" + number(90) + " = compute(value" + number(90) +
                                              ", " + number(900) + ")";
    return indent(depth) + (chance(10) ? comment() : text + (dialect_.braces ? ";" : ""));
  }

  Lines block(const std::string& opening, std::size_t depth, std::size_t deepest) {
    Lines lines{indent(depth) + opening + (dialect_.braces ? " {" : ":")};
    const std::size_t count = 2 + below(5);
    for (std::size_t i = 0; i < count; ++i) {
      if (deepest > 1 && chance(25)) {
        append(lines, block(head("condition"), depth + 1, deepest - 1));
      } else {
        lines.push_back(statement(depth + 1));
      }
      if (i + 1 < count && chance(20)) lines.emplace_back();
    }
    if (dialect_.braces) lines.push_back(indent(depth) + "}");
    return lines;
  }

  std::string head(const std::string& what) {
    const std::string name = "name" + number(500);
    if (what == "function") return dialect_.braces ? "void " + name + "()" : "def " + name + "()";
    const std::string word = chance(50) ? "if" : "while";
    return dialect_.braces ? word + " (" + name + ")" : word + " " + name;
  }

  std::size_t below(std::size_t limit) { return random_() % limit; }
  bool chance(unsigned percent) { return below(100) < percent; }

  static void append(Lines& lines, const Lines& more) {
    lines.insert(lines.end(), more.begin(), more.end());
  }

 private:
  std::string number(std::size_t limit) { return std::to_string(below(limit)); }
  [[nodiscard]] std::string comment() {
    return std::string(dialect_.braces ? "// " : "# ") + "note " + number(100);
  }
  [[nodiscard]] std::string indent(std::size_t depth) const {
    std::string text;
    for (std::size_t i = 0; i < depth; ++i) text += dialect_.unit;
    return text;
  }

  std::mt19937 random_;
  Dialect dialect_;
};

struct Case {
  Dialect dialect;
  Lines before;  ///< in front of the range
  Lines range;
  Lines wanted;  ///< of the range
  Lines after;
  std::string line_ending;
  bool final_newline = true;
};

bool is_statement(const std::string& line) {
  return !is_blank(line) && std::string("{}:").find(line.back()) == std::string::npos;
}

std::size_t depth_of(const std::string& line, Dialect dialect) {
  return indent_of(line).size() / std::string(dialect.unit).size();
}

/// One hunk around the statement `at`: replaced, inserted, removed or wrapped.
Lines changed(Program& program, const Lines& lines, std::size_t at, Dialect dialect) {
  const std::size_t depth = depth_of(lines[at], dialect);
  Lines fresh{program.statement(depth), program.statement(depth)};
  fresh.resize(1 + program.below(2));
  Lines result(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(at));
  switch (program.below(4)) {
    case 0:
      Program::append(result, fresh);
      break;
    case 1:
      result.push_back(lines[at]);
      Program::append(result, fresh);
      break;
    case 2:
      break;
    default: {
      const std::string indent(indent_of(lines[at]));
      result.push_back(indent + program.head("condition") + (dialect.braces ? " {" : ":"));
      result.push_back(dialect.unit + lines[at]);
      if (dialect.braces) result.push_back(indent + "}");
    }
  }
  Program::append(result, Lines(lines.begin() + static_cast<std::ptrdiff_t>(at) + 1, lines.end()));
  return result;
}

Case make_case(unsigned seed, Dialect dialect) {
  Program program(seed, dialect);
  const Lines all = program.functions();
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i + 3 < all.size(); ++i) {
    // A lone statement can not be removed from Python and its tail must not be the change.
    if (is_statement(all[i]) && is_statement(all[i + 1])) places.push_back(i);
  }
  const std::size_t at = places[program.below(places.size())];
  const std::size_t first = at < 8 ? 0 : at - 8;
  const std::size_t last = std::min(all.size(), at + 9);
  const auto part = [](const Lines& lines, std::size_t from, std::size_t to) {
    return Lines(lines.begin() + static_cast<std::ptrdiff_t>(from),
                 lines.begin() + static_cast<std::ptrdiff_t>(to));
  };
  Case result{dialect,
              part(all, 0, first),
              part(all, first, last),
              {},
              part(all, last, all.size()),
              program.chance(25) ? "\r\n" : "\n",
              last < all.size() || program.chance(60)};
  result.wanted = changed(program, result.range, at - first, dialect);
  return result;
}

std::string joined(const Lines& lines, const std::string& line_ending, bool final_newline = true) {
  std::string text;
  for (const auto& line : lines) text += line + line_ending;
  if (!final_newline) text.resize(text.size() - line_ending.size());
  return text;
}

tl::expected<std::string, RewriteRefusal> run(const Case& c, const std::string& answer) {
  const std::string before = joined(c.before, c.line_ending);
  const std::string original = joined(c.range, c.line_ending, c.final_newline);
  const std::string after = joined(c.after, c.line_ending);
  RewriteInput input;
  input.original = original;
  input.shown = original;
  input.context_before = before;
  input.context_after = after;
  input.language = c.dialect.language;
  input.line_ending = c.line_ending;
  const std::string document = before + original + after;
  input.style = indent_style(document);
  return rewrite(input, answer, false);
}

std::string tagged(const Lines& lines) {
  return "<range>\n" + joined(lines, "\n") + "</range>";
}

Lines each(const Lines& lines, const std::function<std::string(std::string)>& spoil) {
  Lines result;
  for (const auto& line : lines) result.push_back(spoil(line));
  return result;
}

std::string dedented(const Case& c) {
  std::size_t common = 1000;
  for (const auto& line : c.wanted) {
    if (!is_blank(line)) common = std::min(common, indent_of(line).size());
  }
  return tagged(each(c.wanted, [common](const std::string& line) {
    return is_blank(line) ? line : line.substr(common);
  }));
}

std::string other_indentation(const Case& c) {
  const std::string unit = c.dialect.unit;
  const std::string other = unit == "\t" ? "    " : "\t";
  return tagged(each(c.wanted, [&](const std::string& line) {
    std::string text;
    for (std::size_t i = 0; i < depth_of(line, c.dialect); ++i) text += other;
    return text + std::string(trimmed(line));
  }));
}

std::string without_blank_lines(const Case& c) {
  Lines lines = c.wanted;
  lines.erase(std::remove(lines.begin(), lines.end(), std::string()), lines.end());
  return tagged(lines);
}

std::string with_lines_behind(const Case& c) {
  Lines lines = c.wanted;
  Program::append(lines, Lines(c.after.begin(),
                               c.after.begin() + static_cast<std::ptrdiff_t>(
                                                     std::min<std::size_t>(2, c.after.size()))));
  return tagged(lines);
}

struct Corruption {
  const char* name;
  std::function<std::string(const Case&)> answer;
};

const Corruption corruptions[] = {
    {"none", [](const Case& c) { return tagged(c.wanted); }},
    {"dedented", dedented},
    {"blank lines missing", without_blank_lines},
    {"tabs <-> spaces", other_indentation},
    {"fence + prose",
     [](const Case& c) {
       return "Here is the rewritten code:\n\n```" + std::string(c.dialect.language) + "\n" +
              joined(c.wanted, "\n") + "```\n\nI changed one thing.\n";
     }},
    {"trailing whitespace",
     [](const Case& c) {
       return tagged(each(c.wanted, [](const std::string& line) { return line + "  "; }));
     }},
    {"2 lines behind re-emitted", with_lines_behind},
};

constexpr unsigned cases_per_dialect = 250;

TEST(RewriteCorruption, IsUndoneByteForByte) {
  for (const auto& corruption : corruptions) {
    unsigned exact = 0;
    unsigned all = 0;
    for (const auto& dialect : dialects) {
      for (unsigned seed = 0; seed < cases_per_dialect; ++seed, ++all) {
        const Case c = make_case(seed, dialect);
        const auto result = run(c, corruption.answer(c));
        const bool same = result && *result == joined(c.wanted, c.line_ending, c.final_newline);
        exact += same ? 1 : 0;
      }
    }
    const double share = 100.0 * exact / all;
    std::cout << corruption.name << ": " << share << " % of " << all << " byte-exact\n";
    EXPECT_GE(share, 95.0) << corruption.name;
  }
}

TEST(RewriteCorruption, ACutRangeIsAlwaysRefused) {
  for (const auto& dialect : dialects) {
    for (unsigned seed = 0; seed < cases_per_dialect; ++seed) {
      const Case c = make_case(seed, dialect);
      Lines lines = c.wanted;
      lines.resize(lines.size() - 2);
      const auto result = run(c, tagged(lines));
      ASSERT_FALSE(result) << dialect.language << " seed " << seed << "\n"
                           << joined(c.range, "\n") << "-- answer --\n"
                           << joined(lines, "\n");
    }
  }
}

}  // namespace
}  // namespace server::actions
