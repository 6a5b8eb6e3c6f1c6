#include "server/completion/window.hpp"

#include "cerebras/token_estimate.hpp"

#include <algorithm>
#include <string_view>

namespace server::completion {
namespace {

constexpr std::size_t start_step = 8;       // lines
constexpr std::size_t bytes_per_token = 2;  // fewer than any real text has

double line_tokens(const text::Text& text, std::size_t line) {
  return cerebras::estimate_tokens(text.line(line)) + 1;
}

/// The last `limit` bytes, from a code point's start on.
std::string_view tail(std::string_view line, std::size_t limit) {
  if (line.size() <= limit) return line;
  std::size_t from = line.size() - limit;
  while (from < line.size() && text::is_continuation(line[from])) ++from;
  return line.substr(from);
}

std::string_view head(std::string_view line, std::size_t limit) {
  if (line.size() <= limit) return line;
  while (limit > 0 && text::is_continuation(line[limit])) --limit;
  return line.substr(0, limit);
}

/// Lines above `first` that fit; `used` grows.
std::size_t grow_up(const text::Text& text, std::size_t first, double room, double& used) {
  while (first > 0) {
    const double tokens = line_tokens(text, first - 1);
    if (used + tokens > room) break;
    used += tokens;
    --first;
  }
  return first;
}

std::size_t grow_down(const text::Text& text, std::size_t last, double room, double& used) {
  while (last + 1 < text.line_count()) {
    const double tokens = line_tokens(text, last + 1);
    if (used + tokens > room) break;
    used += tokens;
    ++last;
  }
  return last;
}

}  // namespace

Window window_at(const text::Text& text, std::size_t offset, std::int64_t tokens) {
  const double room = static_cast<double>(std::max<std::int64_t>(tokens, 0));
  const auto longest = static_cast<std::size_t>(room) * bytes_per_token + 64;
  const std::size_t line = text.line_of(offset);
  const auto content = text.line(line);
  const std::size_t column = std::min(offset - text.line_start(line), content.size());
  const auto current = tail(content.substr(0, column), longest);
  const auto rest = head(content.substr(column), longest / 4);

  Window window;
  window.cursor_line = line;
  window.tokens_before = cerebras::estimate_tokens(current);
  window.tokens_after = cerebras::estimate_tokens(rest);
  std::size_t first = grow_up(text, line, room * 0.75, window.tokens_before);
  window.last_line = grow_down(text, line, room - window.tokens_before, window.tokens_after);
  first = grow_up(text, first, room - window.tokens_after, window.tokens_before);
  while (first > 0 && first < line && first % start_step != 0) {
    window.tokens_before -= line_tokens(text, first++);
  }
  window.first_line = first;

  for (std::size_t i = first; i < line; ++i) window.before.append(text.line(i)).append("\n");
  window.before.append(current);
  window.after.append(rest);
  for (std::size_t i = line + 1; i <= window.last_line; ++i) {
    window.after.append("\n").append(text.line(i));
  }
  return window;
}

}  // namespace server::completion
