// Content-Length frames, the envelope of every LSP message (LSP 3.18, "Base Protocol").
// Pure: bytes in, bodies out; no I/O. Lives on the reader thread. Grows with the bytes that really
// arrive, never with the length that a header claims.
#pragma once

#include <tl/expected.hpp>

#include <cstddef>
#include <optional>
#include <queue>
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
  using Frame = tl::expected<std::string, FrameError>;

  std::size_t take_header(std::string_view bytes);
  std::size_t take_body(std::string_view bytes);
  void finish_line();
  void finish_header();
  void finish_body();
  void set_length(std::string_view digits);
  void fail(std::string message);

  std::size_t max_body_;
  std::queue<Frame> ready_;
  std::optional<FrameError> fatal_;

  // The frame under way: its header line by line, then its body. Each byte is looked at once.
  std::string line_;
  std::size_t header_bytes_ = 0;
  std::size_t fields_ = 0;
  std::optional<std::size_t> length_;
  bool in_body_ = false;
  std::size_t missing_ = 0;  ///< body bytes still to come
  std::string body_;
  std::string charset_;  ///< not "" when the body is in an encoding that we do not read
};

/// One frame with exactly one header, CRLF line ends.
std::string encode_frame(std::string_view body);

}  // namespace protocol
