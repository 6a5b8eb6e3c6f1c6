// HTTP on the Asio reactor: libcurl's multi interface with socket action, one long-lived handle, so
// connections are reused. http.cpp (and http_*.cpp) are the only files that include curl.
// One request at a time on a connection; timeouts are our own timers. Redirects are not followed,
// no cookies, no netrc, TLS checks always on. A POST leaves at most once per perform (libcurl's
// silent replay is stopped). Asio thread.
#pragma once

#include "cerebras/error.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <tl/expected.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cerebras {

struct Timeouts {
  std::chrono::milliseconds connect{5000};      ///< name, TCP, TLS and proxy together
  std::chrono::milliseconds first_byte{15000};  ///< from sending to the end of the headers
  std::chrono::milliseconds idle{10000};        ///< silence between two reads
  std::chrono::milliseconds total{60000};
};

struct HttpOptions {
  std::string proxy;  ///< "" = environment (HTTPS_PROXY, NO_PROXY). Never for plain http (loopback)
  std::string ca_file;  ///< "" = environment (SSL_CERT_FILE), else the system store
};

struct HttpRequest {
  std::string method = "GET";  ///< or "POST"
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;  ///< refused with CR, LF or NUL in them
  std::string body;
  Timeouts timeouts;
  std::size_t max_response_bytes = std::size_t{8} << 20;
};

struct HttpResponse {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;  ///< names in lower case
  std::string body;                                          ///< what the sink did not take
  std::string http_version;                                  ///< "1.1", "2"
  bool stopped_by_sink = false;
  std::chrono::microseconds first_byte{};  ///< from the start of perform
  std::chrono::microseconds total{};
  /// First value of a header, "" when absent. `name` in lower case.
  [[nodiscard]] std::string_view header(std::string_view name) const;
};

/// What happens during a transfer. Each may be empty.
struct HttpSink {
  /// Right before the first byte of the request leaves. False: do not send (Failure::cancelled).
  std::function<bool()> on_send;
  /// Status and headers are complete.
  std::function<void(const HttpResponse&)> on_headers;
  /// Body bytes as they come; then `HttpResponse::body` stays empty. False: enough, stop reading.
  std::function<bool(std::string_view)> on_body;
};

/// A failed transfer, and whether any byte of the request may have left.
struct HttpFailure {
  Error error;
  bool sent = false;
};

class HttpReactor;

class Http {
 public:
  /// Cheap: libcurl and TLS are set up by the first perform.
  Http(boost::asio::any_io_executor executor, HttpOptions options);
  /// Ends what still runs with Failure::cancelled.
  ~Http();
  Http(const Http&) = delete;
  Http& operator=(const Http&) = delete;

  /// Cancellation (terminal) ends the transfer at once with Failure::cancelled.
  boost::asio::awaitable<tl::expected<HttpResponse, HttpFailure>> perform(HttpRequest request,
                                                                          HttpSink sink);

  /// Connections opened since the start (benchmarks and tests of reuse).
  [[nodiscard]] long connections_opened() const;

 private:
  std::shared_ptr<HttpReactor> reactor_;
};

/// "libcurl/7.88.1 OpenSSL/3.0..." for --version.
std::string http_library_version();

}  // namespace cerebras
