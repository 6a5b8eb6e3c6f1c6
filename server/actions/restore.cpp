#include "server/actions/restore.hpp"

#include "server/actions/alignment.hpp"
#include "server/actions/language.hpp"
#include "server/text/indentation.hpp"
#include "server/text/line_diff.hpp"

#include <algorithm>

namespace server::actions {
using text::indent_of;
using text::indent_text;
namespace {

using Lines = std::vector<std::string_view>;

// Lines [begin, end) without the blank ones at both ends: [core_begin, core_end).
struct Stretch {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t core_begin = 0;
  std::size_t core_end = 0;
  [[nodiscard]] bool has_core() const { return core_begin < core_end; }
};

Stretch stretch(const std::vector<IndentedLine>& lines, std::size_t begin, std::size_t end) {
  Stretch result{begin, end, begin, end};
  while (result.core_begin < end && lines[result.core_begin].text.empty()) ++result.core_begin;
  while (result.core_end > result.core_begin && lines[result.core_end - 1].text.empty()) {
    --result.core_end;
  }
  return result;
}

// Share of both lines that their common head and tail make up, in percent.
std::size_t likeness(std::string_view a, std::string_view b) {
  const std::size_t shorter = std::min(a.size(), b.size());
  std::size_t head = 0;
  while (head < shorter && a[head] == b[head]) ++head;
  std::size_t tail = 0;
  while (tail < shorter - head && a[a.size() - 1 - tail] == b[b.size() - 1 - tail]) ++tail;
  return a.empty() && b.empty() ? 0 : 200 * (head + tail) / (a.size() + b.size());
}

// Lines are compared as the model saw them; redaction keeps their number.
std::string_view comparable(const RewriteInput& input) {
  const bool same =
      text::split_lines(input.shown).size() == text::split_lines(input.original).size();
  return same ? input.shown : input.original;
}

bool indent_is_syntax(const RewriteInput& input) {
  return input.language == "python" || input.language == "yaml";
}

class Writer {
 public:
  Writer(const RewriteInput& input, std::string_view answer)
      : input_(input),
        syntax_(syntax_of(input.language)),
        original_(text::split_lines(input.original)),
        answer_(text::split_lines(answer)),
        alignment_(align(comparable(input), answer, input.style, indent_is_syntax(input))) {
    const auto& lines = alignment_.new_lines;
    const auto core = stretch(lines, 0, lines.size());
    drops_blanks_ = std::none_of(lines.begin() + static_cast<std::ptrdiff_t>(core.core_begin),
                                 lines.begin() + static_cast<std::ptrdiff_t>(core.core_end),
                                 [](const IndentedLine& line) { return line.text.empty(); });
  }

  Restored run() {
    result_.lost_tail = alignment_.lost_tail;
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < original_.size() || j < answer_.size()) {
      std::size_t old_end = i;
      std::size_t new_end = j;
      while (old_end < original_.size() && !alignment_.new_of_old[old_end]) ++old_end;
      while (new_end < answer_.size() && !alignment_.old_of_new[new_end]) ++new_end;
      hunk(stretch(alignment_.old_lines, i, old_end), stretch(alignment_.new_lines, j, new_end));
      if (old_end < original_.size()) repeated(old_end, new_end);
      i = old_end + 1;
      j = new_end + 1;
    }
    for (const auto& line : alignment_.old_lines) result_.total += line.text.empty() ? 0 : 1;
    // The range may end the document without a line end.
    if (original_.empty() || text::without_line_end(original_.back()) == original_.back()) {
      result_.text.resize(text::without_line_end(result_.text).size());
    }
    return std::move(result_);
  }

 private:
  void put(std::string_view bytes) {
    result_.text += bytes;
    if (text::without_line_end(bytes) == bytes) result_.text += input_.line_ending;
  }

  void put_old(std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to; ++i) put(original_[i]);
  }

  void put_new(std::size_t from, std::size_t to) {
    for (std::size_t j = from; j < to; ++j) {
      const auto& line = alignment_.new_lines[j];
      std::string bytes = line.text.empty() ? std::string() : new_indent(j);
      bytes += line.text;
      if (!line.text.empty()) result_.new_lines.push_back(bytes);
      if (input_.language == "markdown") bytes += trailing_blanks(answer_[j]);
      put(bytes + std::string(input_.line_ending));
    }
  }

  static std::string_view trailing_blanks(std::string_view line) {
    line = text::without_line_end(line);
    const std::size_t last = line.find_last_not_of(" \t");
    return last == std::string_view::npos ? std::string_view() : line.substr(last + 1);
  }

  std::string new_indent(std::size_t j) const {
    const auto own = indent_of(answer_[j]);
    const bool fits = input_.style.tabs ? own.starts_with('\t') || own.size() < input_.style.width
                                        : own.find('\t') == std::string_view::npos;
    if (fits && !alignment_.reindented) return std::string(own);
    return indent_text(static_cast<std::size_t>(alignment_.new_lines[j].columns), input_.style);
  }

