#include "server/actions/alignment.hpp"

#include "server/text/indentation.hpp"
#include "server/text/line_diff.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

namespace server::actions {
using text::indent_columns;
using text::indent_style;
using text::IndentStyle;
using text::trimmed;
namespace {

using IndentedLines = std::vector<IndentedLine>;
using Views = std::vector<std::string_view>;
using Pair = std::pair<std::size_t, std::size_t>;

IndentedLines indented(std::string_view text, std::size_t tab_width) {
  IndentedLines lines;
  for (const auto line : text::split_lines(text)) {
    const auto content = trimmed(line);
    const auto columns = content.empty() ? 0 : indent_columns(line, tab_width);
    lines.push_back({content, static_cast<std::ptrdiff_t>(columns)});
  }
  return lines;
}

Views texts(const IndentedLines& lines) {
  Views result;
  for (const auto& line : lines) result.push_back(line.text);
  return result;
}

// Equal lines of before[old_from, ...) and after[new_from, ...), by the hunks between them.
std::vector<Pair> equal_pairs(const Views& before, const Views& after) {
  std::vector<Pair> pairs;
  std::size_t i = 0;
  std::size_t j = 0;
  auto hunks = text::diff_lines(before, after);
  hunks.push_back({before.size(), before.size(), after.size(), after.size()});
  for (const auto& hunk : hunks) {
    for (; i < hunk.old_begin; ++i, ++j) pairs.emplace_back(i, j);
    i = hunk.old_end;
    j = hunk.new_end;
  }
  return pairs;
}

// Columns that repeated lines stand further left in the answer, with how often.
std::map<std::ptrdiff_t, std::size_t> shifts(const IndentedLines& before,
                                             const IndentedLines& after,
                                             const std::vector<Pair>& pairs) {
  std::map<std::ptrdiff_t, std::size_t> counts;
  for (const auto& [i, j] : pairs) {
    if (!before[i].text.empty()) ++counts[before[i].columns - after[j].columns];
  }
  return counts;
}

std::size_t most_common(const std::map<std::ptrdiff_t, std::size_t>& counts) {
  std::size_t most = 0;
  for (const auto& [shift, count] : counts) most = std::max(most, count);
  return most;
}

IndentedLines scaled(IndentedLines lines, std::size_t from, std::size_t to) {
  for (auto& line : lines) {
    line.columns =
        line.columns * static_cast<std::ptrdiff_t>(to) / static_cast<std::ptrdiff_t>(from);
  }
  return lines;
}

std::ptrdiff_t least_columns(const IndentedLines& lines, std::size_t from = 0) {
  std::ptrdiff_t least = -1;
  for (std::size_t i = from; i < lines.size(); ++i) {
    if (lines[i].text.empty()) continue;
    least = least < 0 ? lines[i].columns : std::min(least, lines[i].columns);
  }
  return least;
}

std::size_t first_content(const IndentedLines& lines) {
  const auto found = std::find_if(lines.begin(), lines.end(),
                                  [](const IndentedLine& line) { return !line.text.empty(); });
  return static_cast<std::size_t>(found - lines.begin());
}

// Some models begin right behind the tag and so drop the first line's indentation only.
void mend_first_line(const IndentedLines& before, IndentedLines& after) {
  const std::size_t first = first_content(after);
  const std::size_t old_first = first_content(before);
  if (first + 1 >= after.size() || old_first >= before.size() || after[first].columns != 0) return;
  const std::ptrdiff_t rest = least_columns(after, first + 1);
  const std::ptrdiff_t meant = before[old_first].columns;
  const bool opens_block =
      std::string_view(":{([").find(after[first].text.back()) != std::string_view::npos;
  if (opens_block && after[first + 1].columns <= meant)
    return;  // a new block around lines that stay
  if (rest >= least_columns(before) && least_columns(before) > 0) after[first].columns = meant;
}

// Takes the answer's own unit and shift out of `after`; true when there was one.
bool normalise(const IndentedLines& before, IndentedLines& after, std::string_view answer,
               IndentStyle style, bool indent_is_syntax) {
  const auto pairs = equal_pairs(texts(before), texts(after));
  const IndentStyle own = indent_style(answer);
  bool changed = style.tabs && !own.tabs && least_columns(after) >= 0;
  if (!own.tabs && own.width != style.width) {
    auto other = scaled(after, own.width, style.width);
    const std::size_t as_it_is = most_common(shifts(before, after, pairs));
    const std::size_t with_scale = most_common(shifts(before, other, pairs));
    if (with_scale > as_it_is || (with_scale == as_it_is && style.tabs)) {
      after = std::move(other);
      changed = true;
    }
  }
  mend_first_line(before, after);
  const auto counts = shifts(before, after, pairs);
  const auto unshifted = counts.find(0);
  std::size_t all = 0;
  for (const auto& [shift, count] : counts) all += count;
  const bool mostly_unshifted = unshifted != counts.end() && unshifted->second * 2 > all;
  const std::ptrdiff_t shift = least_columns(before) - least_columns(after);
  if (mostly_unshifted && !(indent_is_syntax && shift > 0)) return changed;
  if (shift == 0) return changed;
  for (auto& line : after) line.columns = std::max<std::ptrdiff_t>(0, line.columns + shift);
  return true;
}

std::vector<std::string> keys_of(const IndentedLines& lines) {
  std::vector<std::string> keys;
  for (const auto& line : lines) {
    keys.push_back(line.text.empty() ? std::string()
                                     : std::to_string(line.columns) + ":" + std::string(line.text));
  }
  return keys;
}

void pair_up(Alignment& result, const std::vector<Pair>& pairs, std::size_t old_from,
             std::size_t new_from) {
  for (const auto& [i, j] : pairs) {
    result.old_of_new[new_from + j] = old_from + i;
    result.new_of_old[old_from + i] = new_from + j;
  }
}

constexpr std::string_view closers = ")]};, ";

// `text` is new at the answer's end, but for closing brackets: it did not vanish, it only moved.
bool moved_to_end(const Alignment& lines, std::size_t end, std::string_view text) {
  while (end-- > 0) {
    const auto& line = lines.new_lines[end].text;
    if (line == text && !lines.old_of_new[end]) return true;
    if (line.find_first_not_of(closers) != std::string_view::npos) return false;
  }
  return false;
}

// An answer that stops early looks like one that removes the last lines. It counts as cut when some
// best alignment (longest common subsequence) drops the last line of the range and yet uses the
// answer's last line for an earlier one, or when it ends with the repetition of an earlier line
// that says something; unless the last line only moved.
bool loses_tail(Views before, Views after, const Alignment& lines) {
  while (!after.empty() && after.back().empty()) after.pop_back();
  while (!before.empty() && before.back().empty()) before.pop_back();
  if (before.empty() || after.empty()) return !before.empty();
  const auto last = lines.old_lines[before.size() - 1].text;
  if (moved_to_end(lines, after.size(), last)) return false;
  const std::size_t m = after.size();
  std::vector<std::size_t> above(m + 1, 0);
  std::vector<std::size_t> row(m + 1, 0);
  for (const auto line : before) {
    std::swap(above, row);
    for (std::size_t j = 0; j < m; ++j) {
      row[j + 1] = line == after[j] ? above[j] + 1 : std::max(above[j + 1], row[j]);
    }
  }
  if (row[m] != above[m]) return false;
  const auto end = after.back();
  const bool says_something =
      end.substr(end.find(':') + 1).find_first_not_of(closers) != std::string_view::npos;
  return above[m] > above[m - 1] ||
         (says_something && std::find(before.begin(), before.end(), end) != before.end());
}

}  // namespace

Alignment align(std::string_view shown, std::string_view answer, IndentStyle style,
                bool indent_is_syntax) {
  Alignment result;
  result.old_lines = indented(shown, style.width);
  result.new_lines = indented(answer, style.width);
  result.reindented =
      normalise(result.old_lines, result.new_lines, answer, style, indent_is_syntax);
  result.new_of_old.resize(result.old_lines.size());
  result.old_of_new.resize(result.new_lines.size());

  const auto old_keys = keys_of(result.old_lines);
  const auto new_keys = keys_of(result.new_lines);
  const Views before(old_keys.begin(), old_keys.end());
  const Views after(new_keys.begin(), new_keys.end());
  pair_up(result, equal_pairs(before, after), 0, 0);
  const Views old_texts = texts(result.old_lines);
  const Views new_texts = texts(result.new_lines);
  const auto part = [](const Views& lines, std::size_t from, std::size_t to) {
    return Views(lines.begin() + static_cast<std::ptrdiff_t>(from),
                 lines.begin() + static_cast<std::ptrdiff_t>(to));
  };
  for (const auto& hunk : text::diff_lines(before, after)) {
    const auto pairs = equal_pairs(part(old_texts, hunk.old_begin, hunk.old_end),
                                   part(new_texts, hunk.new_begin, hunk.new_end));
    pair_up(result, pairs, hunk.old_begin, hunk.new_begin);
  }
  result.lost_tail = loses_tail(before, after, result);
  return result;
}

}  // namespace server::actions
