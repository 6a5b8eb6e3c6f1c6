#include "cerebras/http_reactor.hpp"

#include "cerebras/http_transfer.hpp"

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/system/error_code.hpp>
#include <curl/curl.h>

#include <csignal>
#include <cstdlib>
#include <ctime>
#include <mutex>
#include <utility>

namespace cerebras {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

/// Process-wide, and only when the first request is made: the start of the server stays fast.
void set_up_curl_once() {
  static std::once_flag once;
  std::call_once(once, [] {
    // Would write the keys of every TLS connection to a file that the environment chooses.
    ::unsetenv("SSLKEYLOGFILE");
    // CURLOPT_NOSIGNAL keeps libcurl from doing this around its writes.
    struct sigaction current {};
    if (::sigaction(SIGPIPE, nullptr, &current) == 0 && current.sa_handler == SIG_DFL) {
      std::signal(SIGPIPE, SIG_IGN);
    }
    curl_global_init(CURL_GLOBAL_DEFAULT);
  });
}

/// What a burst of requests that overtake each other has needed may stay for the next one.
constexpr long max_idle_connections = 8;

/// How long the machine has slept since it was started; 0 where the system does not tell.
std::chrono::nanoseconds time_slept() {
#ifdef CLOCK_BOOTTIME
  timespec boot{};
  timespec awake{};
  if (clock_gettime(CLOCK_BOOTTIME, &boot) == 0 && clock_gettime(CLOCK_MONOTONIC, &awake) == 0) {
    return std::chrono::seconds(boot.tv_sec - awake.tv_sec) +
           std::chrono::nanoseconds(boot.tv_nsec - awake.tv_nsec);
  }
#endif
  return {};
}

}  // namespace

/// One socket of curl's, lent to Asio. curl owns it: released, never closed here.
struct HttpReactor::Watch {
  Watch(const asio::any_io_executor& executor, int fd) : descriptor(executor), socket(fd) {}
  ~Watch() { give_back(); }
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

  void give_back() {
    dead = true;
    if (descriptor.is_open()) descriptor.release();
  }

  asio::posix::stream_descriptor descriptor;
  int socket;
  int wanted = CURL_POLL_NONE;  // CURL_POLL_IN, OUT or both
  int waiting = 0;              // directions with an outstanding wait
  bool dead = false;            // curl took it back; a late completion is ignored
};

struct HttpReactor::Callbacks {
  static int on_socket(CURL*, curl_socket_t socket, int what, void* self, void*) {
    static_cast<HttpReactor*>(self)->watch_socket(socket, what);
    return 0;
  }
  static int on_timer(CURLM*, long milliseconds, void* self) {
    static_cast<HttpReactor*>(self)->set_timer(milliseconds);
    return 0;
  }
};

HttpReactor::HttpReactor(asio::any_io_executor executor, HttpOptions options)
    : executor_(std::move(executor)), options_(std::move(options)), timer_(executor_) {}

HttpReactor::~HttpReactor() {
  close();
}

void HttpReactor::open_multi() {
  set_up_curl_once();
  multi_ = curl_multi_init();
  curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &Callbacks::on_socket);
  curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, this);
  curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &Callbacks::on_timer);
  curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, this);
  // One request at a time on a connection, also with HTTP/2: libcurl 7.88.1 now and then leaves the
  // last frames of streams that share one in its buffer, with nothing to wake it (8 parallel bodies
  // of 100 kB: one run in two; with any event loop).
  curl_multi_setopt(multi_, CURLMOPT_PIPELINING, static_cast<long>(CURLPIPE_NOTHING));
  curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, max_idle_connections);
}

void HttpReactor::close_multi() {
  if (!multi_) return;
  curl_multi_cleanup(std::exchange(multi_, nullptr));  // may call back
  watches_.clear();
  timer_.cancel();
}

/// The clocks that age connections stand still while the machine sleeps: after it the kept ones
/// look young, and are dead at the other end. They are dropped when nothing runs on them; until
/// then new transfers take none of them.
bool HttpReactor::connections_are_stale() {
  const auto slept = time_slept();
  const bool stale = slept - slept_ > std::chrono::seconds(5);
  if (!transfers_.empty()) return stale;
  slept_ = slept;
  if (stale) close_multi();
  return false;
}

