// One chat completion between its first byte and the settlement of its reservation. Shared by the
// caller, who may leave early, and the transfer, which then goes on for at most a second: the usage
// that ends it is worth more than the bytes. Knows no key. Asio thread; included by client*.cpp.
#pragma once

#include "cerebras/client.hpp"
#include "cerebras/sse.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace cerebras {

/// The error in a response that is not the answer: its body, and how long to wait by its headers.
Error response_error(const HttpResponse& response, std::string_view body);
/// How long to wait, for the failures that pass by themselves.
void add_retry_after(Error& error, const HttpResponse& response);

/// A response that is not the answer it should be.
Error bad_answer(std::string message);

/// A caller that left: so long the transfer may go on to its usage. Also for the end of a stream
/// behind its last chunk, because a stream that is read to its end leaves its connection reusable.
inline constexpr std::chrono::milliseconds drain_time{1000};

class Exchange : public std::enable_shared_from_this<Exchange> {
 public:
  using Result = tl::expected<Completed, CompletionFailure>;
  using Outcome = tl::expected<HttpResponse, HttpFailure>;

  Exchange(const boost::asio::any_io_executor& executor, Reservation reservation, OnText on_text,
           bool stream);

  // The caller's side.
  [[nodiscard]] bool answered() const { return result_.has_value() || exception_; }
  /// Waited for by the caller; cancelled when there is an answer.
  boost::asio::steady_timer& wake() { return wake_; }
  /// Once, when answered. Rethrows what `on_text` threw.
  Result take_result();
  /// The caller was cancelled: on_text is not called any more, the transfer is drained.
  Result abandon();
  [[nodiscard]] const std::string& http_version() const { return response_.http_version; }

  // The transfer's side.
  HttpSink sink();
  boost::asio::cancellation_slot cancellation_slot() { return stop_.slot(); }
  void end(Outcome outcome);
  void end(std::exception_ptr exception);

 private:
  enum class Body { none, stream, json, page, error };

  void headers(const HttpResponse& response);
  bool bytes(std::string_view bytes);
  bool event(const SseEvent& event);
  bool text(std::size_t known);
  void finish();
  void finish_json();
  bool fail(Error error);
  void answer(Result result);
  void stop_early();
  void limit_time(std::chrono::milliseconds time);
  void time_is_up();
  [[nodiscard]] Completed completed();
  [[nodiscard]] std::chrono::microseconds elapsed() const;

  Reservation reservation_;
  OnText on_text_;
  bool stream_;
  std::size_t max_content_;
  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
  std::chrono::microseconds first_text_{};

  Body body_kind_ = Body::none;
  HttpResponse response_;  // status and headers
  std::string body_;       // of an unstreamed answer or an error
  SseParser sse_;
  ChatCompletion completion_;
  bool dispatched_ = false;
  bool chunk_seen_ = false;
  bool closed_ = false;  // settled or released; what still comes is only read

  boost::asio::steady_timer wake_;
  boost::asio::steady_timer limit_;
  boost::asio::cancellation_signal stop_;
  std::optional<Result> result_;
  std::exception_ptr exception_;
};

}  // namespace cerebras
