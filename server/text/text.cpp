#include "server/text/text.hpp"

#include "server/text/utf8.hpp"

#include <algorithm>
#include <utility>

namespace server::text {
namespace {

using Offset = std::vector<std::size_t>::difference_type;

/// Appends the starts of the lines that a line end inside [begin, end) opens.
void append_line_starts(std::string_view bytes, std::size_t begin, std::size_t end,
                        std::vector<std::size_t>& starts) {
  for (std::size_t i = begin; i < end; ++i) {
    const bool lone_cr = bytes[i] == '\r' && (i + 1 == bytes.size() || bytes[i + 1] != '\n');
    if (bytes[i] == '\n' || lone_cr) starts.push_back(i + 1);
  }
}

/// Units of `encoding` that the code point with this leading byte takes.
std::size_t units(char lead, PositionEncoding encoding) {
  const std::size_t length = code_point_length(lead);
  if (encoding == PositionEncoding::utf8) return length;
  return encoding == PositionEncoding::utf16 && length == 4 ? 2 : 1;
}

/// Bytes of the longest prefix of `line` that is not longer than `character` units.
std::size_t bytes_before(std::string_view line, std::size_t character, PositionEncoding encoding) {
  std::size_t at = 0;
  std::size_t counted = 0;
  while (at < line.size()) {
    counted += units(line[at], encoding);
    if (counted > character) break;
    at += code_point_length(line[at]);
  }
  return std::min(at, line.size());
}

/// Units of the code points that end in the first `bytes` bytes of `line`.
std::size_t units_before(std::string_view line, std::size_t bytes, PositionEncoding encoding) {
  std::size_t counted = 0;
  for (std::size_t at = 0; at < line.size();) {
    const std::size_t next = at + code_point_length(line[at]);
    if (next > bytes) break;
    counted += units(line[at], encoding);
    at = next;
  }
  return counted;
}

}  // namespace

Text::Text(std::string bytes) : bytes_(std::move(bytes)), line_starts_{0} {
  append_line_starts(bytes_, 0, bytes_.size(), line_starts_);
}

std::string_view Text::line(std::size_t line) const {
  if (line >= line_starts_.size()) return {};
  const std::size_t begin = line_starts_[line];
  const bool last = line + 1 == line_starts_.size();
  std::size_t end = last ? bytes_.size() : line_starts_[line + 1];
  if (!last && bytes_[end - 1] == '\n') --end;
  if (!last && end > begin && bytes_[end - 1] == '\r') --end;
  return std::string_view(bytes_).substr(begin, end - begin);
}

std::size_t Text::line_of(std::size_t offset) const {
  const auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  return static_cast<std::size_t>(after - line_starts_.begin()) - 1;
}

std::size_t Text::offset_from_position(Position position, PositionEncoding encoding) const {
  if (position.line >= line_starts_.size()) return bytes_.size();
  return line_starts_[position.line] +
         bytes_before(line(position.line), position.character, encoding);
}

Position Text::position_from_offset(std::size_t offset, PositionEncoding encoding) const {
  const std::size_t at = line_of(offset);
  const std::size_t character = units_before(line(at), offset - line_starts_[at], encoding);
  return {static_cast<protocol::UInteger>(at), static_cast<protocol::UInteger>(character)};
}

Span Text::span_from_range(Range range, PositionEncoding encoding) const {
  const std::size_t start = offset_from_position(range.start, encoding);
  const std::size_t end = offset_from_position(range.end, encoding);
  return {std::min(start, end), std::max(start, end)};
}

Range Text::range_from_span(Span span, PositionEncoding encoding) const {
  return {position_from_offset(span.begin, encoding), position_from_offset(span.end, encoding)};
}

void Text::replace(Span span, std::string_view replacement) {
  const std::size_t begin = std::min(span.begin, bytes_.size());
  const std::size_t end = std::clamp(span.end, begin, bytes_.size());
  // A CR before the span is a line end or half of one, depending on what follows it. (An LF behind
  // the span is a line end either way.)
  const std::size_t seam = begin - (begin > 0 && bytes_[begin - 1] == '\r' ? 1 : 0);

  const auto first = std::upper_bound(line_starts_.begin(), line_starts_.end(), seam);
  auto last = std::upper_bound(first, line_starts_.end(), end);
  const auto index = static_cast<std::size_t>(first - line_starts_.begin());
  const auto old_count = static_cast<std::size_t>(last - first);

  bytes_.replace(begin, end - begin, replacement);
  const std::size_t grown = replacement.size() - (end - begin);  // wraps when the text shrinks
  for (; last != line_starts_.end(); ++last) *last += grown;

  std::vector<std::size_t> fresh;
  append_line_starts(bytes_, seam, end + grown, fresh);
  const auto at = line_starts_.begin() + static_cast<Offset>(index);
  const auto kept = static_cast<Offset>(std::min(old_count, fresh.size()));
  std::copy_n(fresh.begin(), kept, at);
  if (fresh.size() > old_count) {
    line_starts_.insert(at + kept, fresh.begin() + kept, fresh.end());
  } else {
    line_starts_.erase(at + kept, at + static_cast<Offset>(old_count));
  }
}

std::string_view Text::line_ending() const {
  std::size_t crlf = 0;
  for (std::size_t i = 1; i < line_starts_.size(); ++i) {
    const std::size_t start = line_starts_[i];
    if (start >= 2 && bytes_[start - 1] == '\n' && bytes_[start - 2] == '\r') ++crlf;
  }
  return crlf * 2 > line_starts_.size() - 1 ? "\r\n" : "\n";
}

}  // namespace server::text
