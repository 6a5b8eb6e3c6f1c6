#include "tests/simulator/http2.hpp"

#include "tests/simulator/http2_session.hpp"
#include "tests/simulator/pause.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <memory>

namespace simulator {
namespace {

namespace asio = boost::asio;

constexpr auto nothrow = asio::as_tuple(asio::use_awaitable);

struct Connection {
  Connection(TlsStream tls, Service& the_service, std::uint64_t connection_number)
      : stream(std::move(tls)),
        service(the_service),
        number(connection_number),
        session([this](std::uint64_t record, bool whole) {
          if (whole) service.delivered(record);
        }) {}

  TlsStream stream;
  Service& service;
  std::uint64_t number;
  Http2Session session;
  bool writing = false;
  bool with_reset = false;
};
using Shared = std::shared_ptr<Connection>;

void hang_up(Connection& connection) {
  boost::system::error_code ignored;
  auto& socket = connection.stream.lowest_layer();
  if (connection.with_reset) socket.set_option(asio::socket_base::linger(true, 0), ignored);
  socket.close(ignored);
}

asio::awaitable<void> write_all(Shared connection) {
  for (;;) {
    const auto bytes = connection->session.take_bytes();
    if (bytes.empty()) break;
    const auto buffer = asio::buffer(bytes);
    const auto [error, size] = co_await asio::async_write(connection->stream, buffer, nothrow);
    if (error) break;
  }
  connection->writing = false;
  if (connection->session.wants_close()) hang_up(*connection);
}

void flush(const Shared& connection) {
  if (connection->writing) return;
  connection->writing = true;
  auto writer = write_all(connection);
  asio::co_spawn(connection->stream.get_executor(), std::move(writer), asio::detached);
}

/// Breaks off before anything is answered, where the reply says so.
bool leaves_unanswered(const Shared& connection, std::int32_t stream, const Reply& reply) {
  connection->with_reset = connection->with_reset || reply.reset;
  switch (reply.close) {
    case Close::refuse_stream:
      connection->session.refuse(stream);
      flush(connection);
      return true;
    case Close::goaway:
      connection->session.go_away_before(stream);
      flush(connection);
      return true;
    case Close::before_reply:
      hang_up(*connection);
      return true;
    default:
      if (reply.raw) hang_up(*connection);
      return reply.raw.has_value();
  }
}

asio::awaitable<void> perform(Shared connection, std::int32_t stream, Answer answer) {
  const auto reply = answer.reply;  // a copy: the session drops its own when the client resets
  if (!connection->session.set_answer(stream, std::move(answer))) co_return;
  co_await pause(reply.delay);
  if (leaves_unanswered(connection, stream, reply)) co_return;
  connection->session.submit(stream);
  const bool at_once = reply.piece_delay.count() == 0;
  const auto step = at_once ? reply.piece_count() : 1;
  for (std::size_t released = 0; released < reply.sent_pieces(); released += step) {
    if (released > 0) co_await pause(reply.piece_delay);
    if (!connection->session.release(stream, step)) co_return;
    flush(connection);
  }
  flush(connection);
}

void start_replies(const Shared& connection) {
  for (const auto stream : connection->session.take_requests()) {
    const auto* found = connection->session.request(stream);
    if (found == nullptr) continue;
    auto request = *found;
    request.connection = connection->number;
    auto reply = perform(connection, stream, connection->service.answer(request));
    asio::co_spawn(connection->stream.get_executor(), std::move(reply), asio::detached);
  }
}

}  // namespace

asio::awaitable<void> serve_http2(TlsStream stream, Service& service, std::uint64_t number) {
  const auto connection = std::make_shared<Connection>(std::move(stream), service, number);
  flush(connection);
  std::array<char, 16384> bytes{};
  const auto buffer = asio::buffer(bytes);
  for (;;) {
    const auto [error, size] = co_await connection->stream.async_read_some(buffer, nothrow);
    if (error) break;
    if (!connection->session.receive({bytes.data(), size})) break;
    start_replies(connection);
    flush(connection);
  }
  hang_up(*connection);
}

}  // namespace simulator
