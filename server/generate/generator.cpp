#include "server/generate/generator.hpp"

#include "cerebras/models.hpp"
#include "server/generate/budget_notices.hpp"
#include "server/generate/build_request.hpp"
#include "server/generate/failures.hpp"

#include <boost/asio/this_coro.hpp>

#include <algorithm>

namespace server::generate {

namespace asio = boost::asio;
using cerebras::Error;
using cerebras::Failure;

struct Generator::State {
  const lsp::Settings& settings;
  cerebras::Client& client;
  cerebras::Credentials& credentials;
  cerebras::Budget& budget;
  Recent& recent;
  GeneratorHooks hooks;

  std::vector<std::string> offered;           // empty: not known yet
  std::optional<std::string> selected_model;  // cerebras.selectModel, this process only
  std::optional<Error> last_failure;
  std::vector<std::string> said;  // notices, each once
  BudgetNotices budget_notices;
  std::uint64_t violations_told = 0;
  std::size_t running = 0;
  const boost::json::object extra_body = settings.extra_body;  // protected: as it was at the start

  void say_once(const std::string& notice) {
    if (std::find(said.begin(), said.end(), notice) != said.end()) return;
    said.push_back(notice);
    if (hooks.on_notice) hooks.on_notice(notice);
  }
  void changed() {
    if (hooks.on_change) hooks.on_change();
  }
  [[nodiscard]] std::string configured() const { return selected_model.value_or(settings.model); }
  [[nodiscard]] auto choose(const std::optional<std::string>& model) const {
    return cerebras::choose_model(model.value_or(configured()), settings.fallback_models, offered);
  }
  [[nodiscard]] cerebras::ChatCompletionRequest request_for(const Ask& ask,
                                                            const std::string& model) const {
    const bool own_origin = client.settings().base_url.origin.is_cerebras();
    auto request = build_request(ask, settings, model, own_origin);
    request.extra_body = extra_body;
    return request;
  }
};

namespace {

/// Counts the running requests and tells the status, on every way out.
class RunningMark {
 public:
  RunningMark(std::size_t& running, std::function<void()> changed)
      : running_(running), changed_(std::move(changed)) {
    ++running_;
    changed_();
  }
  ~RunningMark() {
    --running_;
    changed_();
  }
  RunningMark(const RunningMark&) = delete;
  RunningMark& operator=(const RunningMark&) = delete;

 private:
  std::size_t& running_;
  std::function<void()> changed_;
};

std::chrono::milliseconds to_ms(std::chrono::microseconds time) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(time);
}

Answer to_answer(cerebras::Completed completed, std::int64_t max_completion_tokens) {
  Answer answer;
  answer.content = std::move(completed.completion.content);
  answer.finish_reason = completed.completion.finish_reason.value_or(cerebras::FinishReason::stop);
  answer.model = std::move(completed.completion.model);
  answer.usage_estimated = completed.usage_estimated;
  if (completed.completion.usage) {
    answer.usage = *completed.completion.usage;
  } else {
    const auto output = static_cast<std::uint64_t>(max_completion_tokens);
    answer.usage.total_tokens = completed.charged_tokens;
    answer.usage.completion_tokens = std::min(output, completed.charged_tokens);
    answer.usage.prompt_tokens = completed.charged_tokens - answer.usage.completion_tokens;
    answer.usage_estimated = true;
  }
  return answer;
}

}  // namespace

Generator::Generator(const lsp::Settings& settings, cerebras::Client& client,
                     cerebras::Credentials& credentials, cerebras::Budget& budget, Recent& recent,
                     GeneratorHooks hooks)
    : state_(new State{
          settings, client, credentials, budget, recent, std::move(hooks), {}, {}, {}, {}, {}, 0}) {
}
Generator::~Generator() {
  state_->hooks = {};  // coroutines that unwind later have nobody to tell
}

cerebras::ChatCompletionRequest Generator::build(const Ask& ask) const {
  auto choice = state_->choose(ask.model);
  const auto model =
      choice ? choice->id : cerebras::canonical_model(ask.model.value_or(state_->configured()));
  return state_->request_for(ask, model);
}

namespace {

using Outcome = tl::expected<Answer, AskFailure>;

Outcome failed(Error error) {
  AskFailure failure;
  failure.error = std::move(error);
  return tl::unexpected(std::move(failure));
}

void record(Recent& recent, std::uint64_t id, const Outcome& outcome) {
  auto* entry = recent.find(id);
  if (!entry) return;
  if (outcome) {
    entry->outcome = "answered";
    entry->model = outcome->model;
    return;
  }
  const auto& failure = outcome.error();
  const bool cancelled = failure.error.failure == Failure::cancelled;
  entry->outcome = cancelled ? "cancelled" : "failed";
  entry->reason = to_string(failure.error.failure);
}

}  // namespace

asio::awaitable<Outcome> Generator::send_once(std::shared_ptr<State> state, const Ask& ask,
                                              std::uint64_t recent_id) {
  auto choice = state->choose(ask.model);
  if (!choice) co_return failed(model_error(std::move(choice.error())));
  if (choice->fell_back) state->say_once(choice->notice);

  auto request = state->request_for(ask, choice->id);
  cerebras::ReserveOptions options;
  options.automatic = ask.automatic;
  options.min_completion_tokens = std::min(ask.min_completion_tokens, ask.max_completion_tokens);
  auto reservation = state->budget.reserve(request, options, std::chrono::system_clock::now());
  if (!reservation) co_return failed(budget_error(reservation.error()));

  const auto cap = reservation->max_completion_tokens();
  reservation->on_end(
      [state, recent_id](const cerebras::Charge& charge) { settled(*state, recent_id, charge); });
  auto on_text = ask.on_text;
  auto completed = co_await state->client.complete(std::move(request), std::move(*reservation),
                                                   std::move(on_text));
  auto* entry = state->recent.find(recent_id);
  if (!completed) {
    AskFailure failure;
    failure.charged_tokens = completed.error().charged_tokens;
    failure.sent = completed.error().sent;
    failure.error = std::move(completed.error().error);
    failure.model = choice->id;
    if (entry) entry->model = choice->id;
    co_return tl::unexpected(std::move(failure));
  }
  if (entry) {
    entry->first_text = to_ms(completed->first_text);
    entry->total = std::max(to_ms(completed->total), std::chrono::milliseconds(1));
  }
  auto answer = to_answer(std::move(*completed), cap);
  if (answer.model.empty()) answer.model = choice->id;
  answer.recent_id = recent_id;
  co_return answer;
}

