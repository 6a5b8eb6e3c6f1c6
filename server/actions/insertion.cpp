#include "server/actions/insertion.hpp"

#include "server/actions/answer.hpp"
#include "server/text/line_diff.hpp"

#include <algorithm>
#include <optional>

namespace server::actions {
namespace {

std::optional<std::size_t> least_columns(std::string_view text, std::size_t tab_width) {
  std::optional<std::size_t> least;
  for (const auto line : text::split_lines(text)) {
    if (text::is_blank(line)) continue;
    const std::size_t columns = text::indent_columns(line, tab_width);
    least = least ? std::min(*least, columns) : columns;
  }
  return least;
}

}  // namespace

tl::expected<std::string, RewriteRefusal> with_insertion(const RewriteInput& input,
                                                         std::string_view answer, bool cut_off) {
  using Kind = RewriteRefusal::Kind;
  if (cut_off) {
    return tl::unexpected(
        RewriteRefusal{Kind::truncated, "the answer was cut off at its length limit"});
  }
  const auto extracted = extract_answer(answer, "range", {});
  if (!extracted) return tl::unexpected(RewriteRefusal{Kind::truncated, extracted.error()});
  const std::size_t width = input.style.width;
  const std::size_t wanted = least_columns(input.original, width).value_or(0);
  const std::size_t own = least_columns(extracted->text, width).value_or(0);
  std::string result(input.original);
  if (!result.empty() && text::without_line_end(result) == result) result += input.line_ending;
  for (const auto line : text::split_lines(extracted->text)) {
    if (!text::is_blank(line)) {
      const std::size_t columns = text::indent_columns(line, width) - own + wanted;
      result += text::indent_text(columns, input.style) + std::string(text::trimmed(line));
    }
    result += input.line_ending;
  }
  return result;
}

}  // namespace server::actions
