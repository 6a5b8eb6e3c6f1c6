// An Http on its own io_context, and requests with timeouts that do not matter.
#pragma once

#include "cerebras/http.hpp"
#include "coroutine_run.hpp"

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <string>
#include <utility>

namespace cerebras::test {

using HttpResult = tl::expected<HttpResponse, HttpFailure>;

inline constexpr std::chrono::seconds long_time{120};
inline constexpr Timeouts patient{long_time, long_time, long_time, long_time};

struct HttpBench {
  explicit HttpBench(HttpOptions options = {}) : http(io.get_executor(), std::move(options)) {}

  HttpResult perform(HttpRequest request, HttpSink sink = {}) {
    return run(io, http.perform(std::move(request), std::move(sink)));
  }

  boost::asio::io_context io;
  Http http;
};

inline HttpRequest get(std::string url) {
  HttpRequest request;
  request.url = std::move(url);
  request.timeouts = patient;
  return request;
}

inline HttpRequest post(std::string url, std::string body = "{}") {
  HttpRequest request = get(std::move(url));
  request.method = "POST";
  request.body = std::move(body);
  return request;
}

/// A response with these header lines.
inline std::string raw_headers(const std::string& lines) {
  return "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n" + lines + "\r\nok";
}

}  // namespace cerebras::test
