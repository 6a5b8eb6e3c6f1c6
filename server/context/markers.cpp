// neutralise_markers and restore_markers of privacy.hpp.

#include "server/context/privacy.hpp"

#include <algorithm>
#include <array>

namespace server::context {
namespace {

constexpr std::array<std::string_view, 8> tags = {
    "before",         "after",         "current_line", "range",
    "context_before", "context_after", "diagnostics",  "file"};

/// Whether `text` goes on like one of our tags, or a special token, behind its `<`.
bool is_marker_body(std::string_view text) {
  if (text.starts_with('|')) {
    const std::size_t end = text.find_first_of("|<>\r\n\t ", 1);
    return end != std::string_view::npos && end > 1 && text.substr(end, 2) == "|>";
  }
  if (text.starts_with('/')) text.remove_prefix(1);
  const std::size_t end = text.find('>');
  return end != std::string_view::npos &&
         std::find(tags.begin(), tags.end(), text.substr(0, end)) != tags.end();
}

/// Copies `text`; behind each `<` of a marker that has n backslashes, change(n) of them.
template <class Change>
std::string with_backslashes(std::string_view text, Change change) {
  std::string result;
  result.reserve(text.size());
  std::size_t done = 0;
  for (std::size_t at = text.find('<'); at != std::string_view::npos; at = text.find('<', at + 1)) {
    const std::size_t body = std::min(text.find_first_not_of('\\', at + 1), text.size());
    if (!is_marker_body(text.substr(body))) continue;
    result.append(text, done, at + 1 - done).append(change(body - at - 1), '\\');
    done = body;
  }
  return result.append(text, done);
}

}  // namespace

std::string neutralise_markers(std::string_view text) {
  return with_backslashes(text, [](std::size_t n) { return n + 1; });
}

std::string restore_markers(std::string_view text) {
  return with_backslashes(text, [](std::size_t n) { return n == 0 ? 0 : n - 1; });
}

}  // namespace server::context
