// What crosses the border between a connection (HTTP/1.1 or HTTP/2) and the service: a whole
// request, and a reply as a plan that both protocols perform the same way. Plain data.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace simulator {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Request {
  std::string method;
  std::string target;  ///< path and query
  Headers headers;     ///< names in lower case
  std::string body;
  std::string http_version;      ///< "1.1" | "2"
  std::uint64_t connection = 0;  ///< number of the connection, from 1

  [[nodiscard]] std::string_view header(std::string_view name) const {
    for (const auto& [key, value] : headers) {
      if (key == name) return value;
    }
    return {};
  }
};

/// Where a reply breaks off.
enum class Close {
  never,
  before_reply,   ///< the request was read, not a byte is answered
  after_headers,  ///< status and headers, then nothing
  mid_stream,     ///< after `close_after` pieces of the body
  after_reply,    ///< complete, then the connection goes away without a word
  refuse_stream,  ///< HTTP/2: RST_STREAM REFUSED_STREAM; HTTP/1.1: as before_reply
  goaway,         ///< HTTP/2: GOAWAY that says "not processed"; HTTP/1.1: as before_reply
};

struct Reply {
  int status = 200;
  Headers headers;
  std::vector<std::string> pieces;  ///< the body, one write each
  std::size_t repeat = 1;           ///< the whole list of pieces, this many times
  bool streamed = false;            ///< chunked instead of Content-Length
  std::optional<std::string> raw;   ///< HTTP/1.1: these bytes instead of a response, then close

  std::chrono::milliseconds delay{};        ///< before the first byte
  std::chrono::milliseconds piece_delay{};  ///< between two pieces
  std::size_t write_bytes = 0;              ///< HTTP/1.1: bytes in one write, 0 = all
  std::chrono::milliseconds write_delay{};  ///< HTTP/1.1: between two such writes

  Close close = Close::never;
  std::optional<std::size_t> close_after;  ///< pieces; half of them when unset
  bool reset = false;                      ///< close with RST instead of FIN

  [[nodiscard]] std::size_t piece_count() const { return pieces.size() * repeat; }
  [[nodiscard]] const std::string& piece(std::size_t index) const {
    return pieces[index % pieces.size()];
  }
  /// Pieces that are really sent.
  [[nodiscard]] std::size_t sent_pieces() const {
    if (close != Close::mid_stream) return piece_count();
    return std::min(close_after.value_or(piece_count() / 2), piece_count());
  }
};

/// A reply, and under which number the meter wrote the request down (0 = not at all).
struct Answer {
  Reply reply;
  std::uint64_t record = 0;
};

}  // namespace simulator
