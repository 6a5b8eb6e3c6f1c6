#include "server/actions/language.hpp"
#include "server/actions/restore.hpp"
#include "server/text/indentation.hpp"
#include "server/text/line_diff.hpp"

#include <algorithm>
#include <optional>

namespace server::actions {
using text::is_blank;
using text::trimmed;
namespace {

using Lines = std::vector<std::string_view>;

struct Content {
  Lines texts;                       // trimmed, without blank lines
  std::vector<std::string_view> at;  // the whole lines
};

Content content_of(std::string_view text) {
  Content content;
  for (const auto line : text::split_lines(text)) {
    if (is_blank(line)) continue;
    content.texts.push_back(trimmed(line));
    content.at.push_back(line);
  }
  return content;
}

// Numbers of lines k such that the last k of `left` are the first k of `right`; 0 always is one.
std::vector<std::size_t> overlaps(const Lines& left, const Lines& right) {
  std::vector<std::size_t> counts;
  for (std::size_t k = 0; k <= std::min(left.size(), right.size()); ++k) {
    if (std::equal(left.end() - static_cast<std::ptrdiff_t>(k), left.end(), right.begin())) {
      counts.push_back(k);
    }
  }
  return counts;
}

std::size_t distance(const Lines& before, const Lines& after) {
  std::size_t lines = 0;
  for (const auto& hunk : text::diff_lines(before, after)) {
    lines += hunk.old_end - hunk.old_begin + hunk.new_end - hunk.new_begin;
  }
  return lines;
}

struct Candidate {
  bool unbalanced = false;
  std::size_t distance = 0;
  std::string_view text;
};

}  // namespace

std::string_view without_context(std::string_view answer, const RewriteInput& input) {
  const auto lines = content_of(answer);
  const auto original = content_of(input.shown);
  const auto in_front = overlaps(content_of(input.context_before).texts, lines.texts);
  const auto behind = overlaps(lines.texts, content_of(input.context_after).texts);
  if (in_front.size() == 1 && behind.size() == 1) return answer;
  const auto& syntax = syntax_of(input.language);
  const auto wanted = scan(input.shown, syntax).brackets;
  std::optional<Candidate> best;
  for (const std::size_t front : in_front) {
    for (const std::size_t back : behind) {
      if (front + back >= lines.at.size()) continue;
      const std::size_t end = lines.at.size() - back;
      const char* const from = front == 0 ? answer.data() : lines.at[front].data();
      const char* const to = back == 0 ? answer.data() + answer.size() : lines.at[end].data();
      const std::string_view rest(from, static_cast<std::size_t>(to - from));
      const Lines kept(lines.texts.begin() + static_cast<std::ptrdiff_t>(front),
                       lines.texts.begin() + static_cast<std::ptrdiff_t>(end));
      const Candidate next{scan(rest, syntax).brackets != wanted, distance(original.texts, kept),
                           rest};
      const bool better = !best || (best->unbalanced && !next.unbalanced) ||
                          (best->unbalanced == next.unbalanced && next.distance < best->distance);
      if (better) best = next;
    }
  }
  return best ? best->text : answer;
}

}  // namespace server::actions
