#include "server/completion/echo.hpp"

#include "server/completion/lines.hpp"

#include <algorithm>

namespace server::completion {

using text::indent_columns;
using text::is_blank;
using text::trimmed;

namespace {

constexpr std::size_t longest_echo = 60;  // lines

/// The solid lines of the draft as (index, trimmed text).
struct SolidLine {
  std::size_t index;
  std::string_view text;
};

std::vector<SolidLine> solid_lines(const Draft& draft) {
  std::vector<SolidLine> solid;
  for (std::size_t i = 0; i < draft.lines.size(); ++i) {
    if (!is_blank(draft.lines[i])) solid.push_back({i, trimmed(draft.lines[i])});
  }
  return solid;
}

bool equal(const std::vector<SolidLine>& answer, const std::vector<std::string_view>& lines,
           std::size_t from, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    if (answer[i].text != lines[from + i]) return false;
  }
  return true;
}

/// All of the answer so far is found somewhere above: it may be on its way to the cursor.
bool runs_towards_cursor(const std::vector<SolidLine>& answer,
                         const std::vector<std::string_view>& above) {
  if (answer.size() > above.size()) return false;
  for (std::size_t from = 0; from + answer.size() <= above.size(); ++from) {
    if (equal(answer, above, from, answer.size())) return true;
  }
  return false;
}

}  // namespace

void previous_lines(const Scene& scene, Draft& draft) {
  const auto answer = solid_lines(draft);
  if (answer.empty()) return;
  auto above = solid_lines_of(scene.above());
  if (above.size() > longest_echo) above.erase(above.begin(), above.end() - longest_echo);
  draft.may_be_echo = runs_towards_cursor(answer, above);

  // A line that goes on from the current one is no echo of the line above it.
  const auto begun = trimmed(scene.current);
  const bool goes_on = begun.size() >= 2 && answer[0].text.starts_with(begun);
  for (std::size_t count = std::min(answer.size() - 1, above.size()); count > 0; --count) {
    if (!equal(answer, above, above.size() - count, count)) continue;
    if (count == 1 && (goes_on || !is_telling(answer[0].text))) continue;
    draft.drop_front(answer[count - 1].index + 1);
    draft.drop_front(draft.first_solid());
    draft.unwrapped = true;
    return;
  }
}

namespace {

/// Columns that the line at the cursor should have, from the line above it.
std::size_t expected_columns(const Scene& scene) {
  const auto above = last_solid_line(scene.above());
  const std::size_t columns = indent_columns(above, scene.indent.width);
  return opens(above) ? columns + scene.indent.width : columns;
}

/// A first line without indentation says nothing: models often leave that of the first line out.
void note_columns(const Scene& scene, std::string_view line, Draft& draft) {
  const std::size_t columns = indent_columns(line, scene.indent.width);
  if (columns > 0 && !draft.first_columns) draft.first_columns = columns;
}

/// The cursor is behind blanks only. The answer's own indentation replaces nothing, so it goes,
/// unless the cursor is left of where the code belongs.
void indentation_only(const Scene& scene, Draft& draft, std::size_t at) {
  const std::size_t columns = indent_columns(draft.lines[at], scene.indent.width);
  if (columns == 0) return;
  draft.drop_front(at);
  draft.first_columns = columns;
  std::string& first = draft.lines.front();
  first.erase(0, text::indent_of(first).size());
  const std::size_t cursor = indent_columns(scene.current, scene.indent.width);
  const std::size_t wanted = std::min(columns, expected_columns(scene));
  if (wanted > cursor) first.insert(0, text::indent_text(wanted - cursor, scene.indent));
}

}  // namespace

void current_line(const Scene& scene, Draft& draft) {
  const std::size_t at = draft.first_solid();
  if (at == draft.lines.size()) return;
  if (is_blank(scene.current)) {
    indentation_only(scene, draft, at);
    return;
  }
  std::string& line = draft.lines[at];
  const auto begun = trim_left(scene.current);
  const auto bare = trimmed(scene.current);
  const std::size_t indent = text::indent_of(line).size();
  std::size_t repeated = 0;
  if (line.starts_with(scene.current)) {
    repeated = scene.current.size();
  } else if (begun.size() >= 2 && trim_left(line).starts_with(begun)) {
    repeated = indent + begun.size();
  } else if (bare.size() >= 2 && trim_left(line).starts_with(bare)) {  // its last blank is missing
    repeated = indent + bare.size();
    repeated += text::indent_of(std::string_view(line).substr(repeated)).size();
  }
  if (repeated == 0 && scene.asked.size() < scene.current.size() && line.starts_with(scene.asked)) {
    repeated = scene.asked.size();
  }
  const auto own_indent = text::indent_of(scene.current);
  if (repeated == 0 && own_indent.size() >= 2 && text::indent_of(line) == own_indent) {
    repeated = indent;  // the line's indentation, and then what goes on inside it
  }
  if (repeated == 0) return;
  note_columns(scene, line, draft);
  line.erase(0, repeated);
  draft.drop_front(at);
}

void leading_blank(const Scene& scene, Draft& draft) {
  const std::size_t blanks = draft.first_solid();
  if (blanks == draft.lines.size()) return;
  const std::string_view current = scene.current;
  const bool ended =
      !current.empty() && std::string_view(";{}:").find(current.back()) != std::string_view::npos;
  const bool body = scene.mode == Mode::block && opens(current);
  if (blanks == 0) {
    // The body of the block that the current line opens, without the line break in front of it.
    const bool indented = !text::indent_of(draft.lines.front()).empty();
    if (body && indented && !draft.first_columns) draft.lines.insert(draft.lines.begin(), "");
    return;
  }
  if (ended || body) {
    draft.drop_front(blanks - 1);
    draft.lines.front().clear();
    return;
  }
  draft.drop_front(blanks);
  if (scene.current.empty()) return;  // the first line's indentation is the document's
  std::string& first = draft.lines.front();
  note_columns(scene, first, draft);
  const std::size_t blank = text::indent_of(first).size();
  if (blank > 1 || text::is_blank(current.substr(current.size() - 1))) first.erase(0, blank);
}

}  // namespace server::completion
