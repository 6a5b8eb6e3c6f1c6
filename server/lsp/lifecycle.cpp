#include "server/lsp/lifecycle.hpp"

#include "server/lsp/parent_watch.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <atomic>
#include <unistd.h>
#include <utility>

namespace server::lsp {

namespace {

using protocol::ErrorCode;
using protocol::ResponseError;

/// Of a millisecond: what the answers of cancelled requests may take.
constexpr int kTurnsBeforeExit = 50;

enum class Phase { before_initialize, running, shut_down };

ResponseError refusal(ErrorCode code, std::string message) {
  return ResponseError{code, std::move(message), std::nullopt};
}

ResponseError client_does_not_read() {
  auto error = refusal(ErrorCode::request_failed, "the answers to earlier requests are not read");
  error.data = json::object{{"kind", "queue"}, {"hint", "the editor does not read our output"}};
  return error;
}

template <class Hook, class... Args>
void call(const Hook& hook, Args&&... args) {
  if (hook) hook(std::forward<Args>(args)...);
}

}  // namespace

struct Lifecycle::State {
  State(Rpc& r, asio::any_io_executor e, std::string v, LifecycleHooks h)
      : rpc(r), executor(std::move(e)), version(std::move(v)), hooks(std::move(h)) {}

  std::optional<ResponseError> gate(std::string_view method, bool is_request) const;
  Result<> initialize(const json::value& params);
  void shut_down();
  static void register_methods(const std::shared_ptr<State>& self);
  static void exit(const std::shared_ptr<State>& self);
  static asio::awaitable<void> exit_after_answers(std::shared_ptr<State> self);

  Rpc& rpc;
  const asio::any_io_executor executor;
  const std::string version;
  const LifecycleHooks hooks;
  Phase phase = Phase::before_initialize;
  bool exiting = false;
  bool alive = true;  ///< false: the Lifecycle is gone, `rpc` may be too
  /// Read by the watch's thread.
  std::shared_ptr<std::atomic<bool>> shutdown_received = std::make_shared<std::atomic<bool>>(false);
  std::optional<ParentWatch> parent_watch;
};

std::optional<ResponseError> Lifecycle::State::gate(std::string_view method,
                                                    bool is_request) const {
  if (!is_request && method == "exit") return std::nullopt;
  switch (phase) {
    case Phase::before_initialize:
      if (is_request && method == "initialize") return std::nullopt;
      return refusal(ErrorCode::server_not_initialized, "initialize comes first");
    case Phase::running:
      if (!is_request || method == "shutdown") return std::nullopt;
      if (method == "initialize") {
        return refusal(ErrorCode::invalid_request, "initialize was sent before");
      }
      if (hooks.congested && hooks.congested()) return client_does_not_read();
      return std::nullopt;
    case Phase::shut_down:
      break;
  }
  return refusal(ErrorCode::invalid_request, "the server is shut down");
}

Result<> Lifecycle::State::initialize(const json::value& params) {
  const auto* object = params.if_object();
  if (object == nullptr) return tl::unexpected(invalid_params({"params", "object"}));
  const auto info = initialize_info(*object);
  call(hooks.on_initialize, info);
  phase = Phase::running;
  if (info.process_id) parent_watch->add(*info.process_id);
  auto capabilities = rpc.capabilities(info.client);
  capabilities["positionEncoding"] = protocol::to_string(info.client.position_encoding);
  return json::object{{"capabilities", std::move(capabilities)},
                      {"serverInfo", {{"name", "cerebras-ls"}, {"version", version}}}};
}

/// Also where `exit` without `shutdown`, the input's end and the parent's death begin.
void Lifecycle::State::shut_down() {
  if (phase == Phase::shut_down) return;
  phase = Phase::shut_down;
  rpc.set_client_ready(false);
  rpc.cancel_all();
  call(hooks.on_shutdown);
}

void Lifecycle::State::exit(const std::shared_ptr<State>& self) {
  if (std::exchange(self->exiting, true)) return;
  self->shut_down();
  asio::co_spawn(self->executor, exit_after_answers(self), asio::detached);
}

/// Cancelled requests unwind in a few turns of the event loop; each still answers.
asio::awaitable<void> Lifecycle::State::exit_after_answers(std::shared_ptr<State> self) {
  asio::steady_timer turn(self->executor);
  for (int turns = 0; turns < kTurnsBeforeExit && self->alive && self->rpc.running() > 0; ++turns) {
    turn.expires_after(std::chrono::milliseconds(1));
    co_await turn.async_wait(asio::as_tuple(asio::use_awaitable));
  }
  if (self->alive) call(self->hooks.on_exit, *self->shutdown_received ? 0 : 1);
}

void Lifecycle::State::register_methods(const std::shared_ptr<State>& self) {
  auto& rpc = self->rpc;
  rpc.set_client_ready(false);
  rpc.set_gate(
      [self](std::string_view method, bool is_request) { return self->gate(method, is_request); });
  rpc.on_request("initialize", [self](json::value params) -> asio::awaitable<Result<>> {
    co_return self->initialize(params);
  });
  rpc.on_notification("initialized", [self](const json::value&) {
    self->rpc.set_client_ready(true);
    call(self->hooks.on_initialized);
    return Result<void>();
  });
  rpc.on_request("shutdown", [self](json::value) -> asio::awaitable<Result<>> {
    *self->shutdown_received = true;
    self->shut_down();
    co_return json::value();
  });
  rpc.on_notification("exit", [self](const json::value&) {
    exit(self);
    return Result<void>();
  });
}

Lifecycle::Lifecycle(Rpc& rpc, asio::any_io_executor executor, std::string version,
                     LifecycleHooks hooks)
    : state_(std::make_shared<State>(rpc, executor, std::move(version), std::move(hooks))) {
  State::register_methods(state_);
  ParentWatchOptions options;
  options.on_gone = [state = std::weak_ptr(state_)] {
    if (auto self = state.lock()) State::exit(self);
  };
  options.on_stuck = [shutdown_received = state_->shutdown_received] {
    ::_exit(*shutdown_received ? 0 : 1);
  };
  state_->parent_watch.emplace(std::move(executor), std::move(options));
}

Lifecycle::~Lifecycle() {
  state_->alive = false;
  state_->parent_watch.reset();
}

void Lifecycle::watch_parent(int process_id) {
  state_->parent_watch->add(process_id);
}

void Lifecycle::client_gone() {
  State::exit(state_);
}

bool Lifecycle::shutdown_received() const {
  return *state_->shutdown_received;
}

}  // namespace server::lsp
