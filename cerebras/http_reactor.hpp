// libcurl's multi handle driven by the Asio reactor: its sockets are waited for and its one timer
// is kept here, every event becomes one curl_multi_socket_action. Owned by Http and by the
// transfers that run; Asio thread. Included by http*.cpp only; curl's own header stays in those
// files, its handles are `void` (curl.h: "typedef void CURL").
#pragma once

#include "cerebras/http.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <map>
#include <memory>
#include <unordered_set>

namespace cerebras {

class HttpTransfer;

class HttpReactor : public std::enable_shared_from_this<HttpReactor> {
 public:
  HttpReactor(boost::asio::any_io_executor executor, HttpOptions options);
  ~HttpReactor();
  HttpReactor(const HttpReactor&) = delete;
  HttpReactor& operator=(const HttpReactor&) = delete;

  [[nodiscard]] const boost::asio::any_io_executor& executor() const { return executor_; }
  [[nodiscard]] const HttpOptions& options() const { return options_; }
  /// A callback of curl's is running: curl must not be entered again.
  [[nodiscard]] bool in_callback() const { return depth_ > 0; }
  [[nodiscard]] long connections_opened() const { return connections_opened_; }

  /// False when closed. The transfer must be removed before it is destroyed.
  bool add(HttpTransfer& transfer);
  /// Afterwards no callback of the transfer comes any more. No-op when it was not added.
  void remove(HttpTransfer& transfer);
  /// Ends all transfers and connections.
  void close();

 private:
  struct Watch;
  struct Callbacks;

  void open_multi();
  void close_multi();
  bool connections_are_stale();
  void watch_socket(int socket, int what);
  void arm(const std::shared_ptr<Watch>& watch, int direction);
  void set_timer(long milliseconds);
  void act(int socket, int events);
  void finish_completed();

  boost::asio::any_io_executor executor_;
  HttpOptions options_;
  boost::asio::steady_timer timer_;
  void* multi_ = nullptr;
  std::map<int, std::shared_ptr<Watch>> watches_;
  std::unordered_set<HttpTransfer*> transfers_;
  std::chrono::nanoseconds slept_{};  // the machine's sleep so far, as of the last transfer
  long connections_opened_ = 0;
  int depth_ = 0;
  bool kick_pending_ = false;
  bool closed_ = false;
};

}  // namespace cerebras
