#include "server/completion/layout.hpp"

#include "server/completion/lines.hpp"

#include <algorithm>
#include <array>
#include <numeric>

namespace server::completion {

using text::indent_columns;
using text::indent_of;
using text::is_blank;
using text::trimmed;

namespace {

std::size_t leading_spaces(std::string_view line) {
  return std::min(line.find_first_not_of(' '), line.size());
}

/// Spaces per level of an answer that is indented by spaces; 1 is alignment, not a level.
std::size_t space_unit(const Draft& draft) {
  std::size_t unit = 0;
  for (const auto& line : draft.lines) {
    const std::size_t spaces = leading_spaces(line);
    if (!is_blank(line) && spaces > 1) unit = std::gcd(unit, spaces);
  }
  return unit == 2 || unit == 3 ? unit : 4;
}

void spaces_to_tabs(std::string& line, std::size_t unit) {
  const std::size_t spaces = leading_spaces(line);
  if (spaces < unit) return;
  line.replace(0, spaces, std::string(spaces / unit, '\t') + std::string(spaces % unit, ' '));
}

void tabs_to_spaces(std::string& line, std::size_t width) {
  const std::size_t count = std::min(line.find_first_not_of('\t'), line.size());
  line.replace(0, count, std::string(count * width, ' '));
}

}  // namespace

void tabs(const Scene& scene, Draft& draft) {
  const bool indented = scene.before.find("\n ") != std::string::npos ||
                        scene.before.find("\n\t") != std::string::npos ||
                        !indent_of(scene.current).empty();
  if (!indented) return;  // the document shows no kind of its own
  const std::size_t unit = space_unit(draft);
  for (std::size_t i = 0; i < draft.lines.size(); ++i) {
    // Blanks in front of the first line may go on inside the current one.
    if (i == 0 && !is_blank(scene.current)) continue;
    if (scene.indent.tabs) {
      spaces_to_tabs(draft.lines[i], unit);
    } else {
      tabs_to_spaces(draft.lines[i], scene.indent.width);
    }
  }
}

namespace {

/// Looks like a new declaration: then a line further left has left the block.
bool starts_something_new(std::string_view line) {
  constexpr std::array<std::string_view, 26> words = {
      "def ",    "class ",   "fn ",        "func ",      "function ", "export ",    "import ",
      "from ",   "struct ",  "enum ",      "impl ",      "pub ",      "void ",      "static ",
      "public ", "private ", "protected ", "interface ", "type ",     "namespace ", "template",
      "@",       "#",        "//",         "/*",         "async "};
  const auto text = trimmed(line);
  return std::any_of(words.begin(), words.end(),
                     [text](std::string_view word) { return text.starts_with(word); });
}

/// By how many columns the lines behind the first are too far left (positive) or right.
std::ptrdiff_t shift_of(const Scene& scene, const Draft& draft) {
  const std::size_t width = scene.indent.width;
  const auto cursor = static_cast<std::ptrdiff_t>(indent_columns(scene.current, width));
  if (draft.first_columns) {
    // A first line that was pushed to where it belongs took its lines along.
    const auto pushed = is_blank(scene.current)
                            ? static_cast<std::ptrdiff_t>(indent_columns(draft.lines[0], width))
                            : 0;
    return cursor + pushed - static_cast<std::ptrdiff_t>(*draft.first_columns);
  }
  const auto next = std::find_if_not(draft.lines.begin() + 1, draft.lines.end(),
                                     [](const std::string& line) { return is_blank(line); });
  if (next == draft.lines.end()) return 0;
  const std::string first = scene.current + draft.lines.front();
  const auto columns = static_cast<std::ptrdiff_t>(indent_columns(*next, width));
  if (opens(first) && !closes(*next)) {
    const auto body = cursor + static_cast<std::ptrdiff_t>(width);
    return columns <= cursor ? body - columns : 0;
  }
  const bool after_blank = is_blank(*(next - 1)) && next - 1 != draft.lines.begin();
  const bool leaves = starts_something_new(*next) && !starts_something_new(first);
  const bool left = columns == 0 && !after_blank && !leaves && (!closes(*next) || opens(first));
  return left ? cursor : 0;
}

}  // namespace

void indent(const Scene& scene, Draft& draft) {
  if (draft.lines.size() < 2) return;
  const std::ptrdiff_t shift = shift_of(scene, draft);
  if (shift == 0) return;
  for (std::size_t i = 1; i < draft.lines.size(); ++i) {
    std::string& line = draft.lines[i];
    if (is_blank(line)) continue;
    const auto columns = static_cast<std::ptrdiff_t>(indent_columns(line, scene.indent.width));
    const auto wanted = static_cast<std::size_t>(std::max<std::ptrdiff_t>(columns + shift, 0));
    line.replace(0, indent_of(line).size(), text::indent_text(wanted, scene.indent));
  }
}

}  // namespace server::completion
