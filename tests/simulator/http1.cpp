#include "tests/simulator/http1.hpp"

#include "tests/simulator/pause.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <optional>

namespace simulator {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;

constexpr auto nothrow = asio::as_tuple(asio::use_awaitable);
constexpr std::uint64_t body_limit = 64U << 20U;
constexpr std::uint32_t header_limit = 64U << 10U;

constexpr std::string_view last_chunk = "0\r\n\r\n";
constexpr std::string_view nothing;

using Parser = http::request_parser<http::string_body>;

std::string lower(std::string_view text) {
  std::string result(text);
  for (auto& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return result;
}

Request to_request(http::request<http::string_body> message, std::uint64_t connection) {
  Request request;
  request.method = std::string(message.method_string());
  request.target = std::string(message.target());
  for (const auto& field : message) {
    request.headers.emplace_back(lower(std::string_view(field.name_string())), field.value());
  }
  request.body = std::move(message.body());
  request.http_version = "1.1";
  request.connection = connection;
  return request;
}

bool has_header(const Reply& reply, std::string_view name) {
  return std::any_of(reply.headers.begin(), reply.headers.end(),
                     [&](const auto& header) { return lower(header.first) == name; });
}

/// A scenario that sets the framing headers itself gets its body unframed: that is how wrong
/// lengths are tested.
bool frames_itself(const Reply& reply) {
  return has_header(reply, "content-length") || has_header(reply, "transfer-encoding");
}

std::size_t body_size(const Reply& reply) {
  std::size_t size = 0;
  for (const auto& piece : reply.pieces) size += piece.size();
  return size * reply.repeat;
}

std::string head_of(const Reply& reply, bool keep_alive) {
  const auto reason = http::obsolete_reason(static_cast<http::status>(reply.status));
  std::string head =
      "HTTP/1.1 " + std::to_string(reply.status) + " " + std::string(reason) + "\r\n";
  for (const auto& [name, value] : reply.headers) head += name + ": " + value + "\r\n";
  if (!frames_itself(reply)) {
    head += reply.streamed ? "transfer-encoding: chunked\r\n"
                           : "content-length: " + std::to_string(body_size(reply)) + "\r\n";
  }
  if (!keep_alive) head += "connection: close\r\n";
  return head + "\r\n";
}

std::string chunk_of(const std::string& piece) {
  char size[20];
  const auto end = std::to_chars(size, size + sizeof size, piece.size(), 16).ptr;
  return std::string(size, end) + "\r\n" + piece + "\r\n";
}

/// Performs one reply on one connection.
template <class Stream>
class Performance {
 public:
  Performance(Stream& stream, const Reply& reply, bool keep_alive)
      : stream_(stream), reply_(reply), keep_alive_(keep_alive) {}

  /// True when all of it was written and the connection goes on; `complete` is set when the client
  /// got the whole reply.
  asio::awaitable<bool> run(bool& complete) {
    co_await pause(reply_.delay);
    if (closes_unanswered()) co_return false;
    if (reply_.raw) {
      complete = co_await write(*reply_.raw);
      co_return false;
    }
    const auto head = head_of(reply_, keep_alive_);
    const bool began = co_await write(head);
    if (!began || reply_.close == Close::after_headers) co_return false;
    const bool wrote = co_await write_pieces();
    if (!wrote || reply_.close == Close::mid_stream) co_return false;
    complete = co_await write(framed_as_chunks() ? last_chunk : nothing);
    co_return complete&& keep_alive_&& reply_.close == Close::never;
  }

 private:
  [[nodiscard]] bool closes_unanswered() const {
    return reply_.close == Close::before_reply || reply_.close == Close::refuse_stream ||
           reply_.close == Close::goaway;
  }
  [[nodiscard]] bool framed_as_chunks() const { return reply_.streamed && !frames_itself(reply_); }

  asio::awaitable<bool> write_pieces() {
    const bool chunked = framed_as_chunks();
    const auto count = reply_.sent_pieces();
    for (std::size_t i = 0; i < count; ++i) {
      if (i > 0) co_await pause(reply_.piece_delay);
      const auto& piece = reply_.piece(i);
      if (piece.empty()) continue;  // an empty chunk would end the body
      const auto framed = chunked ? chunk_of(piece) : piece;
      const bool wrote = co_await write(framed);
      if (!wrote) co_return false;
    }
    // An unstreamed body is one piece: breaking off in the middle means in the middle of its bytes.
    if (reply_.close == Close::mid_stream && !reply_.streamed && count < reply_.piece_count()) {
      const std::string_view piece = reply_.piece(count);
      const auto half = piece.substr(0, piece.size() / 2);
      co_await write(half);
    }
    co_return true;
  }

  /// `bytes` stay where they are until it is done.
  asio::awaitable<bool> write(std::string_view bytes) {
    const auto step = reply_.write_bytes == 0 ? bytes.size() : reply_.write_bytes;
    for (std::size_t at = 0; at < bytes.size(); at += step) {
      if (at > 0) co_await pause(reply_.write_delay);
      const auto part = bytes.substr(at, step);
      const auto buffer = asio::buffer(part.data(), part.size());
      const auto [error, written] = co_await asio::async_write(stream_, buffer, nothrow);
      if (error) co_return false;
    }
    co_return true;
  }

  Stream& stream_;
  const Reply& reply_;
  bool keep_alive_;
};

template <class Stream>
asio::awaitable<std::optional<Request>> read_request(Stream& stream,
                                                     boost::beast::flat_buffer& buffer,
                                                     std::uint64_t connection, bool& keep_alive) {
  Parser parser;
  parser.body_limit(body_limit);
  parser.header_limit(header_limit);
  const auto [head_error, head] = co_await http::async_read_header(stream, buffer, parser, nothrow);
  if (head_error) co_return std::nullopt;
  if (lower(std::string_view(parser.get()[http::field::expect])) == "100-continue") {
    const auto go_on = asio::buffer("HTTP/1.1 100 Continue\r\n\r\n", 25);
    co_await asio::async_write(stream, go_on, nothrow);
  }
  const auto [error, size] = co_await http::async_read(stream, buffer, parser, nothrow);
  if (error) co_return std::nullopt;
  keep_alive = parser.get().keep_alive();
  co_return to_request(parser.release(), connection);
}

void hang_up(Socket::lowest_layer_type& socket, bool with_reset) {
  boost::system::error_code ignored;
  if (with_reset)
    socket.set_option(asio::socket_base::linger(true, 0), ignored);
  else
    socket.shutdown(Socket::shutdown_both, ignored);
  socket.close(ignored);
}

template <class Stream>
asio::awaitable<void> serve(Stream& stream, Service& service, std::uint64_t connection) {
  boost::beast::flat_buffer buffer;
  for (;;) {
    bool keep_alive = false;
    const auto request = co_await read_request(stream, buffer, connection, keep_alive);
    if (!request) break;
    const auto answer = service.answer(*request);
    Performance<Stream> performance(stream, answer.reply, keep_alive);
    bool complete = false;
    const bool goes_on = co_await performance.run(complete);
    if (complete) service.delivered(answer.record);
    if (goes_on) continue;
    hang_up(stream.lowest_layer(), answer.reply.reset);
    co_return;
  }
  hang_up(stream.lowest_layer(), false);
}

}  // namespace

asio::awaitable<void> serve_http1(Socket socket, Service& service, std::uint64_t connection) {
  co_await serve(socket, service, connection);
}

asio::awaitable<void> serve_http1(TlsStream stream, Service& service, std::uint64_t connection) {
  co_await serve(stream, service, connection);
}

}  // namespace simulator
