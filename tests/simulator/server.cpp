#include "tests/simulator/server.hpp"

#include "tests/simulator/http1.hpp"
#include "tests/simulator/http2.hpp"
#include "tests/simulator/tls.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <csignal>
#include <iostream>
#include <optional>
#include <thread>
#include <unistd.h>

namespace simulator {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr auto nothrow = asio::as_tuple(asio::use_awaitable);

asio::awaitable<void> serve_tls(tcp::socket socket, asio::ssl::context& tls, Service& service,
                                std::uint64_t number) {
  TlsStream stream(std::move(socket), tls);
  const auto [error] = co_await stream.async_handshake(asio::ssl::stream_base::server, nothrow);
  if (error) co_return;  // a client that does not trust us: its error to report
  if (chose_http2(stream.native_handle())) {
    co_await serve_http2(std::move(stream), service, number);
  } else {
    co_await serve_http1(std::move(stream), service, number);
  }
}

asio::awaitable<void> accept_all(tcp::acceptor& acceptor, asio::ssl::context* tls,
                                 Service& service) {
  for (std::uint64_t number = 1;; ++number) {
    auto [error, socket] = co_await acceptor.async_accept(nothrow);
    if (error) co_return;
    socket.set_option(tcp::no_delay(true), error);
    auto connection = tls ? serve_tls(std::move(socket), *tls, service, number)
                          : serve_http1(std::move(socket), service, number);
    asio::co_spawn(acceptor.get_executor(), std::move(connection), asio::detached);
  }
}

/// A blocked read is no place to stop a thread: it is left alone and only ever raises the signal
/// that ends the process in the ordinary way.
void end_with_stdin() {
  std::thread([] {
    char bytes[256];
    while (::read(STDIN_FILENO, bytes, sizeof bytes) > 0) continue;
    ::kill(::getpid(), SIGTERM);
  }).detach();
}

bool listen(tcp::acceptor& acceptor, std::uint16_t port) {
  const tcp::endpoint endpoint(asio::ip::address_v4::loopback(), port);
  boost::system::error_code error;
  acceptor.open(endpoint.protocol(), error);
  acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (!error) return true;
  std::cerr << "cerebras-sim: can not listen on port " << port << ": " << error.message() << "\n";
  return false;
}

}  // namespace

int serve(Options options) {
  Service service(std::move(options.service), std::move(options.scenario));
  asio::io_context context(1);
  asio::signal_set signals(context, SIGTERM, SIGINT);
  signals.async_wait([&context](boost::system::error_code, int) { context.stop(); });

  std::optional<asio::ssl::context> tls;
  if (options.tls) {
    tls.emplace(asio::ssl::context::tls_server);
    if (const auto error = set_up_tls(*tls, options.certificate_file); !error.empty()) {
      std::cerr << "cerebras-sim: " << error << "\n";
      return 1;
    }
  }
  tcp::acceptor acceptor(context);
  if (!listen(acceptor, options.port)) return 1;
  auto accepting = accept_all(acceptor, tls ? &*tls : nullptr, service);
  asio::co_spawn(context, std::move(accepting), asio::detached);
  if (options.exit_with_stdin) end_with_stdin();
  std::cout << "listening on " << (tls ? "https" : "http")
            << "://127.0.0.1:" << acceptor.local_endpoint().port() << "/v1" << std::endl;
  context.run();
  return 0;
}

}  // namespace simulator
