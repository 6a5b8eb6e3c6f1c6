#include "server/actions/answer.hpp"

#include "server/context/privacy.hpp"
#include "server/text/indentation.hpp"
#include "server/text/line_diff.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <vector>

namespace server::actions {
using text::is_blank;
using text::trimmed;
namespace {

using Lines = std::vector<std::string_view>;

bool is_fence(std::string_view line) {
  const auto text = trimmed(line);
  return text.starts_with("```") || text.starts_with("~~~");
}

std::string_view joined(const Lines& lines, std::size_t from, std::size_t to) {
  if (from >= to) return {};
  const char* const end = lines[to - 1].data() + lines[to - 1].size();
  return {lines[from].data(), static_cast<std::size_t>(end - lines[from].data())};
}

// The longest fenced block; models put short ones into their explanations.
std::optional<AnswerText> fenced(const Lines& lines) {
  std::optional<AnswerText> longest;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!is_fence(lines[i])) continue;
    std::size_t end = i + 1;
    while (end < lines.size() && !is_fence(lines[end])) ++end;
    const auto block = joined(lines, i + 1, end);
    if (!longest || block.size() > longest->text.size()) {
      longest = AnswerText{std::string(block), end < lines.size()};
    }
    i = end;
  }
  return longest;
}

bool is_prose_opening(std::string_view line) {
  static constexpr std::array<std::string_view, 12> openings = {
      "here is", "here's", "here are", "sure",          "certainly", "of course",
      "okay",    "below",  "this is",  "the following", "i have",    "i've"};
  std::string lower(trimmed(line));
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return std::any_of(openings.begin(), openings.end(),
                     [&lower](std::string_view opening) { return lower.starts_with(opening); });
}

// "Here is the code:", blank line, code.
std::string_view without_prose(const Lines& lines) {
  if (lines.empty() || !is_prose_opening(lines[0])) return joined(lines, 0, lines.size());
  std::size_t first = 1;
  while (first < lines.size() && is_blank(lines[first])) ++first;
  return joined(lines, first, lines.size());
}

bool begins_with_fence(std::string_view text) {
  const auto lines = text::split_lines(text);
  const auto first = std::find_if_not(lines.begin(), lines.end(), is_blank);
  return first != lines.end() && is_fence(*first);
}

// A fence directly inside the tags is the model's habit, unless the range itself begins with one.
std::string_view without_inner_fence(std::string_view text, std::string_view original) {
  if (!begins_with_fence(text) || begins_with_fence(original)) return text;
  const auto lines = text::split_lines(text);
  std::size_t first = 0;
  std::size_t last = lines.size();
  while (is_blank(lines[first])) ++first;
  while (is_blank(lines[last - 1])) --last;
  if (last - first < 2 ||
      trimmed(lines[last - 1]).find_first_not_of("`~") != std::string_view::npos) {
    return text;
  }
  return joined(lines, first + 1, last - 1);
}

}  // namespace

namespace {

/// The last `open` with nothing but blanks in front of it on its line: elsewhere it is code.
std::size_t last_opening(std::string_view answer, std::string_view open, std::size_t before) {
  for (std::size_t at = answer.rfind(open, before); at != std::string_view::npos;
       at = at == 0 ? std::string_view::npos : answer.rfind(open, at - 1)) {
    const std::size_t line = at == 0 ? 0 : answer.rfind('\n', at - 1) + 1;  // npos + 1 is 0
    if (is_blank(answer.substr(line, at - line))) return at;
  }
  return std::string_view::npos;
}

}  // namespace

tl::expected<AnswerText, std::string> extract_answer(std::string_view answer, std::string_view tag,
                                                     std::string_view original) {
  const std::string open = "<" + std::string(tag) + ">";
  const std::string close = "</" + std::string(tag) + ">";
  // The last pair: a model that thinks aloud may have drafted one before.
  const std::size_t closed = answer.rfind(close);
  const std::size_t opened = last_opening(answer, open, closed);
  AnswerText found;
  if (closed != std::string_view::npos) {
    const std::size_t from = opened == std::string_view::npos ? 0 : opened + open.size();
    std::string_view inside = answer.substr(from, closed - from);
    if (inside.starts_with("\r\n")) inside.remove_prefix(1);
    if (inside.starts_with('\n')) inside.remove_prefix(1);
    found = {std::string(without_inner_fence(inside, original)), true};
  } else if (opened != std::string_view::npos) {
    return tl::unexpected("the answer ends before " + close);
  } else {
    const auto lines = text::split_lines(answer);
    auto block = begins_with_fence(original) ? std::nullopt : fenced(lines);
    found = block ? std::move(*block) : AnswerText{std::string(without_prose(lines)), false};
  }
  if (is_blank(found.text)) return tl::unexpected(std::string("the answer holds no code"));
  found.text = context::restore_markers(found.text);
  return found;
}

}  // namespace server::actions
