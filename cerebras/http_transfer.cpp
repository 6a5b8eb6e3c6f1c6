#include "cerebras/http_transfer.hpp"

#include "cerebras/http_reactor.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace cerebras {
namespace {

constexpr std::size_t max_header_bytes = std::size_t{64} << 10;
constexpr std::size_t max_headers = 200;

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return result;
}

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::string host_of(std::string_view url) {
  const auto start = url.find("://");
  const auto rest = start == std::string_view::npos ? url : url.substr(start + 3);
  return std::string(rest.substr(0, rest.find('/')));
}

std::string in_ms(std::chrono::milliseconds time) {
  return std::to_string(time.count()) + " ms";
}

Error too_large(std::string what) {
  return http_error(Failure::bad_response, std::move(what),
                    "check the setting baseUrl: this does not look like the API");
}

}  // namespace

HttpTransfer::HttpTransfer(std::shared_ptr<HttpReactor> reactor, HttpRequest request, HttpSink sink)
    : reactor_(std::move(reactor)),
      request_(std::move(request)),
      sink_(std::move(sink)),
      timer_(reactor_->executor()),
      started_(Clock::now()),
      last_(started_) {}

HttpTransfer::~HttpTransfer() {
  reactor_->remove(*this);
  if (easy_) curl_easy_cleanup(easy_);
  curl_slist_free_all(header_list_);
}

void HttpTransfer::start() {
  if (auto error = refuse()) {
    end(std::move(*error));
    return;
  }
  easy_ = curl_easy_init();
  if (easy_) set_options();
  if (!easy_ || !reactor_->add(*this)) cancel();
}

boost::asio::steady_timer& HttpTransfer::armed_timer() {
  timer_.expires_at(std::min(phase_deadline(), started_ + request_.timeouts.total));
  return timer_;
}

HttpTransfer::Clock::time_point HttpTransfer::phase_deadline() const {
  switch (phase_) {
    case Phase::connecting:
      return last_ + request_.timeouts.connect;
    case Phase::waiting:
      return last_ + request_.timeouts.first_byte;
    case Phase::receiving:
      return last_ + request_.timeouts.idle;
  }
  return last_;
}

void HttpTransfer::check_deadline() {
  if (done_) return;
  const auto now = Clock::now();
  const Timeouts& limits = request_.timeouts;
  const auto host = host_of(request_.url);
  if (now >= started_ + limits.total) {
    end(timeout_error(host + ": not finished after " + in_ms(limits.total), "totalTimeoutMs"));
  } else if (now < phase_deadline()) {
    return;
  } else if (phase_ == Phase::connecting) {
    end(timeout_error(host + ": no connection after " + in_ms(limits.connect), "connectTimeoutMs"));
  } else if (phase_ == Phase::waiting) {
    end(timeout_error(host + ": no answer after " + in_ms(limits.first_byte),
                      "firstByteTimeoutMs"));
  } else {
    end(timeout_error(host + ": silent for " + in_ms(limits.idle), "idleTimeoutMs"));
  }
}

void HttpTransfer::enter(Phase phase) {
  phase_ = phase;
  last_ = Clock::now();
  if (phase_deadline() < timer_.expiry()) timer_.cancel();
}

void HttpTransfer::end(Error error) {
  if (done_) return;
  reactor_->remove(*this);
  error_ = std::move(error);
  finish(CURLE_ABORTED_BY_CALLBACK);
}

void HttpTransfer::cancel() {
  end(http_error(Failure::cancelled, "cancelled", ""));
}

void HttpTransfer::finish(int code) {
  done_ = true;
  response_.total = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - started_);
  if (code != CURLE_OK && !error_ && !exception_ && !response_.stopped_by_sink) {
    long proxy_status = 0;
    curl_easy_getinfo(easy_, CURLINFO_HTTP_CONNECTCODE, &proxy_status);
    error_ = curl_error(code, host_of(request_.url), curl_detail_.data(), proxy_status);
  }
  timer_.cancel();
}

long HttpTransfer::connections_opened() const {
  long opened = 0;
  if (easy_) curl_easy_getinfo(easy_, CURLINFO_NUM_CONNECTS, &opened);
  return opened;
}

tl::expected<HttpResponse, HttpFailure> HttpTransfer::take_result() {
  if (exception_) std::rethrow_exception(exception_);
  if (!error_) return std::move(response_);
  HttpFailure failure;
  failure.error = std::move(*error_);
  failure.error.status = response_.status;
  failure.sent = sent_;
  return tl::unexpected(std::move(failure));
}

