#include "server/actions/ai_comment.hpp"

#include "server/actions/language.hpp"
#include "server/text/indentation.hpp"

#include <algorithm>

namespace server::actions {
namespace {

using text::trimmed;

constexpr std::size_t near_lines = 10;

std::optional<AiComment> comment_in(std::string_view line, const LanguageSyntax& syntax) {
  auto markers = syntax.line_comments;
  if (!syntax.block_open.empty()) markers.push_back(syntax.block_open);
  for (const auto marker : markers) {
    const std::size_t begin = line.find(marker);
    if (begin == std::string_view::npos) continue;
    std::string_view rest = trimmed(line.substr(begin + marker.size()));
    while (!rest.empty() && marker.find(rest.front()) != std::string_view::npos) {
      rest.remove_prefix(1);  // "///"
    }
    rest = trimmed(rest);
    if (!rest.starts_with("AI:")) continue;
    rest.remove_prefix(3);
    if (marker == syntax.block_open && rest.ends_with(syntax.block_close)) {
      rest.remove_suffix(syntax.block_close.size());
    }
    if (trimmed(rest).empty()) continue;
    return AiComment{0, begin, trimmed(line.substr(0, begin)).empty(), std::string(trimmed(rest))};
  }
  return std::nullopt;
}

std::size_t distance(LineRange around, std::size_t line) {
  if (line < around.first) return around.first - line;
  return line > around.last ? line - around.last : 0;
}

}  // namespace

std::optional<AiComment> nearest_ai_comment(const text::Text& text, LineRange around,
                                            std::string_view language_id) {
  const auto& syntax = syntax_of(language_id);
  const std::size_t from = around.first - std::min(around.first, near_lines);
  const std::size_t to = std::min(text.line_count() - 1, around.last + near_lines);
  std::optional<AiComment> nearest;
  for (std::size_t i = from; i <= to; ++i) {
    if (nearest && distance(around, nearest->line) <= distance(around, i)) continue;
    if (auto found = comment_in(text.line(i), syntax)) {
      found->line = i;
      nearest = std::move(found);
    }
  }
  return nearest;
}

std::string without_comment(const text::Text& text, LineRange lines, const AiComment& comment) {
  const auto span = span_of(text, lines);
  std::string bytes = text.bytes().substr(span.begin, span.end - span.begin);
  const auto whole = span_of(text, {comment.line, comment.line});
  if (comment.alone) {
    return bytes.erase(whole.begin - span.begin, whole.end - whole.begin);
  }
  const auto before = text.line(comment.line).substr(0, comment.begin);
  const std::size_t keep = before.find_last_not_of(" \t") + 1;
  return bytes.erase(whole.begin - span.begin + keep, text.line(comment.line).size() - keep);
}

}  // namespace server::actions
