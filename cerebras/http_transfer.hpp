// One HTTP exchange: an easy handle, its callbacks, its four timers (one timer, armed for whichever
// ends first). Lives in the frame of Http::perform; never moved. Included by http*.cpp only.
#pragma once

#include "cerebras/http.hpp"

#include <boost/asio/steady_timer.hpp>

#include <array>
#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <string>

struct curl_slist;

namespace cerebras {

class HttpReactor;

/// What a failed curl transfer means for a person. `detail` is curl's own words.
Error curl_error(int code, std::string_view host, std::string_view detail, long proxy_status);
/// A transfer ended by our timer; `setting` is its name in the configuration.
Error timeout_error(std::string message, std::string_view setting);
Error http_error(Failure failure, std::string message, std::string hint);

class HttpTransfer {
 public:
  using Clock = std::chrono::steady_clock;

  HttpTransfer(std::shared_ptr<HttpReactor> reactor, HttpRequest request, HttpSink sink);
  ~HttpTransfer();
  HttpTransfer(const HttpTransfer&) = delete;
  HttpTransfer& operator=(const HttpTransfer&) = delete;

  /// Hands the request to curl. A request that can not be made is done at once.
  void start();
  [[nodiscard]] bool done() const { return done_; }
  /// The timer, set to what ends first; it is cancelled when something has changed.
  boost::asio::steady_timer& armed_timer();
  /// Ends the transfer when one of its times is over.
  void check_deadline();
  void cancel();
  /// By the reactor: curl is through with it.
  void finish(int code);
  /// Once, when done. Rethrows what a sink threw.
  tl::expected<HttpResponse, HttpFailure> take_result();

  [[nodiscard]] void* handle() const { return easy_; }
  [[nodiscard]] long connections_opened() const;

 private:
  enum class Phase { connecting, waiting, receiving };
  struct Callbacks;

  [[nodiscard]] std::optional<Error> refuse() const;
  void set_callbacks();
  void set_options();
  void set_security_options();
  void set_headers();
  [[nodiscard]] Clock::time_point phase_deadline() const;
  void enter(Phase phase);
  void end(Error error);
  bool before_send();
  bool header_line(std::string_view line);
  bool end_of_headers();
  bool body_bytes(std::string_view bytes);
  /// False, with the reason kept: the callback aborts the transfer.
  bool abort(Error error);

  std::shared_ptr<HttpReactor> reactor_;
  HttpRequest request_;
  HttpSink sink_;
  HttpResponse response_;
  boost::asio::steady_timer timer_;
  Clock::time_point started_;
  Clock::time_point last_;  // entered the phase, or received
  Phase phase_ = Phase::connecting;
  bool sent_ = false;
  bool done_ = false;
  std::size_t header_bytes_ = 0;
  std::size_t body_bytes_ = 0;
  std::optional<Error> error_;
  std::exception_ptr exception_;
  void* easy_ = nullptr;
  curl_slist* header_list_ = nullptr;
  std::array<char, 256> curl_detail_{};  // CURL_ERROR_SIZE
};

}  // namespace cerebras
