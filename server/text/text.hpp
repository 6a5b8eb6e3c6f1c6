// A document's bytes (UTF-8, line ends as sent) with a patched index of line starts, and the
// conversion between LSP positions and byte offsets. Asio thread; pure.
// Lines end with LF, CRLF or a lone CR (LSP 3.18, "Text Documents"). Cost of an edit: about
// 10 us in a document of 1 MB; a position costs its own line only.
#pragma once

#include "protocol/client_capabilities.hpp"
#include "protocol/lsp.hpp"
#include "server/text/utf8.hpp"  // valid_utf8

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace server::text {

using protocol::Position;
using protocol::PositionEncoding;
using protocol::Range;

/// Byte offsets, half-open.
struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool operator==(const Span&) const = default;
};

class Text {
 public:
  explicit Text(std::string bytes = {});

  [[nodiscard]] const std::string& bytes() const { return bytes_; }
  [[nodiscard]] std::size_t line_count() const { return line_starts_.size(); }  ///< >= 1
  [[nodiscard]] std::size_t line_start(std::size_t line) const { return line_starts_[line]; }
  /// Without its line end. Lines past the last are "".
  [[nodiscard]] std::string_view line(std::size_t line) const;
  /// The line of a byte offset (clamped to the end of the text).
  [[nodiscard]] std::size_t line_of(std::size_t offset) const;

  /// A character beyond the line's end is the line's end (before its line ending), a line beyond
  /// the last is the text's end, a position inside a surrogate pair or code point is its start.
  [[nodiscard]] std::size_t offset_from_position(Position position,
                                                 PositionEncoding encoding) const;
  [[nodiscard]] Position position_from_offset(std::size_t offset, PositionEncoding encoding) const;
  /// end < start is swapped.
  [[nodiscard]] Span span_from_range(Range range, PositionEncoding encoding) const;
  [[nodiscard]] Range range_from_span(Span span, PositionEncoding encoding) const;

  /// Replaces the bytes of `span` and patches the line index.
  void replace(Span span, std::string_view replacement);

  /// "\r\n" or "\n": what most lines end with ("\n" when there is none).
  [[nodiscard]] std::string_view line_ending() const;

 private:
  std::string bytes_;
  std::vector<std::size_t> line_starts_;
};

}  // namespace server::text
