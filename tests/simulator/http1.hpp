// One HTTP/1.1 connection, plain or inside TLS: reads requests, performs the service's replies,
// keeps alive. One coroutine per connection on the one Asio thread.
#pragma once

#include "tests/simulator/service.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>

#include <cstdint>

namespace simulator {

using Socket = boost::asio::ip::tcp::socket;
using TlsStream = boost::asio::ssl::stream<Socket>;

/// `service` outlives the coroutine. `connection` is the number that the meter sees.
boost::asio::awaitable<void> serve_http1(Socket socket, Service& service, std::uint64_t connection);
boost::asio::awaitable<void> serve_http1(TlsStream stream, Service& service,
                                         std::uint64_t connection);

}  // namespace simulator
