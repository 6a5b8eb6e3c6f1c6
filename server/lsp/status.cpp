#include "server/lsp/status.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/system/error_code.hpp>

#include <utility>

namespace server::lsp {

struct StatusPublisher::State {
  State(Rpc& r, asio::any_io_executor executor, StatusSource s, std::chrono::milliseconds i)
      : rpc(r), source(std::move(s)), interval(i), pause(std::move(executor)) {}

  static void publish(const std::shared_ptr<State>& self);
  static void rest(const std::shared_ptr<State>& self);

  Rpc& rpc;
  const StatusSource source;
  const std::chrono::milliseconds interval;
  asio::steady_timer pause;
  json::object last;
  bool started = false;
  bool resting = false;
  bool changed = false;  ///< while resting
  bool alive = true;     ///< false: `rpc` and `source` may be gone
};

void StatusPublisher::State::publish(const std::shared_ptr<State>& self) {
  if (!self->alive) return;
  auto now = self->source();
  if (now == self->last) return;
  self->last = now;
  self->rpc.notify("cerebras/didChangeStatus", std::move(now));
  rest(self);
}

/// Nothing is sent for an interval; what changed in the meantime follows at its end.
void StatusPublisher::State::rest(const std::shared_ptr<State>& self) {
  self->resting = true;
  self->changed = false;
  self->pause.expires_after(self->interval);
  self->pause.async_wait([self](const boost::system::error_code& error) {
    if (error || !self->alive) return;
    self->resting = false;
    if (self->changed) publish(self);
  });
}

StatusPublisher::StatusPublisher(Rpc& rpc, asio::any_io_executor executor, StatusSource source,
                                 std::chrono::milliseconds interval)
    : state_(std::make_shared<State>(rpc, executor, std::move(source), interval)) {
  rpc.on_request("cerebras/status", [state = state_](json::value) -> asio::awaitable<Result<>> {
    co_return state->source();
  });
}

StatusPublisher::~StatusPublisher() {
  state_->alive = false;
  state_->pause.cancel();
}

void StatusPublisher::start() {
  state_->started = true;
  changed();
}

void StatusPublisher::changed() {
  if (!state_->started) return;
  if (state_->resting) {
    state_->changed = true;
  } else {
    State::publish(state_);
  }
}

}  // namespace server::lsp
