// Content-Length frames, the envelope of every LSP message (LSP 3.18, "Base Protocol").
// Pure: bytes in, bodies out; no I/O. Lives on the reader thread. Grows with the bytes that really
// arrive, never with the length that a header claims.
#pragma once

#include <tl/expected.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace protocol {

/// Why a frame could not be read. `fatal`: the frame's borders are lost, the stream can not go on;
/// otherwise only this frame is unusable (it becomes a ParseError answer) and the next one is fine.
struct FrameError {
  std::string message;
  bool fatal = true;
};

class FrameReader {
 public:
  /// `max_body` in bytes; a larger Content-Length is fatal.
  explicit FrameReader(std::size_t max_body = std::size_t{64} << 20) : max_body_(max_body) {}

  void push(std::string_view bytes);

  /// The next complete body, an error, or nothing yet. After a fatal error it stays that error.
  std::optional<tl::expected<std::string, FrameError>> next();

  /// True when bytes of an unfinished frame are waiting (EOF now would cut a message).
  [[nodiscard]] bool in_frame() const;

 private:
  std::size_t max_body_;
  std::string buffer_;
  std::size_t consumed_ = 0;
  // The header of the frame under way, once complete (its author: frame.cpp).
  std::optional<std::size_t> body_length_;
  std::optional<FrameError> header_fault_;
  std::optional<FrameError> fatal_;
};

/// One frame with exactly one header, CRLF line ends.
std::string encode_frame(std::string_view body);

}  // namespace protocol