bool HttpTransfer::abort(Error error) {
  error_ = std::move(error);
  return false;
}

/// Before every sending, also before the second one of a request whose kept connection turned out
/// to be dead: libcurl would send it again without a word, and the service may have read the first.
bool HttpTransfer::before_send() {
  if (sent_) {
    if (request_.method == "GET") return true;
    return abort(http_error(Failure::network,
                            host_of(request_.url) + ": the connection was closed before an answer",
                            "try again"));
  }
  if (sink_.on_send && !sink_.on_send()) {
    return abort(http_error(Failure::cancelled, "not sent", ""));
  }
  sent_ = true;
  enter(Phase::waiting);
  return true;
}

bool HttpTransfer::header_line(std::string_view line) {
  if (phase_ == Phase::receiving) return true;  // a trailer
  header_bytes_ += line.size();
  if (header_bytes_ > max_header_bytes || response_.headers.size() >= max_headers) {
    return abort(too_large("the answer has too many or too large headers"));
  }
  line = trim(line);
  if (line.empty()) return response_.status < 200 || end_of_headers();
  if (line.starts_with("HTTP/")) {  // the first line, also of an interim (1xx) response
    const auto space = std::min(line.find(' '), line.size() - 1);
    response_.http_version = line.substr(5, space - 5);
    response_.headers.clear();
    response_.status = 0;
    const auto status = line.substr(space + 1);
    std::from_chars(status.data(), status.data() + status.size(), response_.status);
    response_.first_byte =
        std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - started_);
    return true;
  }
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return true;
  response_.headers.emplace_back(lower(trim(line.substr(0, colon))), trim(line.substr(colon + 1)));
  return true;
}

bool HttpTransfer::end_of_headers() {
  const auto encoding = lower(response_.header("content-encoding"));
  if (!encoding.empty() && encoding != "identity") {  // none was offered
    return abort(too_large("the answer is compressed, which was not asked for"));
  }
  enter(Phase::receiving);
  if (sink_.on_headers) sink_.on_headers(response_);
  return true;
}

bool HttpTransfer::body_bytes(std::string_view bytes) {
  last_ = Clock::now();
  body_bytes_ += bytes.size();
  if (body_bytes_ > request_.max_response_bytes) {
    return abort(too_large("the answer is larger than " +
                           std::to_string(request_.max_response_bytes) + " bytes"));
  }
  if (!sink_.on_body) {
    response_.body.append(bytes);
    return true;
  }
  response_.stopped_by_sink = !sink_.on_body(bytes);
  return !response_.stopped_by_sink;
}

// -------------------------------------------------------------------------------------------------
// Between curl's C interface and the functions above. No exception may cross curl's frames.

struct HttpTransfer::Callbacks {
  template <class Function>
  static bool guarded(void* self, Function function) {
    auto& transfer = *static_cast<HttpTransfer*>(self);
    try {
      return function(transfer);
    } catch (...) {
      transfer.exception_ = std::current_exception();
      return false;
    }
  }
  static int prereq(void* self, char*, char*, int, int) {
    const bool go = guarded(self, [](HttpTransfer& transfer) { return transfer.before_send(); });
    return go ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT;
  }
  static std::size_t header(char* data, std::size_t, std::size_t size, void* self) {
    const std::string_view line(data, size);
    return guarded(self, [&](HttpTransfer& transfer) { return transfer.header_line(line); }) ? size
                                                                                             : 0;
  }
  static std::size_t body(char* data, std::size_t, std::size_t size, void* self) {
    const std::string_view bytes(data, size);
    return guarded(self, [&](HttpTransfer& transfer) { return transfer.body_bytes(bytes); }) ? size
                                                                                             : 0;
  }
};

void HttpTransfer::set_callbacks() {
  curl_easy_setopt(easy_, CURLOPT_PRIVATE, this);
  curl_easy_setopt(easy_, CURLOPT_PREREQFUNCTION, &Callbacks::prereq);
  curl_easy_setopt(easy_, CURLOPT_PREREQDATA, this);
  curl_easy_setopt(easy_, CURLOPT_HEADERFUNCTION, &Callbacks::header);
  curl_easy_setopt(easy_, CURLOPT_HEADERDATA, this);
  curl_easy_setopt(easy_, CURLOPT_WRITEFUNCTION, &Callbacks::body);
  curl_easy_setopt(easy_, CURLOPT_WRITEDATA, this);
  static_assert(sizeof(curl_detail_) >= CURL_ERROR_SIZE);
  curl_easy_setopt(easy_, CURLOPT_ERRORBUFFER, curl_detail_.data());
}

}  // namespace cerebras
