#include "server/text/line_diff.hpp"

#include <algorithm>
#include <cstdint>
#include <unordered_map>

namespace server::text {
namespace {

using Ids = std::vector<std::uint32_t>;

struct Kept {
  std::vector<char> old_lines;
  std::vector<char> new_lines;
};

// The furthest x on each diagonal k = x - y after d edits; index k + d, every second one is used.
using Frontier = std::vector<std::int32_t>;

// A diagonal that has left the grid; one step further is still negative.
constexpr std::int32_t dead = -2;

std::int32_t furthest(const std::vector<Frontier>& trace, std::int32_t d, std::int32_t k) {
  if (k < -d || k > d) return dead;
  return trace[static_cast<std::size_t>(d)][static_cast<std::size_t>(k + d)];
}

// True: step d on diagonal k came from k + 1 by taking a new line; false: from k - 1 by dropping
// one.
bool came_down(const std::vector<Frontier>& trace, std::int32_t d, std::int32_t k) {
  if (k == -d) return true;
  return k != d && furthest(trace, d - 1, k - 1) < furthest(trace, d - 1, k + 1);
}

std::int32_t start_of(const std::vector<Frontier>& trace, std::int32_t d, std::int32_t k) {
  if (d == 0) return 0;
  return came_down(trace, d, k) ? furthest(trace, d - 1, k + 1) : furthest(trace, d - 1, k - 1) + 1;
}

// Fills `trace` until both ends are reached; false when that takes more than max_line_edits.
bool search(const Ids& a, const Ids& b, std::vector<Frontier>& trace) {
  const auto n = static_cast<std::int32_t>(a.size());
  const auto m = static_cast<std::int32_t>(b.size());
  for (std::int32_t d = 0; d <= static_cast<std::int32_t>(max_line_edits); ++d) {
    trace.emplace_back(static_cast<std::size_t>(2 * d + 1), dead);
    for (std::int32_t k = -d; k <= d; k += 2) {
      std::int32_t x = start_of(trace, d, k);
      std::int32_t y = x - k;
      if (x < 0 || x > n || y > m) continue;
      while (x < n && y < m && a[static_cast<std::size_t>(x)] == b[static_cast<std::size_t>(y)]) {
        ++x;
        ++y;
      }
      trace.back()[static_cast<std::size_t>(k + d)] = x;
      if (x == n && y == m) return true;
    }
  }
  return false;
}

void walk_back(const Ids& a, const Ids& b, const std::vector<Frontier>& trace, std::size_t head,
               Kept& kept) {
  auto x = static_cast<std::int32_t>(a.size());
  std::int32_t k = x - static_cast<std::int32_t>(b.size());
  for (auto d = static_cast<std::int32_t>(trace.size()) - 1; d >= 0; --d) {
    const std::int32_t start = start_of(trace, d, k);
    for (; x > start; --x) {
      kept.old_lines[head + static_cast<std::size_t>(x - 1)] = 1;
      kept.new_lines[head + static_cast<std::size_t>(x - 1 - k)] = 1;
    }
    if (d == 0) break;
    const bool down = came_down(trace, d, k);
    if (!down) --x;
    k += down ? 1 : -1;
  }
}

std::vector<LineHunk> hunks_of(const Kept& kept) {
  std::vector<LineHunk> hunks;
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < kept.old_lines.size() || j < kept.new_lines.size()) {
    LineHunk hunk{i, i, j, j};
    while (hunk.old_end < kept.old_lines.size() && kept.old_lines[hunk.old_end] == 0) {
      ++hunk.old_end;
    }
    while (hunk.new_end < kept.new_lines.size() && kept.new_lines[hunk.new_end] == 0) {
      ++hunk.new_end;
    }
    i = hunk.old_end + 1;
    j = hunk.new_end + 1;
    if (hunk.old_begin != hunk.old_end || hunk.new_begin != hunk.new_end) hunks.push_back(hunk);
  }
  return hunks;
}

}  // namespace

std::vector<LineHunk> diff_lines(const std::vector<std::string_view>& before,
                                 const std::vector<std::string_view>& after) {
  const std::size_t shorter = std::min(before.size(), after.size());
  std::size_t head = 0;
  while (head < shorter && before[head] == after[head]) ++head;
  std::size_t tail = 0;
  while (tail < shorter - head &&
         before[before.size() - 1 - tail] == after[after.size() - 1 - tail]) {
    ++tail;
  }
  std::unordered_map<std::string_view, std::uint32_t> known;
  const auto ids = [&](const std::vector<std::string_view>& lines) {
    Ids result;
    for (std::size_t i = head; i + tail < lines.size(); ++i) {
      const auto next = static_cast<std::uint32_t>(known.size());
      result.push_back(known.try_emplace(lines[i], next).first->second);
    }
    return result;
  };
  const Ids a = ids(before);
  const Ids b = ids(after);

  Kept kept{std::vector<char>(before.size(), 0), std::vector<char>(after.size(), 0)};
  const auto keep = [](std::vector<char>& lines, std::size_t from, std::size_t count) {
    std::fill_n(lines.begin() + static_cast<std::ptrdiff_t>(from), count, char{1});
  };
  keep(kept.old_lines, 0, head);
  keep(kept.new_lines, 0, head);
  keep(kept.old_lines, before.size() - tail, tail);
  keep(kept.new_lines, after.size() - tail, tail);
  if (!a.empty() && !b.empty()) {
    std::vector<Frontier> trace;
    if (search(a, b, trace)) walk_back(a, b, trace, head, kept);
  }
  return hunks_of(kept);
}

std::vector<std::string_view> split_lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    std::size_t end = text.find_first_of("\r\n");
    if (end == std::string_view::npos) {
      end = text.size();
    } else {
      end += text.substr(end, 2) == "\r\n" ? 2 : 1;
    }
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return lines;
}

std::string_view without_line_end(std::string_view line) {
  if (line.ends_with('\n')) line.remove_suffix(1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

}  // namespace server::text
