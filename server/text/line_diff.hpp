// Which lines of two texts differ: Myers' greedy O(ND) comparison over interned lines, after the
// common head and tail. Beyond `max_line_edits` edits the whole middle is one hunk: a rewrite that
// large is read as a replacement anyway, and time and memory stay bounded (about 4 MB). Pure.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace server::text {

/// before[old_begin, old_end) became after[new_begin, new_end). Not both are empty.
struct LineHunk {
  std::size_t old_begin = 0;
  std::size_t old_end = 0;
  std::size_t new_begin = 0;
  std::size_t new_end = 0;
  bool operator==(const LineHunk&) const = default;
};

inline constexpr std::size_t max_line_edits = 1000;

/// Hunks in order; at least one equal line lies between two of them.
std::vector<LineHunk> diff_lines(const std::vector<std::string_view>& before,
                                 const std::vector<std::string_view>& after);

/// Each line with its line end (LF, CRLF or a lone CR); the last one may have none. "" has no
/// lines. The views point into `text`.
std::vector<std::string_view> split_lines(std::string_view text);

/// `line` without its line end, if it has one.
std::string_view without_line_end(std::string_view line);

}  // namespace server::text
