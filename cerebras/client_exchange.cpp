#include "cerebras/client_exchange.hpp"

#include <boost/asio/cancellation_type.hpp>
#include <boost/system/error_code.hpp>

#include <algorithm>
#include <utility>

namespace cerebras {

namespace asio = boost::asio;
using std::chrono::milliseconds;

namespace {

/// Gateways send the usage in a chunk of its own behind the one with the finish_reason.
constexpr milliseconds usage_wait{200};
constexpr std::size_t max_error_body = std::size_t{64} << 10;
/// Bytes of content per token that was asked for. Long tokens (runs of spaces) are rare; more than
/// this on the whole is a service that does not stop.
constexpr std::size_t max_bytes_per_token = 64;

std::size_t content_limit(std::int64_t tokens) {
  constexpr std::int64_t most = std::int64_t{1} << 24;
  return 4096 +
         max_bytes_per_token * static_cast<std::size_t>(std::clamp<std::int64_t>(tokens, 0, most));
}

bool is_success(int status) {
  return status >= 200 && status < 300;
}

}  // namespace

Exchange::Exchange(const asio::any_io_executor& executor, Reservation reservation, OnText on_text,
                   bool stream)
    : reservation_(std::move(reservation)),
      on_text_(std::move(on_text)),
      stream_(stream),
      max_content_(content_limit(reservation_.max_completion_tokens())),
      wake_(executor, asio::steady_timer::time_point::max()),
      limit_(executor, asio::steady_timer::time_point::max()) {}

// -------------------------------------------------------------------------------------------------
// The caller

Exchange::Result Exchange::take_result() {
  if (exception_) std::rethrow_exception(exception_);
  return std::move(*result_);
}

Exchange::Result Exchange::abandon() {
  CompletionFailure failure;
  failure.error.failure = Failure::cancelled;
  failure.error.message = "cancelled";
  failure.sent = dispatched_;
  failure.charged_tokens = dispatched_ ? reservation_.bound() : 0;
  failure.partial_content = completion_.content;
  on_text_ = nullptr;
  result_ = tl::unexpected(failure);
  if (dispatched_) {
    limit_time(drain_time);
  } else {
    stop_.emit(asio::cancellation_type::terminal);
  }
  return tl::unexpected(std::move(failure));
}

void Exchange::answer(Result result) {
  if (answered()) return;
  on_text_ = nullptr;
  result_ = std::move(result);
  wake_.cancel();
}

void Exchange::stop_early() {
  Completed early = completed();
  early.charged_tokens = reservation_.bound();
  early.usage_estimated = true;
  early.stopped_early = true;
  answer(std::move(early));
  limit_time(drain_time);
}

Completed Exchange::completed() {
  Completed result;
  result.completion = completion_;
  result.first_text = first_text_;
  result.total = elapsed();
  return result;
}

std::chrono::microseconds Exchange::elapsed() const {
  return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() -
                                                               started_);
}

// -------------------------------------------------------------------------------------------------
// The transfer

HttpSink Exchange::sink() {
  HttpSink sink;
  auto self = shared_from_this();
  sink.on_send = [self] {
    self->dispatched_ = !self->answered() && self->reservation_.dispatch();
    return self->dispatched_;
  };
  sink.on_headers = [self](const HttpResponse& response) { self->headers(response); };
  sink.on_body = [self](std::string_view bytes) { return self->bytes(bytes); };
  return sink;
}

void Exchange::headers(const HttpResponse& response) {
  response_ = response;
  const auto type = response.header("content-type");
  const auto has = [&](std::string_view part) { return type.find(part) != std::string_view::npos; };
  if (!is_success(response.status)) {
    body_kind_ = Body::error;
  } else if (has("text/html")) {
    body_kind_ = Body::page;
  } else if (has("event-stream") || (stream_ && !has("json"))) {
    body_kind_ = Body::stream;
  } else {
    body_kind_ = Body::json;
  }
}

bool Exchange::bytes(std::string_view bytes) {
  if (body_kind_ != Body::stream) {
    body_.append(bytes);
    return body_kind_ == Body::json || body_.size() < max_error_body;
  }
  sse_.push(bytes);
  while (auto next = sse_.next()) {
    if (!event(*next)) return false;
  }
  return !sse_.overflowed() || fail(bad_answer("a line of the streamed answer is too long"));
}

/// False: nothing more is wanted from the stream.
bool Exchange::event(const SseEvent& event) {
  const bool done = event.data.starts_with("[DONE]");
  // A second [DONE] is harmless; anything else behind the end means that this connection is not
  // what we think.
  if (closed_) return done;
  if (done) {
    // A proxy that lost its upstream may end the stream as if all were well.
    if (!completion_.finish_reason)
      return fail(bad_answer("the answer ended before it was complete"));
    finish();
    limit_time(drain_time);
    return true;
  }
  if (event.event == "error") return fail(response_error(response_, event.data));
  const auto known = completion_.content.size();
  auto added = add_chunk(event.data, completion_);
  if (!added) {
    add_retry_after(added.error(), response_);
    return fail(std::move(added.error()));
  }
  chunk_seen_ = true;
  if (!text(known)) return fail(bad_answer("the service sent more text than was asked for"));
  if (!completion_.finish_reason) return true;
  if (completion_.usage) {
    finish();
    limit_time(drain_time);
  } else {
    limit_time(usage_wait);
  }
  return true;
}

/// Hands on what was appended behind the first `known` bytes. False: too much.
bool Exchange::text(std::size_t known) {
  const auto fresh = std::string_view(completion_.content).substr(known);
  if (fresh.empty()) return true;
  if (completion_.content.size() > max_content_) return false;
  if (first_text_.count() == 0) first_text_ = elapsed();
  if (on_text_ && !on_text_(fresh)) stop_early();
  return true;
}

// -------------------------------------------------------------------------------------------------
// Time

/// The transfer ends in `time` at the latest, however its own timers stand.
void Exchange::limit_time(milliseconds time) {
  const auto end = std::chrono::steady_clock::now() + time;
  if (end >= limit_.expiry()) return;
  limit_.expires_at(end);
  limit_.async_wait([self = shared_from_this()](boost::system::error_code error) {
    if (!error) self->time_is_up();
  });
}

void Exchange::time_is_up() {
  if (completion_.finish_reason && !closed_) finish();
  stop_.emit(asio::cancellation_type::terminal);
}

}  // namespace cerebras
