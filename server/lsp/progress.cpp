#include "server/lsp/progress.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <map>
#include <utility>

namespace server::lsp {

namespace {

constexpr std::chrono::milliseconds kBetweenReports(100);

/// The key of a token: 1 and "1" differ.
std::string key_of(const json::value& token) {
  return json::serialize(token);
}

bool is_token(const json::value& token) {
  return token.is_string() || token.is_int64() || token.is_uint64();
}

}  // namespace

struct ProgressRegistry::State {
  State(Rpc& r, Clock n) : rpc(r), now(std::move(n)) {}

  static asio::awaitable<void> open(std::shared_ptr<State> self,
                                    std::shared_ptr<Progress::State> bar);
  void cancel(const json::value& params);

  Rpc& rpc;
  const Clock now;
  bool client_support = false;
  bool alive = true;  ///< false: `rpc` may be gone
  std::uint64_t last_token = 0;
  std::map<std::string, std::weak_ptr<Progress::State>> bars;
};

struct Progress::State {
  enum class Phase { asking, shown, ended };

  State(std::shared_ptr<ProgressRegistry::State> r, json::value t, std::string name,
        std::function<void()> cancel)
      : registry(std::move(r)),
        token(std::move(t)),
        title(std::move(name)),
        on_cancel(std::move(cancel)) {}

  void begin();
  void report(json::object value);
  void end(json::object value);
  void send(std::string_view kind, json::object value, Priority priority);

  const std::shared_ptr<ProgressRegistry::State> registry;
  const json::value token;
  const std::string title;
  std::function<void()> on_cancel;
  Phase phase = Phase::asking;
  std::optional<json::object> waiting;  ///< the last report while asking
  std::chrono::steady_clock::time_point last_report{};
};

// --- One bar ------------------------------------------------------------------------------------

void Progress::State::send(std::string_view kind, json::object value, Priority priority) {
  if (!registry->alive) return;
  json::object whole{{"kind", kind}};
  for (auto& [name, member] : value) whole.emplace(name, std::move(member));
  registry->rpc.notify("$/progress", json::object{{"token", token}, {"value", std::move(whole)}},
                       priority);
}

void Progress::State::begin() {
  phase = Phase::shown;
  const bool cancellable = static_cast<bool>(on_cancel);
  send("begin", json::object{{"title", title}, {"cancellable", cancellable}}, Priority::reply);
  if (waiting) report(std::move(*waiting));
}

void Progress::State::report(json::object value) {
  if (phase == Phase::asking) waiting = std::move(value);
  if (phase != Phase::shown) return;
  const auto now = registry->now();
  if (last_report.time_since_epoch().count() != 0 && now - last_report < kBetweenReports) return;
  last_report = now;
  send("report", std::move(value), Priority::droppable);
}

void Progress::State::end(json::object value) {
  const auto before = std::exchange(phase, Phase::ended);
  if (before == Phase::ended) return;
  registry->bars.erase(key_of(token));
  on_cancel = nullptr;
  if (before == Phase::shown) send("end", std::move(value), Priority::reply);
}

Progress::Progress(std::shared_ptr<State> state) : state_(std::move(state)) {}

Progress::Progress(Progress&&) noexcept = default;

Progress& Progress::operator=(Progress&& other) noexcept {
  if (this == &other) return *this;
  if (state_) state_->end({});
  state_ = std::move(other.state_);
  return *this;
}

Progress::~Progress() {
  if (state_) state_->end({});
}

void Progress::report(std::string message, std::optional<unsigned> percentage) {
  if (!state_) return;
  json::object value{{"message", std::move(message)}};
  if (percentage) value["percentage"] = std::min(*percentage, 100U);
  state_->report(std::move(value));
}

void Progress::end(std::string message) {
  if (state_) state_->end(json::object{{"message", std::move(message)}});
}

// --- The registry -------------------------------------------------------------------------------

asio::awaitable<void> ProgressRegistry::State::open(std::shared_ptr<State> self,
                                                    std::shared_ptr<Progress::State> bar) {
  json::object params{{"token", bar->token}};
  const auto created =
      co_await self->rpc.request("window/workDoneProgress/create", std::move(params));
  if (created && bar->phase == Progress::State::Phase::asking) bar->begin();
}

void ProgressRegistry::State::cancel(const json::value& params) {
  const auto* object = params.if_object();
  const auto* token = object != nullptr ? object->if_contains("token") : nullptr;
  const auto found = token != nullptr ? bars.find(key_of(*token)) : bars.end();
  const auto bar = found != bars.end() ? found->second.lock() : nullptr;
  if (!bar) return;
  if (const auto on_cancel = std::exchange(bar->on_cancel, nullptr)) on_cancel();
}

ProgressRegistry::ProgressRegistry(Rpc& rpc, Clock now)
    : state_(std::make_shared<State>(rpc, std::move(now))) {
  rpc.on_notification("window/workDoneProgress/cancel",
                      [state = state_](const json::value& params) {
                        state->cancel(params);
                        return Result<void>();
                      });
}

ProgressRegistry::~ProgressRegistry() {
  state_->alive = false;
}

void ProgressRegistry::set_client_support(bool work_done_progress) {
  state_->client_support = work_done_progress;
}

asio::awaitable<Progress> ProgressRegistry::begin(std::optional<json::value> token,
                                                  std::string title,
                                                  std::function<void()> on_cancel) {
  const bool ours = !token || !is_token(*token);
  if (ours && !state_->client_support) co_return Progress();
  if (ours) token = json::value("cerebras-" + std::to_string(++state_->last_token));
  auto bar = std::make_shared<Progress::State>(state_, std::move(*token), std::move(title),
                                               std::move(on_cancel));
  state_->bars[key_of(bar->token)] = bar;
  if (ours) {
    const auto executor = co_await asio::this_coro::executor;
    asio::co_spawn(executor, State::open(state_, bar), asio::detached);
  } else {
    bar->begin();
  }
  co_return Progress(std::move(bar));
}

}  // namespace server::lsp
