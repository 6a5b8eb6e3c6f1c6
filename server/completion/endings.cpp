#include "server/completion/endings.hpp"

#include "server/completion/lines.hpp"
#include "server/text/utf8.hpp"

#include <algorithm>

namespace server::completion {

using text::indent_columns;
using text::is_blank;
using text::trimmed;

void one_line(const Scene& scene, Draft& draft) {
  if (scene.mode != Mode::one_line || draft.lines.empty()) return;
  draft.complete = draft.complete || !is_blank(draft.lines.front()) || draft.lines.size() > 1;
  draft.cut_at(1);
}

namespace {

/// "----": a line drawn on purpose.
bool is_one_sign(std::string_view piece) {
  std::size_t size = 1;
  while (size < piece.size() && text::is_continuation(piece[size])) ++size;
  for (std::size_t at = size; at < piece.size(); at += size) {
    if (piece.substr(at, size) != piece.substr(0, size)) return false;
  }
  return true;
}

/// The size of a piece that the line's end repeats `times` times or more, 0 when there is none.
std::size_t repeated_piece(std::string_view line, std::size_t smallest, std::size_t times) {
  for (std::size_t size = smallest; size * times <= line.size(); ++size) {
    const auto piece = line.substr(line.size() - size);
    const bool ruler = is_one_sign(piece);
    std::size_t count = 1;
    while ((count + 1) * size <= line.size() &&
           line.substr(line.size() - (count + 1) * size, size) == piece) {
      ++count;
    }
    if (count >= times && !ruler) return size;
  }
  return 0;
}

bool runs_in_circles(std::string_view line) {
  return repeated_piece(line, 3, 6) > 0 || repeated_piece(line, 10, 4) > 0;
}

/// The same `period` lines three times from `at` on.
bool repeats(const std::vector<std::string>& lines, std::size_t at, std::size_t period) {
  if (at + 3 * period > lines.size()) return false;
  bool solid = false;
  for (std::size_t i = at; i < at + 2 * period; ++i) {
    // The first line lacks the indentation in front of the cursor.
    const bool same =
        i == 0 ? trimmed(lines[0]) == trimmed(lines[period]) : lines[i] == lines[i + period];
    if (!same) return false;
    solid = solid || !is_blank(lines[i]);
  }
  return solid;
}

}  // namespace

void loops(const Scene&, Draft& draft) {
  for (std::size_t at = 0; at < draft.lines.size(); ++at) {
    if (runs_in_circles(trim_right(draft.lines[at]))) {
      draft.cut_at(at);
      draft.complete = true;
      return;
    }
    for (std::size_t period = 1; period <= 4; ++period) {
      if (!repeats(draft.lines, at, period)) continue;
      draft.cut_at(at + period);
      draft.complete = true;
      return;
    }
  }
}

namespace {

constexpr std::size_t body_lines = 16;
constexpr std::size_t between_lines = 8;

/// What the answer may still belong to: lines not left of `columns`, and then one closer at
/// `closer_columns` when the document has none.
struct Block {
  std::size_t columns = 0;
  std::size_t closer_columns = 0;
  bool closer_missing = false;
  std::size_t most_lines = between_lines;
};

Block block_at(const Scene& scene, const Draft& draft) {
  const std::size_t width = scene.indent.width;
  const auto above = last_solid_line(scene.above());
  const std::size_t cursor = indent_columns(scene.current, width);
  Block block;
  if (is_blank(scene.current)) {
    block.columns = cursor;
    if (scene.current.empty()) block.columns = indent_columns(draft.lines.front(), width);
    block.closer_columns = block.columns < width ? 0 : block.columns - width;
    if (opens(above)) block.most_lines = body_lines;
  } else {
    block.columns = opens(scene.current) ? cursor + 1 : cursor;
    block.closer_columns = cursor;
    if (opens(scene.current)) block.most_lines = body_lines;
  }
  // The next line that is not deeper than the closer would be: the closer, when there is one.
  block.closer_missing = trimmed(scene.rest()).empty();
  for (const auto line : lines_of(scene.below())) {
    if (is_blank(line) || indent_columns(line, width) > block.closer_columns) continue;
    const bool has = indent_columns(line, width) == block.closer_columns && closes(line);
    block.closer_missing = block.closer_missing && !has;
    break;
  }
  return block;
}

/// At the outermost level a blank line ends the suggestion once all brackets are closed.
bool ends_at_blank(const Scene& scene, const Draft& draft, std::size_t line) {
  if (!scene.current.empty() || line == 0) return false;
  if (!text::indent_of(draft.lines.front()).empty()) return false;
  Draft head = draft;
  head.cut_at(line);
  return bracket_faults(head.text()) == 0;
}

}  // namespace

void scope(const Scene& scene, Draft& draft) {
  if (scene.mode != Mode::block || draft.blank()) return;
  const Block block = block_at(scene, draft);
  for (std::size_t i = 1; i < draft.lines.size(); ++i) {
    const std::string& line = draft.lines[i];
    if (is_blank(line)) {
      if (!ends_at_blank(scene, draft, i)) continue;
      draft.cut_at(i);
      draft.complete = true;
      return;
    }
    const std::size_t columns = indent_columns(line, scene.indent.width);
    const bool outside = columns < block.columns;
    if (!outside && i < block.most_lines) continue;
    const bool own_closer =
        outside && block.closer_missing && closes(line) && columns == block.closer_columns;
    if (own_closer && opens(line)) continue;  // "} else {"
    draft.cut_at(own_closer ? i + 1 : i);
    draft.complete = true;
    return;
  }
}

void nothing(const Scene& scene, Draft& draft) {
  while (!draft.closer_below && !draft.lines.empty() && is_blank(draft.lines.back())) {
    draft.lines.pop_back();
  }
  if (!draft.closer_below && !draft.lines.empty()) {
    std::string& last = draft.lines.back();
    const std::size_t solid = trim_right(last).size();
    const bool joined = last.size() == solid + 1 && !is_blank(scene.rest());  // "{ a |}"
    if (!joined) last.resize(solid);
  }
  const std::string text = draft.text();
  const auto content = trimmed(text);
  const bool lone_sign = content.size() == 1 && word_characters(content) == 0;
  if (content.empty() || lone_sign) draft.drop();
}

}  // namespace server::completion