bool HttpReactor::add(HttpTransfer& transfer) {
  if (closed_) return false;
  const bool stale = connections_are_stale();
  if (!multi_) open_multi();
  if (stale) curl_easy_setopt(transfer.handle(), CURLOPT_FRESH_CONNECT, 1L);
  if (curl_multi_add_handle(multi_, transfer.handle()) != CURLM_OK) return false;
  transfers_.insert(&transfer);
  return true;
}

void HttpReactor::remove(HttpTransfer& transfer) {
  if (transfers_.erase(&transfer) == 0) return;
  curl_multi_remove_handle(multi_, transfer.handle());
  connections_opened_ += transfer.connections_opened();
}

void HttpReactor::close() {
  closed_ = true;
  while (!transfers_.empty()) {
    HttpTransfer& transfer = **transfers_.begin();
    remove(transfer);
    transfer.cancel();
  }
  close_multi();
}

void HttpReactor::watch_socket(int socket, int what) {
  const auto found = watches_.find(socket);
  if (what == CURL_POLL_REMOVE) {  // not now; the socket may come back
    if (found == watches_.end()) return;
    found->second->give_back();
    watches_.erase(found);
    return;
  }
  std::shared_ptr<Watch> watch;
  if (found != watches_.end()) {
    watch = found->second;
  } else {
    watch = std::make_shared<Watch>(executor_, socket);
    error_code error;
    watch->descriptor.assign(socket, error);
    if (error) return;  // not pollable: the transfer's own timers end it
    watches_.emplace(socket, watch);
  }
  watch->wanted = what;
  arm(watch, CURL_POLL_IN);
  arm(watch, CURL_POLL_OUT);
}

/// One outstanding wait per direction; armed again after the action if curl still wants it.
void HttpReactor::arm(const std::shared_ptr<Watch>& watch, int direction) {
  if (watch->dead || !(watch->wanted & direction) || (watch->waiting & direction)) return;
  watch->waiting |= direction;
  const bool reading = direction == CURL_POLL_IN;
  using Descriptor = asio::posix::stream_descriptor;
  const auto kind = reading ? Descriptor::wait_read : Descriptor::wait_write;
  auto done = [self = shared_from_this(), watch, direction, reading](error_code error) {
    watch->waiting &= ~direction;
    if (watch->dead || error == asio::error::operation_aborted) return;
    self->act(watch->socket,
              error ? CURL_CSELECT_ERR : (reading ? CURL_CSELECT_IN : CURL_CSELECT_OUT));
    self->arm(watch, direction);
  };
  watch->descriptor.async_wait(kind, std::move(done));
}

/// 0 ms is posted: a timer for it costs as much as the rest of a request, a direct call recurses.
void HttpReactor::set_timer(long milliseconds) {
  if (closed_ || milliseconds < 0) {
    timer_.cancel();
    return;
  }
  if (milliseconds == 0) {
    if (std::exchange(kick_pending_, true)) return;
    asio::post(executor_, [self = shared_from_this()] {
      self->kick_pending_ = false;
      self->act(CURL_SOCKET_TIMEOUT, 0);
    });
    return;
  }
  timer_.expires_after(std::chrono::milliseconds(milliseconds));
  timer_.async_wait([self = shared_from_this()](error_code error) {
    if (!error) self->act(CURL_SOCKET_TIMEOUT, 0);
  });
}

void HttpReactor::act(int socket, int events) {
  if (!multi_) return;
  int running = 0;
  ++depth_;
  curl_multi_socket_action(multi_, socket, events, &running);
  --depth_;
  finish_completed();
}

void HttpReactor::finish_completed() {
  int left = 0;
  while (CURLMsg* message = curl_multi_info_read(multi_, &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    const int code = message->data.result;
    HttpTransfer* transfer = nullptr;
    curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
    remove(*transfer);  // `message` is gone with it
    transfer->finish(code);
  }
}

}  // namespace cerebras
