#include "server/actions/range.hpp"

#include "server/actions/language.hpp"
#include "server/text/indentation.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace server::actions {
namespace {

using text::indent_columns;
using text::is_blank;
using text::trimmed;

constexpr std::size_t tab_width = 4;

bool begins_with_word(std::string_view line, std::string_view word) {
  if (!line.starts_with(word)) return false;
  const std::string_view rest = line.substr(word.size());
  return rest.empty() || std::string_view(" \t(:{;<").find(rest.front()) != std::string_view::npos;
}

template <std::size_t N>
bool begins_with_any(std::string_view line, const std::array<std::string_view, N>& words) {
  return std::any_of(words.begin(), words.end(),
                     [line](std::string_view word) { return begins_with_word(line, word); });
}

constexpr std::array<std::string_view, 10> middles = {
    "else", "elif", "elsif", "except", "finally", "catch", "rescue", "ensure", "when", "then"};
constexpr std::array<std::string_view, 4> end_words = {"end", "fi", "done", "esac"};
constexpr std::array<std::string_view, 17> control_words = {
    "if",   "for",   "while", "switch", "do",    "try",    "with",   "case", "match",
    "loop", "until", "else",  "elif",   "catch", "unless", "select", "defer"};
constexpr std::array<std::string_view, 8> containers = {"class",     "struct", "interface", "trait",
                                                        "namespace", "extern", "enum",      "impl"};

class Lines {
 public:
  explicit Lines(const text::Text& text) : text_(text) {}

  [[nodiscard]] std::size_t count() const { return text_.line_count(); }
  [[nodiscard]] std::string_view at(std::size_t i) const { return trimmed(text_.line(i)); }
  [[nodiscard]] bool blank(std::size_t i) const { return is_blank(text_.line(i)); }
  [[nodiscard]] std::size_t columns(std::size_t i) const {
    return indent_columns(text_.line(i), tab_width);
  }

  [[nodiscard]] bool closes(std::size_t i) const {
    const auto line = at(i);
    return std::string_view("})]").find(line.front()) != std::string_view::npos ||
           begins_with_any(line, end_words);
  }
  [[nodiscard]] bool goes_on(std::size_t i) const {  // "} else {", "else:", ") -> int:"
    const auto line = at(i);
    return line == "{" || begins_with_any(line, middles) ||
           (closes(i) && std::string_view("{:(").find(line.back()) != std::string_view::npos);
  }

  [[nodiscard]] std::optional<std::size_t> nearest_content(std::size_t line) const {
    for (std::size_t i = line; i < count(); ++i) {
      if (!blank(i)) return i;
    }
    for (std::size_t i = line; i-- > 0;) {
      if (!blank(i)) return i;
    }
    return std::nullopt;
  }

  [[nodiscard]] std::optional<std::size_t> above_with_less(std::size_t line) const {
    for (std::size_t i = line; i-- > 0;) {
      if (!blank(i) && columns(i) < columns(line)) return i;
    }
    return std::nullopt;
  }

  // From "{", "}" or "else" up to the line that began it, at the same depth.
  [[nodiscard]] std::size_t beginning(std::size_t line) const {
    while (line > 0 && (closes(line) || goes_on(line))) {
      std::size_t i = line - 1;
      while (i > 0 && (blank(i) || columns(i) > columns(line))) --i;
      if (blank(i) || columns(i) != columns(line)) break;
      line = i;
    }
    return line;
  }

  [[nodiscard]] std::size_t block_end(std::size_t header) const {
    std::size_t last = header;
    for (std::size_t i = header + 1; i < count(); ++i) {
      if (blank(i)) continue;
      if (columns(i) > columns(header)) {
        last = i;
      } else if (columns(i) == columns(header) && (goes_on(i) || (closes(i) && last != header))) {
        last = i;
        if (!goes_on(i)) break;
      } else {
        break;
      }
    }
    return last;
  }

  [[nodiscard]] bool opens(std::size_t line) const { return block_end(line) > line; }

  [[nodiscard]] LineRange paragraph(std::size_t line) const {
    LineRange range{line, line};
    while (range.first > 0 && !blank(range.first - 1)) --range.first;
    while (range.last + 1 < count() && !blank(range.last + 1)) ++range.last;
    return range;
  }

  // The header of the smallest block around `line`, itself included.
  [[nodiscard]] std::optional<std::size_t> header(std::size_t line) const {
    line = beginning(line);
    if (opens(line)) return line;
    const auto above = above_with_less(line);
    return above ? std::optional(beginning(*above)) : std::nullopt;
  }

  [[nodiscard]] std::size_t with_comment(std::size_t line) const {
    static constexpr std::array<std::string_view, 8> leads = {"//", "/*", "*",  "#",
                                                              "@",  "[[", "--", "template"};
    const auto belongs = [this](std::size_t i) {
      const auto above = at(i);
      const bool directive = above.starts_with("#include") || above.starts_with("#if") ||
                             above.starts_with("#endif") || above.starts_with("#define");
      return !directive && std::any_of(leads.begin(), leads.end(), [above](std::string_view lead) {
        return above.starts_with(lead);
      });
    };
    while (line > 0 && !blank(line - 1) && belongs(line - 1)) --line;
    return line;
  }

