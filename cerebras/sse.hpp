// Server-sent events (WHATWG HTML, 9.2.6 "Interpreting an event stream"): bytes in, data out.
// Pure: no I/O. CR, LF, CRLF, comments, BOM, multi-line data, events split anywhere. An event that
// is not ended by a blank line before the end of the stream is discarded, as the standard says.
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

namespace cerebras {

struct SseEvent {
  std::string event;  ///< "" when the stream named none
  std::string data;
};

class SseParser {
 public:
  /// `max_line` in bytes: a longer line (or event) overflows and the stream must be given up.
  explicit SseParser(std::size_t max_line = std::size_t{1} << 20) : max_line_(max_line) {}

  void push(std::string_view bytes);
  /// The next complete event, in order; also after an overflow those before it.
  std::optional<SseEvent> next();
  [[nodiscard]] bool overflowed() const { return overflowed_; }

 private:
  void end_line(std::string_view tail);
  void read_line(std::string_view line);
  void dispatch();

  std::size_t max_line_;
  std::string line_;       // of an unfinished line, what came in earlier pushes
  bool at_start_ = true;   // a BOM may come
  bool after_cr_ = false;  // an LF that follows belongs to the CR before it
  bool overflowed_ = false;
  bool has_data_ = false;
  SseEvent pending_;
  std::deque<SseEvent> ready_;
};

}  // namespace cerebras
