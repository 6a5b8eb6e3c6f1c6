// What libcurl is told about one request: everything that could send it elsewhere, twice, or in the
// clear is switched off here.
#include "cerebras/http_reactor.hpp"
#include "cerebras/http_transfer.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <cstdlib>
#include <fcntl.h>
#include <string_view>

namespace cerebras {
namespace {

/// Idle connections older than this are not reused. Shorter than curl's own 118 s because home
/// routers and load balancers commonly forget a silent connection after two minutes, and a request
/// into a forgotten one is lost: it can not be sent again under the same reservation.
constexpr long max_idle_seconds = 100;

bool is_token(std::string_view name) {
  constexpr std::string_view separators = "()<>@,;:\\\"/[]?={}";
  return !name.empty() && std::all_of(name.begin(), name.end(), [&](char c) {
    return c > ' ' && c < '\x7f' && separators.find(c) == std::string_view::npos;
  });
}

bool is_header_value(std::string_view value) {
  return std::none_of(value.begin(), value.end(),
                      [](char c) { return (c >= '\0' && c < ' ' && c != '\t') || c == '\x7f'; });
}

const char* environment_ca_file() {
  const char* file = std::getenv("SSL_CERT_FILE");
  return file && *file ? file : nullptr;
}

/// The process of `apiKeyCommand` must not inherit our connections.
int close_on_exec(void*, curl_socket_t socket, curlsocktype) {
  ::fcntl(socket, F_SETFD, FD_CLOEXEC);
  return CURL_SOCKOPT_OK;
}

}  // namespace

std::optional<Error> HttpTransfer::refuse() const {
  const auto refusal = [](std::string message) {
    return http_error(Failure::invalid_request, std::move(message),
                      "check the settings baseUrl and extraHeaders");
  };
  const std::string_view url = request_.url;
  if (!url.starts_with("https://") && !url.starts_with("http://")) {
    return refusal("not an http or https URL");
  }
  if (request_.method != "GET" && request_.method != "POST") return refusal("not GET or POST");
  for (const auto& [name, value] : request_.headers) {
    if (!is_token(name)) return refusal("a header's name is not valid");
    if (!is_header_value(value))
      return refusal("the value of header \"" + name + "\" is not valid");
  }
  return std::nullopt;
}

void HttpTransfer::set_options() {
  set_callbacks();
  set_security_options();
  set_headers();
  curl_easy_setopt(easy_, CURLOPT_URL, request_.url.c_str());
  if (request_.method == "POST") {
    curl_easy_setopt(easy_, CURLOPT_POST, 1L);
    curl_easy_setopt(easy_, CURLOPT_POSTFIELDS, request_.body.data());
    curl_easy_setopt(easy_, CURLOPT_POSTFIELDSIZE_LARGE,
                     static_cast<curl_off_t>(request_.body.size()));
  }
  // HTTP/2 where TLS negotiates it: there a stopped request does not cost its connection.
  curl_easy_setopt(easy_, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
  curl_easy_setopt(easy_, CURLOPT_MAXAGE_CONN, max_idle_seconds);
  curl_easy_setopt(easy_, CURLOPT_TCP_KEEPALIVE, 1L);
  curl_easy_setopt(easy_, CURLOPT_TCP_KEEPIDLE, 30L);
  curl_easy_setopt(easy_, CURLOPT_TCP_KEEPINTVL, 15L);
  curl_easy_setopt(easy_, CURLOPT_SOCKOPTFUNCTION, &close_on_exec);
  curl_easy_setopt(easy_, CURLOPT_NOSIGNAL, 1L);
  // The timers are ours; this one is set as well because curl divides it among a host's addresses,
  // and from its default of 300 s an address that does not answer would take half.
  curl_easy_setopt(easy_, CURLOPT_CONNECTTIMEOUT_MS,
                   static_cast<long>(request_.timeouts.connect.count()));
  // Without it, removing a transfer waits for the resolver's thread: a DNS server that does not
  // answer would hold the Asio thread. The thread is left to end by itself.
  curl_easy_setopt(easy_, CURLOPT_QUICK_EXIT, 1L);
}

void HttpTransfer::set_security_options() {
  const HttpOptions& options = reactor_->options();
  curl_easy_setopt(easy_, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy_, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(easy_, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
  curl_easy_setopt(easy_, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  curl_easy_setopt(easy_, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(easy_, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt(easy_, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  const char* ca = options.ca_file.empty() ? environment_ca_file() : options.ca_file.c_str();
  if (ca) {
    curl_easy_setopt(easy_, CURLOPT_CAINFO, ca);
    curl_easy_setopt(easy_, CURLOPT_PROXY_CAINFO, ca);
  }
  // Plain http is for loopback, and a proxy would read the key.
  const bool plain = request_.url.starts_with("http://");
  if (plain) curl_easy_setopt(easy_, CURLOPT_NOPROXY, "*");
  if (!plain && !options.proxy.empty()) {
    curl_easy_setopt(easy_, CURLOPT_PROXY, options.proxy.c_str());
  }
  // Our headers are for the origin, not for the proxy; the proxy's are not the answer's.
  curl_easy_setopt(easy_, CURLOPT_HEADEROPT, static_cast<long>(CURLHEADER_SEPARATE));
  curl_easy_setopt(easy_, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
}

void HttpTransfer::set_headers() {
  for (const auto& [name, value] : request_.headers) {
    // "Name;" is curl's spelling of a header without a value.
    const std::string line = value.empty() ? name + ";" : name + ": " + value;
    header_list_ = curl_slist_append(header_list_, line.c_str());
  }
  header_list_ = curl_slist_append(header_list_, "Expect:");  // no round trip before a large body
  curl_easy_setopt(easy_, CURLOPT_HTTPHEADER, header_list_);
}

}  // namespace cerebras
