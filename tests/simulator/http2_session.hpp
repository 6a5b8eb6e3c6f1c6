// The HTTP/2 protocol of one connection: bytes in, requests out; replies in, bytes out. Wraps
// nghttp2, does no I/O and knows no clock: http2.cpp feeds it and decides when a piece of a body
// may go.
#pragma once

#include "tests/simulator/http_message.hpp"

#include <nghttp2/nghttp2.h>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace simulator {

class Http2Session {
 public:
  /// `on_end(record, whole)`: a stream with an answer is over; whole: everything was sent.
  explicit Http2Session(std::function<void(std::uint64_t record, bool whole)> on_end);

  /// False: the peer broke the protocol, close the connection.
  bool receive(std::string_view bytes);
  /// Streams whose requests became complete since the last call.
  std::vector<std::int32_t> take_requests();
  /// The request of a stream; nullptr when the client gave it up.
  [[nodiscard]] const Request* request(std::int32_t stream) const;

  /// Remembers the answer (not sent yet). False: the stream is gone.
  bool set_answer(std::int32_t stream, Answer answer);
  /// Sends status and headers; the body follows as far as it is released.
  void submit(std::int32_t stream);
  /// Lets `count` more pieces go. False: the stream is gone.
  bool release(std::int32_t stream, std::size_t count);
  void refuse(std::int32_t stream);
  void go_away_before(std::int32_t stream);

  /// Bytes to write now; empty: none.
  std::string take_bytes();
  /// A reply broke off as told, or the protocol is over: close once take_bytes() is empty.
  [[nodiscard]] bool wants_close() const;

 private:
  struct Stream {
    Request request;
    Answer answer;
    bool answered = false;
    std::size_t released = 0;  ///< pieces that may go
    std::size_t piece = 0;     ///< the next one
    std::size_t offset = 0;    ///< in it
    bool whole = false;
  };
  struct Free {
    void operator()(nghttp2_session* session) const { nghttp2_session_del(session); }
  };

  Stream* find(std::int32_t stream);
  ssize_t read_body(Stream& stream, std::uint8_t* buffer, std::size_t size, std::uint32_t* flags);
  void add_header(std::int32_t stream, std::string_view name, std::string_view value);
  static nghttp2_session_callbacks* callbacks();
  static Http2Session& self(void* user) { return *static_cast<Http2Session*>(user); }

  std::function<void(std::uint64_t, bool)> on_end_;
  std::map<std::int32_t, Stream> streams_;
  std::vector<std::int32_t> complete_;
  bool broken_off_ = false;
  std::unique_ptr<nghttp2_session, Free> session_;
};

}  // namespace simulator
