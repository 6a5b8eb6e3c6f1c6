// One HTTP/2 connection inside TLS, by nghttp2: many requests at once, each reply performed by its
// own coroutine on the one Asio thread. Performs the same replies as http1; `raw` and
// `write_bytes`, which only make sense there, close the connection and do nothing.
#pragma once

#include "tests/simulator/http1.hpp"
#include "tests/simulator/service.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>

namespace simulator {

/// `service` outlives the coroutine. `connection` is the number that the meter sees.
boost::asio::awaitable<void> serve_http2(TlsStream stream, Service& service,
                                         std::uint64_t connection);

}  // namespace simulator
