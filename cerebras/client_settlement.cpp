// How an exchange ends, and what it costs: each end closes the reservation exactly once.
#include "cerebras/client_exchange.hpp"
#include "cerebras/limits.hpp"

#include <chrono>
#include <utility>

namespace cerebras {
namespace {

/// The service says that it did not take the request up: as good as an HTTP error status.
bool proves_unprocessed(Failure failure) {
  switch (failure) {
    case Failure::auth:
    case Failure::payment_required:
    case Failure::rate_limited:
    case Failure::queue:
    case Failure::model_not_found:
    case Failure::context_too_long:
    case Failure::invalid_request:
      return true;
    default:
      return false;
  }
}

/// A box in the middle gave up waiting: the service may go on and bill what it has begun.
bool given_up_in_between(int status) {
  return status == 408 || status == 502 || status == 504 || (status >= 520 && status <= 524);
}

}  // namespace

Error bad_answer(std::string message) {
  Error error;
  error.failure = Failure::bad_response;
  error.message = std::move(message);
  error.hint = "try again";
  error.status = 200;
  return error;
}

Error response_error(const HttpResponse& response, std::string_view body) {
  Error error = parse_error(response.status, body);
  add_retry_after(error, response);
  return error;
}

void add_retry_after(Error& error, const HttpResponse& response) {
  if (error.failure == Failure::rate_limited || error.failure == Failure::queue) {
    error.retry_after = retry_after(response, std::chrono::system_clock::now());
  }
}

/// All that will come has come: settles, and answers unless that was done before.
void Exchange::finish() {
  if (completion_.finish_reason == FinishReason::error) {
    fail(bad_answer("the service ended the answer with an error"));
    return;
  }
  if (std::exchange(closed_, true)) return;
  Completed result = completed();
  result.charged_tokens = reservation_.settle(completion_.usage);
  if (!completion_.usage || completion_.usage->total_tokens != result.charged_tokens) {
    result.usage_estimated = true;  // none, or one that the budget did not believe
    result.completion.usage.reset();
  }
  answer(std::move(result));
}

void Exchange::finish_json() {
  auto parsed = parse_completion(body_);
  if (!parsed) {
    add_retry_after(parsed.error(), response_);
    fail(std::move(parsed.error()));
    return;
  }
  completion_ = std::move(*parsed);
  first_text_ = elapsed();
  // A stream was asked for: its one piece. There is nothing left to stop.
  if (stream_ && on_text_ && !completion_.content.empty()) on_text_(completion_.content);
  finish();
}

/// Always false, for the callers that stop reading with it.
bool Exchange::fail(Error error) {
  if (std::exchange(closed_, true)) return false;
  CompletionFailure failure;
  failure.sent = dispatched_;
  failure.partial_content = completion_.content;
  const bool refused = body_kind_ == Body::error && !given_up_in_between(response_.status);
  const bool unprocessed =
      !chunk_seen_ && body_kind_ != Body::none && proves_unprocessed(error.failure);
  if (!dispatched_ || refused || unprocessed) {
    reservation_.release();
  } else {
    // The usage of a chunk before the last is a running count: more may be billed.
    const bool final_usage = completion_.finish_reason.has_value();
    failure.charged_tokens = reservation_.settle(final_usage ? completion_.usage : std::nullopt);
  }
  failure.error = std::move(error);
  answer(tl::unexpected(std::move(failure)));
  return false;
}

void Exchange::end(Outcome outcome) {
  limit_.cancel();
  if (closed_) return;
  if (body_kind_ == Body::error) {  // also when its body broke off
    fail(response_error(response_, body_));
    return;
  }
  if (!outcome) {
    // A connection that breaks behind the finish_reason has delivered everything but its end.
    if (completion_.finish_reason) {
      finish();
    } else {
      fail(std::move(outcome.error().error));
    }
    return;
  }
  switch (body_kind_) {
    case Body::json:
      finish_json();
      return;
    case Body::stream:
      if (completion_.finish_reason) {
        finish();
      } else {
        fail(bad_answer("the answer ended before it was complete"));
      }
      return;
    default:
      fail(response_error(response_, body_));
      return;
  }
}

void Exchange::end(std::exception_ptr exception) {
  limit_.cancel();
  on_text_ = nullptr;
  exception_ = std::move(exception);  // the reservation charges itself when it goes
  wake_.cancel();
}

}  // namespace cerebras
