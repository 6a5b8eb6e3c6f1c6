#include "server/text/line_diff.hpp"
#include "server/text/text_edit.hpp"

#include <algorithm>

namespace server::text {
namespace {

using Lines = std::vector<std::string_view>;

// Lines as patch(1) counts them: only LF ends one.
Lines lf_lines(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const std::size_t feed = text.find('\n');
    const std::size_t end = feed == std::string_view::npos ? text.size() : feed + 1;
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return lines;
}

void append_lines(std::string& out, char mark, const Lines& lines, std::size_t from,
                  std::size_t to) {
  for (std::size_t i = from; i < to; ++i) {
    out += mark;
    out += lines[i];
    if (!lines[i].ends_with('\n')) out += "\n\\ No newline at end of file\n";
  }
}

// "-3,2" and the like: 1-based, a count of one is left out, an empty side names the line before it.
std::string header_part(char mark, std::size_t begin, std::size_t end) {
  const std::size_t count = end - begin;
  std::string part = mark + std::to_string(count == 0 ? begin : begin + 1);
  if (count != 1) part += "," + std::to_string(count);
  return part;
}

struct Group {
  std::size_t first = 0;  // hunks [first, last)
  std::size_t last = 0;
};

// Hunks whose context would touch belong together.
std::vector<Group> groups_of(const std::vector<LineHunk>& hunks, std::size_t context) {
  std::vector<Group> groups;
  for (std::size_t i = 0; i < hunks.size(); ++i) {
    const bool joins = i > 0 && hunks[i].old_begin - hunks[i - 1].old_end <= 2 * context;
    if (joins) {
      groups.back().last = i + 1;
    } else {
      groups.push_back({i, i + 1});
    }
  }
  return groups;
}

}  // namespace

std::string unified_diff(std::string_view before, std::string_view after, std::string_view path,
                         std::size_t context) {
  const Lines old_lines = lf_lines(before);
  const Lines new_lines = lf_lines(after);
  const auto hunks = diff_lines(old_lines, new_lines);
  if (hunks.empty()) return {};
  std::string out = "--- a/" + std::string(path) + "\n+++ b/" + std::string(path) + "\n";
  for (const auto& group : groups_of(hunks, context)) {
    const LineHunk& first = hunks[group.first];
    const LineHunk& last = hunks[group.last - 1];
    const std::size_t lead = std::min(context, first.old_begin);
    const std::size_t trail = std::min(context, old_lines.size() - last.old_end);
    out += "@@ " + header_part('-', first.old_begin - lead, last.old_end + trail) + " " +
           header_part('+', first.new_begin - lead, last.new_end + trail) + " @@\n";
    std::size_t shown = first.old_begin - lead;
    for (std::size_t i = group.first; i < group.last; ++i) {
      append_lines(out, ' ', old_lines, shown, hunks[i].old_begin);
      append_lines(out, '-', old_lines, hunks[i].old_begin, hunks[i].old_end);
      append_lines(out, '+', new_lines, hunks[i].new_begin, hunks[i].new_end);
      shown = hunks[i].old_end;
    }
    append_lines(out, ' ', old_lines, shown, last.old_end + trail);
  }
  return out;
}

}  // namespace server::text
