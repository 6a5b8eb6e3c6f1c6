#include "protocol/frame.hpp"
#include "server/lsp/handover.hpp"
#include "server/lsp/stdio.hpp"

#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <list>
#include <mutex>
#include <optional>
#include <poll.h>
#include <string_view>
#include <unistd.h>
#include <utility>

namespace server::lsp {

namespace {

constexpr std::chrono::milliseconds kDrain(200);

/// False when the other end is closed.
bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto written = ::write(fd, bytes.data(), bytes.size());
    if (written >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      pollfd writable{fd, POLLOUT, 0};  // someone who shares the description made it non-blocking
      ::poll(&writable, 1, -1);
    } else if (errno != EINTR) {
      return false;
    }
  }
  return true;
}

}  // namespace

struct Writer::State {
  struct Item {
    std::string body;
    Priority priority;
  };

  State(Handover handover, std::function<void()> broken, std::size_t limit)
      : to_main(std::move(handover)), on_broken(std::move(broken)), max_queued(limit) {}

  void push(std::string body, Priority priority);
  std::optional<std::string> take();
  void fail();
  void finish();

  const Handover to_main;
  const std::function<void()> on_broken;
  const std::size_t max_queued;

  std::mutex mutex;
  std::condition_variable more;
  std::condition_variable idle;
  std::list<Item> queue;
  std::deque<std::list<Item>::iterator> droppable;  ///< those of `queue`, oldest first
  std::size_t queued = 0;                           ///< bytes of `queue`
  bool writing = false;
  bool closed = false;  ///< by the client or by us: nothing is written any more
};

void Writer::State::push(std::string body, Priority priority) {
  const std::lock_guard lock(mutex);
  if (closed) return;
  queued += body.size();
  queue.push_back(Item{std::move(body), priority});
  if (priority == Priority::droppable) droppable.push_back(std::prev(queue.end()));
  while (queued > max_queued && !droppable.empty()) {
    queued -= droppable.front()->body.size();
    queue.erase(droppable.front());
    droppable.pop_front();
  }
  more.notify_one();
}

std::optional<std::string> Writer::State::take() {
  std::unique_lock lock(mutex);
  writing = false;
  if (queue.empty()) idle.notify_all();
  more.wait(lock, [this] { return closed || !queue.empty(); });
  if (closed) return std::nullopt;
  auto item = std::move(queue.front());
  if (item.priority == Priority::droppable) droppable.pop_front();
  queue.pop_front();
  queued -= item.body.size();
  writing = true;
  return std::move(item.body);
}

void Writer::State::fail() {
  const std::lock_guard lock(mutex);
  closed = true;
  idle.notify_all();
  to_main.post(on_broken);
}

void Writer::State::finish() {
  std::unique_lock lock(mutex);
  idle.wait_for(lock, kDrain, [this] { return closed || (queue.empty() && !writing); });
  closed = true;
  more.notify_all();
}

Writer::Writer(int fd, boost::asio::any_io_executor executor, std::function<void()> on_broken,
               std::size_t max_queued)
    : state_(std::make_shared<State>(Handover(std::move(executor)), std::move(on_broken),
                                     max_queued)) {
  start_thread([fd, state = state_] {
    while (const auto body = state->take()) {
      if (!write_all(fd, protocol::encode_frame(*body))) return state->fail();
    }
  });
}

Writer::~Writer() {
  state_->finish();
  state_->to_main.close();
}

void Writer::send(std::string body, Priority priority) {
  state_->push(std::move(body), priority);
}

bool Writer::congested() const {
  const std::lock_guard lock(state_->mutex);
  return state_->queued > state_->max_queued;
}

}  // namespace server::lsp