  void hunk(const Stretch& before, const Stretch& after) {
    const bool at_end = before.end == original_.size();
    for (std::size_t i = before.core_begin; i < before.core_end; ++i) {
      result_.removed += alignment_.old_lines[i].text.empty() ? 0 : 1;
    }
    if (at_end && after.has_core() &&
        before.core_end - before.core_begin > after.core_end - after.core_begin) {
      result_.shrunken_tail = true;
      result_.lost_tail = result_.lost_tail || stops_early(before, after);
    }
    if (!after.has_core() && !before.has_core()) {
      put_old(before.begin, before.end);  // blank lines only: not the model's to decide
    } else if (!after.has_core()) {
      deletion(before, after);
    } else if (!before.has_core()) {
      insertion(before, after);
    } else {
      replacement(before, after);
    }
  }

  // The answer's last line is a new form of a line that is not the range's last.
  [[nodiscard]] bool stops_early(const Stretch& before, const Stretch& after) const {
    const auto& old_lines = alignment_.old_lines;
    const auto last = alignment_.new_lines[after.core_end - 1].text;
    if (likeness(last, old_lines[before.core_end - 1].text) >= 50) return false;
    return std::any_of(
        old_lines.begin() + static_cast<std::ptrdiff_t>(before.core_begin),
        old_lines.begin() + static_cast<std::ptrdiff_t>(before.core_end),
        [last](const IndentedLine& line) { return likeness(last, line.text) >= 60; });
  }

  void deletion(const Stretch& before, const Stretch& after) {
    const bool blank_in_front = before.core_begin > before.begin;
    if (before.begin == 0 || (drops_blanks_ && blank_in_front)) {
      put_old(before.begin, before.core_begin);
    } else {
      put_new(after.begin, after.end);
    }
    const bool at_end = before.end == original_.size();
    if (at_end || (drops_blanks_ && !blank_in_front)) put_old(before.core_end, before.end);
  }

  void insertion(const Stretch& before, const Stretch& after) {
    // Blank lines that the model left out: a comment belongs to what follows, code to what
    // precedes.
    const auto last = alignment_.new_lines[after.core_end - 1].text;
    const bool leads_on = std::string_view("{([:").find(last.back()) != std::string_view::npos ||
                          !comment_text(last, syntax_).empty();
    const bool blanks_first = before.begin == 0 || leads_on;
    if (blanks_first) put_old(before.begin, before.end);
    put_new(before.begin == 0 ? after.core_begin : after.begin,
            before.end == original_.size() ? after.core_end : after.end);
    if (!blanks_first) put_old(before.begin, before.end);
  }

  void replacement(const Stretch& before, const Stretch& after) {
    const bool own_lead = before.begin == 0 || before.core_begin > before.begin;
    const bool own_trail = before.end == original_.size() || before.core_end < before.end;
    if (own_lead) put_old(before.begin, before.core_begin);
    put_new(own_lead ? after.core_begin : after.begin, own_trail ? after.core_end : after.end);
    if (own_trail) put_old(before.core_end, before.end);
  }

  [[nodiscard]] std::ptrdiff_t offset(std::size_t i, std::size_t j) const {
    return alignment_.new_lines[j].columns - alignment_.old_lines[i].columns;
  }

  // True when the run of equally moved lines around (i, j) touches a change: then the model moved
  // them with it (a new `if` around them); alone, it is noise.
  [[nodiscard]] bool moved_with_a_change(std::size_t i, std::size_t j) const {
    const std::ptrdiff_t moved = offset(i, j);
    const auto& new_of_old = alignment_.new_of_old;
    const auto in_run = [&](std::size_t a, std::size_t b) {
      return new_of_old[a] == b && (alignment_.old_lines[a].text.empty() || offset(a, b) == moved);
    };
    std::size_t a = i;
    std::size_t b = j;
    while (a > 0 && b > 0 && in_run(a - 1, b - 1)) --a, --b;
    const bool change_before =
        (a > 0 && !new_of_old[a - 1]) || (b > 0 && !alignment_.old_of_new[b - 1]);
    a = i + 1;
    b = j + 1;
    while (a < original_.size() && b < answer_.size() && in_run(a, b)) ++a, ++b;
    return change_before || (a < original_.size() && !new_of_old[a]) ||
           (b < answer_.size() && !alignment_.old_of_new[b]);
  }

  void repeated(std::size_t i, std::size_t j) {
    if (alignment_.old_lines[i].text.empty() || offset(i, j) == 0 || !moved_with_a_change(i, j)) {
      return put(original_[i]);
    }
    const auto rest = original_[i].substr(indent_of(original_[i]).size());
    put(new_indent(j) + std::string(rest));
  }

  const RewriteInput& input_;
  const LanguageSyntax& syntax_;
  Lines original_;
  Lines answer_;
  Alignment alignment_;
  bool drops_blanks_ = false;
  Restored result_;
};

}  // namespace

Restored restore(const RewriteInput& input, std::string_view answer) {
  return Writer(input, answer).run();
}

}  // namespace server::actions
