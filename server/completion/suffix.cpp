#include "server/completion/suffix.hpp"

#include "server/completion/lines.hpp"

#include <algorithm>

namespace server::completion {

using text::indent_columns;
using text::is_blank;
using text::trimmed;

namespace {

/// How many solid lines from `from` to the draft's end are the next ones of `below`, in order; the
/// last may be the beginning of one. 0 when any differs.
std::size_t lines_in_common(const Draft& draft, std::size_t from,
                            const std::vector<std::string_view>& below) {
  std::size_t common = 0;
  for (std::size_t i = from; i < draft.lines.size(); ++i) {
    const auto line = trimmed(draft.lines[i]);
    if (line.empty()) continue;
    if (common == below.size()) return 0;
    const auto expected = below[common];
    const bool last = i + 1 == draft.lines.size();
    if (line != expected && !(last && is_telling(line) && expected.starts_with(line))) return 0;
    ++common;
  }
  return common;
}

bool any_telling(const Draft& draft, std::size_t from) {
  return std::any_of(draft.lines.begin() + static_cast<std::ptrdiff_t>(from), draft.lines.end(),
                     [](const std::string& line) { return is_telling(trimmed(line)); });
}

}  // namespace

void following_lines(const Scene& scene, Draft& draft) {
  const auto below = solid_lines_of(scene.below());
  if (below.empty()) return;
  for (std::size_t from = 1; from < draft.lines.size(); ++from) {
    if (is_blank(draft.lines[from])) continue;
    const std::size_t common = lines_in_common(draft, from, below);
    if (common == 0 || !any_telling(draft, from)) continue;
    draft.cut_at(from);
    draft.complete = draft.complete || common >= 2;
    return;
  }
}

void closer(const Scene& scene, Draft& draft) {
  const std::size_t width = scene.indent.width;
  const auto next = first_solid_line(scene.below());
  if (!is_closer(next)) return;
  while (draft.lines.size() > 1) {
    const std::string& last = draft.lines.back();
    // Two closers at one depth, with nothing in between, can not both be meant.
    const bool same = is_closer(last) && trimmed(last) == trimmed(next) &&
                      indent_columns(last, width) == indent_columns(next, width);
    if (!same && !is_blank(last)) return;
    draft.lines.pop_back();
  }
}

namespace {

/// The text around the cursor with the draft in it; enough to see which bracket belongs where.
std::size_t faults_with(const Scene& scene, std::string_view answer, std::string_view rest) {
  constexpr std::size_t enough = 1500;  // bytes on each side
  std::string_view before = scene.before;
  if (before.size() > enough) {
    before = before.substr(before.find('\n', before.size() - enough) + 1);  // npos + 1 is 0
  }
  const auto below = scene.below().substr(0, enough);
  return bracket_faults(std::string(before).append(answer).append(rest).append("\n").append(below));
}

bool is_subsequence(std::string_view part, std::string_view whole) {
  std::size_t at = 0;
  for (const char c : whole) {
    if (at < part.size() && c == part[at]) ++at;
  }
  return at == part.size();
}

/// The longest end of `left` that `right` begins with.
std::size_t overlap(std::string_view left, std::string_view right) {
  std::size_t size = std::min(left.size(), right.size());
  while (size > 0 && !left.ends_with(right.substr(0, size))) --size;
  return size;
}

bool only_brackets(std::string_view text) {
  return text.find_first_not_of("()[]{}") == std::string_view::npos;
}

/// A block between an opener and its closer on the same line: `{|}`. The closer gets a line of its
/// own.
bool close_on_own_line(const Scene& scene, std::string_view rest, Draft& draft) {
  const bool between = scene.mode == Mode::block && opens(scene.current) && is_closer(rest);
  if (!between || draft.lines.size() < 2) return false;
  if (trimmed(draft.lines.back()) == rest) draft.lines.pop_back();
  draft.lines.emplace_back(text::indent_of(scene.current));
  draft.closer_below = true;
  return true;
}

}  // namespace

void rest_of_line(const Scene& scene, Draft& draft) {
  const auto rest = trimmed(scene.rest());
  if (rest.empty() || draft.lines.empty() || close_on_own_line(scene, rest, draft)) return;
  const std::string whole = std::string(trim_right(draft.text()));
  const auto last = trim_right(std::string_view(whole).substr(whole.rfind('\n') + 1));

  const bool repeats = last.ends_with(rest);
  std::string best = draft.text();
  std::size_t replaced = 0;
  std::size_t faults = faults_with(scene, best, scene.rest());
  if (repeats && !only_brackets(rest)) ++faults;  // ";;" has no brackets to count
  const auto consider = [&](std::string_view text, std::size_t replaces) {
    const auto behind = scene.rest().substr(replaces);
    const std::size_t with = faults_with(scene, text, behind);
    if (with >= faults) return;
    faults = with;
    best = text;
    replaced = replaces;
  };
  const std::size_t common = std::max(overlap(last, rest), overlap(last, trim_right(scene.rest())));
  if (common > 0) consider(std::string_view(whole).substr(0, whole.size() - common), 0);
  if (!repeats && is_subsequence(rest, last)) consider(whole, scene.rest().size());
  draft.replaced = replaced;
  draft.lines.clear();
  for (const auto line : lines_of(best)) draft.lines.emplace_back(line);
}

void next_lines(const Scene& scene, Draft& draft) {
  if (draft.blank() || !is_blank(scene.rest())) return;
  const auto below = solid_lines_of(scene.below());
  Draft whole = draft;
  whole.lines.front().insert(0, scene.current);
  const std::size_t common = lines_in_common(whole, 0, below);
  if (common > 0 && any_telling(whole, 0)) draft.drop();
}

}  // namespace server::completion