asio::awaitable<Outcome> Generator::generate(Ask ask) {
  auto state = state_;
  co_await asio::this_coro::throw_if_cancelled(false);
  if (!state->settings.enabled) co_return failed(disabled_error());
  RunningMark mark(state->running, [state] { state->changed(); });
  RecentEntry entry;
  entry.feature = ask.feature;
  entry.outcome = "running";
  const auto id = state->recent.add(std::move(entry));

  auto outcome = co_await send_once(state, ask, id);
  if (!outcome && outcome.error().error.failure == Failure::model_not_found &&
      outcome.error().sent) {
    // The model has gone since the list was read (or it was never read): ask for the list, then
    // once more under a reservation of its own. Nothing was processed, so nothing was charged.
    const auto gone = outcome.error().model;
    auto listed = co_await refresh_models(state);
    std::erase(state->offered, gone);
    auto choice = state->choose(ask.model);
    if (listed && !choice) outcome.error().error = model_error(choice.error());  // what is offered
    if (listed && choice && choice->id != gone) outcome = co_await send_once(state, ask, id);
  } else if (!outcome && outcome.error().error.failure == Failure::auth && outcome.error().sent &&
             state->credentials.refresh_after_rejection()) {
    outcome = co_await send_once(state, ask, id);
  }
  finish(*state, id, outcome);
  co_return outcome;
}

void Generator::finish(State& state, std::uint64_t recent_id, const Outcome& outcome) {
  record(state.recent, recent_id, outcome);
  if (outcome) {
    state.last_failure.reset();
  } else if (describes_state(outcome.error().error)) {
    state.last_failure = outcome.error().error;
  }
}

/// A request that was stopped or cancelled early is settled after its caller has gone on: what it
/// cost is noted here, not with the answer.
void Generator::settled(State& state, std::uint64_t recent_id, const cerebras::Charge& charge) {
  if (auto* entry = state.recent.find(recent_id)) {
    entry->prompt_tokens = charge.usage.prompt_tokens;
    entry->completion_tokens = charge.usage.completion_tokens;
    entry->charged_tokens = charge.usage.total_tokens;
  }
  if (state.budget.bound_violations() > state.violations_told) {
    state.violations_told = state.budget.bound_violations();
    state.say_once(
        "Cerebras: an answer took more tokens than were reserved for it; they are charged. With "
        "cerebras.budget.mode \"strict\" the reservation can not be exceeded");
  }
  const auto now = std::chrono::system_clock::now();
  for (const auto scope :
       {cerebras::Scope::session, cerebras::Scope::day, cerebras::Scope::month}) {
    const auto window = state.budget.state(scope, now);
    auto notice = state.budget_notices.check(scope, window, state.settings.budget_notify_at);
    if (notice && state.hooks.on_notice) state.hooks.on_notice(*notice);
  }
  state.changed();
}

asio::awaitable<tl::expected<std::vector<std::string>, Error>> Generator::refresh_models(
    std::shared_ptr<State> state) {
  auto listed = co_await state->client.models();
  if (!listed) {
    if (describes_state(listed.error())) state->last_failure = listed.error();
    state->changed();
    co_return listed;
  }
  state->offered = *listed;
  // The service was reached and took the key; the budget is another matter.
  if (state->last_failure && state->last_failure->failure != Failure::budget) {
    state->last_failure.reset();
  }
  auto choice = state->choose(std::nullopt);
  if (!choice) {
    state->last_failure = model_error(choice.error());
    state->say_once(choice.error());
  } else if (choice->fell_back) {
    state->say_once(choice->notice);
  }
  state->changed();
  co_return listed;
}

asio::awaitable<tl::expected<std::vector<std::string>, Error>> Generator::refresh_models() {
  return refresh_models(state_);
}

tl::expected<std::string, std::string> Generator::select_model(std::string_view name) {
  auto id = cerebras::canonical_model(name);
  const auto& offered = state_->offered;
  if (!offered.empty() && std::find(offered.begin(), offered.end(), id) == offered.end()) {
    std::string list;
    for (const auto& each : offered) list += (list.empty() ? "" : ", ") + each;
    return tl::unexpected("model \"" + id + "\" is not offered; choose one of: " + list);
  }
  state_->selected_model = id;
  state_->last_failure.reset();
  state_->changed();
  return id;
}

std::string Generator::configured_model() const {
  return cerebras::canonical_model(state_->configured());
}

std::string Generator::current_model() const {
  auto choice = state_->choose(std::nullopt);
  return choice ? choice->id : configured_model();
}

const std::vector<std::string>& Generator::offered_models() const {
  return state_->offered;
}
void Generator::budget_changed() {
  if (state_->last_failure && state_->last_failure->failure == Failure::budget) {
    state_->last_failure.reset();
  }
  state_->changed();
}

std::size_t Generator::running() const {
  return state_->running;
}
const std::optional<Error>& Generator::last_failure() const {
  return state_->last_failure;
}

}  // namespace server::generate
