#include "server/lsp/handover.hpp"

#include <boost/asio/post.hpp>

#include <condition_variable>
#include <csignal>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace server::lsp {

struct Handover::State {
  std::mutex mutex;
  std::condition_variable closed;
  std::optional<boost::asio::any_io_executor> executor;  ///< none: closed

  bool is_open() {
    const std::lock_guard lock(mutex);
    return executor.has_value();
  }
};

Handover::Handover(boost::asio::any_io_executor executor) : state_(std::make_shared<State>()) {
  state_->executor = std::move(executor);
}

void Handover::post(std::function<void()> task) const {
  // Under the lock, so that close() can not come between the look and the post.
  const std::lock_guard lock(state_->mutex);
  if (!state_->executor) return;
  boost::asio::post(*state_->executor, [state = state_, task = std::move(task)] {
    if (state->is_open()) task();
  });
}

void Handover::close() const {
  const std::lock_guard lock(state_->mutex);
  state_->executor.reset();
  state_->closed.notify_all();
}

bool Handover::wait_closed(std::chrono::milliseconds patience) const {
  std::unique_lock lock(state_->mutex);
  return state_->closed.wait_for(lock, patience, [this] { return !state_->executor; });
}

void start_thread(std::function<void()> body) {
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);  // a new thread inherits the mask
  std::thread(std::move(body)).detach();
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

}  // namespace server::lsp
