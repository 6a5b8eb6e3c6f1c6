#include "cerebras/http.hpp"

#include "cerebras/http_reactor.hpp"
#include "cerebras/http_transfer.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <curl/curl.h>

#include <utility>

namespace cerebras {

namespace asio = boost::asio;

std::string_view HttpResponse::header(std::string_view name) const {
  for (const auto& [each, value] : headers) {
    if (each == name) return value;
  }
  return {};
}

Http::Http(asio::any_io_executor executor, HttpOptions options)
    : reactor_(std::make_shared<HttpReactor>(std::move(executor), std::move(options))) {}

Http::~Http() {
  reactor_->close();
}

long Http::connections_opened() const {
  return reactor_->connections_opened();
}

asio::awaitable<tl::expected<HttpResponse, HttpFailure>> Http::perform(HttpRequest request,
                                                                       HttpSink sink) {
  constexpr auto nothrow = asio::as_tuple(asio::use_awaitable);
  co_await asio::this_coro::throw_if_cancelled(false);
  auto reactor = reactor_;
  if (reactor->in_callback()) co_await asio::post(reactor->executor(), asio::use_awaitable);
  HttpTransfer transfer(std::move(reactor), std::move(request), std::move(sink));
  transfer.start();
  while (!transfer.done()) {
    const auto cancellation = co_await asio::this_coro::cancellation_state;
    if (cancellation.cancelled() != asio::cancellation_type::none) {
      transfer.cancel();
      break;
    }
    auto& timer = transfer.armed_timer();
    co_await timer.async_wait(nothrow);
    transfer.check_deadline();
  }
  co_return transfer.take_result();
}

std::string http_library_version() {
  const auto* info = curl_version_info(CURLVERSION_NOW);
  std::string text = std::string("libcurl/") + info->version;
  if (info->ssl_version) text += std::string(" ") + info->ssl_version;
  return text;
}

}  // namespace cerebras
