#include "cerebras/http_transfer.hpp"
#include "cerebras/sanitize.hpp"

#include <curl/curl.h>

#include <utility>

namespace cerebras {
namespace {

Failure failure_of(int code) {
  switch (code) {
    case CURLE_OPERATION_TIMEDOUT:
      return Failure::timeout;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CRL_BADFILE:
    case CURLE_SSL_ENGINE_INITFAILED:
    case CURLE_SSL_ENGINE_NOTFOUND:
    case CURLE_SSL_ENGINE_SETFAILED:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
    case CURLE_SSL_SHUTDOWN_FAILED:
    case CURLE_USE_SSL_FAILED:
      return Failure::tls;
    case CURLE_URL_MALFORMAT:
    case CURLE_BAD_FUNCTION_ARGUMENT:
      return Failure::invalid_request;
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_BAD_CONTENT_ENCODING:
      return Failure::bad_response;
    default:
      return Failure::network;
  }
}

std::string_view hint_of(int code) {
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return "check the network connection and the host name in the setting baseUrl";
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_PROXY:
      return "check the proxy: the setting network.proxy, or HTTPS_PROXY";
    case CURLE_COULDNT_CONNECT:
      return "check the network connection, the setting baseUrl and whether a proxy is needed "
             "(network.proxy)";
    case CURLE_SSL_CACERT_BADFILE:
      return "the file of certificates can not be read: check network.caFile and SSL_CERT_FILE";
    case CURLE_PEER_FAILED_VERIFICATION:
      return "a company proxy or gateway with its own certificate authority needs the setting "
             "network.caFile; else check the host name and the clock of this machine";
    default:
      break;
  }
  switch (failure_of(code)) {
    case Failure::tls:
      return "check that baseUrl names an https server, and whether a proxy stands between";
    case Failure::timeout:
      return "check the network connection; the time is the setting network.connectTimeoutMs";
    case Failure::invalid_request:
      return "check the setting baseUrl";
    case Failure::bad_response:
      return "check the setting baseUrl: this does not look like the API";
    default:
      return "check the network connection and try again";
  }
}

}  // namespace

Error http_error(Failure failure, std::string message, std::string hint) {
  Error error;
  error.failure = failure;
  error.message = std::move(message);
  error.hint = std::move(hint);
  return error;
}

Error timeout_error(std::string message, std::string_view setting) {
  return http_error(Failure::timeout, std::move(message),
                    "try again; the time is the setting network." + std::string(setting));
}

Error curl_error(int code, std::string_view host, std::string_view detail, long proxy_status) {
  if (proxy_status >= 300) {
    std::string hint(hint_of(CURLE_PROXY));
    if (proxy_status == 407) hint += ", with user name and password";
    return http_error(
        Failure::network,
        "the proxy refused the connection (HTTP status " + std::to_string(proxy_status) + ")",
        std::move(hint));
  }
  if (detail.empty()) detail = curl_easy_strerror(static_cast<CURLcode>(code));
  return http_error(failure_of(code), std::string(host) + ": " + one_line(detail),
                    std::string(hint_of(code)));
}

}  // namespace cerebras