 private:
  const text::Text& text_;
};

LineRange block_around(const Lines& lines, std::size_t line) {
  const auto header = lines.header(line);
  return header ? LineRange{*header, lines.block_end(*header)} : lines.paragraph(line);
}

LineRange definition_around(const Lines& lines, std::size_t line) {
  std::size_t header = lines.beginning(line);
  if (!lines.opens(header)) {
    const auto above = lines.header(header);
    // A member or a free declaration stands for itself.
    if (!above || begins_with_any(lines.at(*above), containers)) {
      return {lines.with_comment(header), header};
    }
    header = *above;
  }
  while (begins_with_any(lines.at(header), control_words)) {
    const auto above = lines.above_with_less(header);
    if (!above) break;
    header = lines.beginning(*above);
  }
  return {lines.with_comment(header), lines.block_end(header)};
}

// The diagnostic's lines with their block; of a block that is too long, the part around them.
LineRange problem_around(const Lines& lines, LineRange problem) {
  constexpr std::size_t margin = 10;
  LineRange block = block_around(lines, problem.first);
  block.first = std::min(block.first, problem.first);
  block.last = std::max(block.last, problem.last);
  if (block.count() <= max_range_lines) return block;
  return {std::max(block.first, problem.first - std::min(problem.first, margin)),
          std::min(block.last, problem.last + margin)};
}

// Lines that the selection covers, without blank ones at its borders; a selection that ends at a
// line's start does not include that line.
LineRange lines_of(const text::Text& text, text::Span selection) {
  LineRange range{text.line_of(selection.begin), text.line_of(selection.end)};
  if (range.last > range.first && text.line_start(range.last) == selection.end) --range.last;
  while (range.first < range.last && is_blank(text.line(range.first))) ++range.first;
  while (range.last > range.first && is_blank(text.line(range.last))) --range.last;
  return range;
}

bool is_part_of_line(const text::Text& text, text::Span selection) {
  const auto selected = trimmed(
      std::string_view(text.bytes()).substr(selection.begin, selection.end - selection.begin));
  const std::size_t line = text.line_of(selection.begin);
  return selected.empty() ||
         (line == text.line_of(selection.end) && selected != trimmed(text.line(line)));
}

}  // namespace

tl::expected<LineRange, std::string> choose_range(const text::Text& text, text::Span selection,
                                                  RangeNeed need, std::size_t max_lines) {
  const Lines lines(text);
  LineRange range = lines_of(text, selection);
  const auto content = lines.nearest_content(range.first);
  if (!content) return tl::unexpected(std::string("there is no code"));
  const bool nothing = lines.blank(range.first) || selection.begin == selection.end;
  if (nothing) range = {*content, *content};
  if (need == RangeNeed::problem) {
    range = problem_around(lines, range);
  } else if (need == RangeNeed::definition && is_part_of_line(text, selection)) {
    range = definition_around(lines, *content);
  } else if (nothing) {
    range = block_around(lines, *content);
  }
  if (range.count() > max_lines) {
    return tl::unexpected("the range has " + std::to_string(range.count()) + " lines, at most " +
                          std::to_string(max_lines) + " are taken at once");
  }
  return range;
}

text::Span span_of(const text::Text& text, LineRange lines) {
  const bool is_last = lines.last + 1 >= text.line_count();
  return {text.line_start(lines.first),
          is_last ? text.bytes().size() : text.line_start(lines.last + 1)};
}

bool looks_unwritten(std::string_view code, std::string_view language_id) {
  static constexpr std::array<std::string_view, 9> placeholders = {
      "pass",    "...",   "raise NotImplementedError", "unimplemented!", "todo!", "throw", "panic(",
      "return;", "return"};
  auto body = scan(code, syntax_of(language_id)).code_lines;
  if (body.empty()) return false;
  if (body.size() == 1) {
    const auto line = trimmed(body.front());
    return line.find('(') != std::string_view::npos &&
           (line.ends_with(");") || line.ends_with("const;") || line.ends_with("{}") ||
            line.ends_with("{ }") || line.ends_with("noexcept;"));
  }
  const bool has_header = body.front().find('(') != std::string_view::npos;
  return has_header && std::all_of(body.begin() + 1, body.end(), [](std::string_view line) {
           line = trimmed(line);
           return line.find_first_not_of("{}();: ") == std::string_view::npos ||
                  std::any_of(placeholders.begin(), placeholders.end(), [line](auto placeholder) {
                    return placeholder == "return" ? line == placeholder
                                                   : line.starts_with(placeholder);
                  });
         });
}

}  // namespace server::actions
