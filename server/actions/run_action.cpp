#include "server/actions/run_action.hpp"

#include "server/actions/outcome.hpp"
#include "server/actions/plan.hpp"
#include "server/generate/refusal.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <memory>
#include <utility>

namespace server::actions {

namespace asio = boost::asio;
using protocol::ResponseError;

namespace {

using Answered = tl::expected<generate::Answer, generate::AskFailure>;
using Timer = std::shared_ptr<asio::steady_timer>;

ResponseError cancelled() {
  return {protocol::ErrorCode::request_cancelled, "cancelled", std::nullopt};
}

Timer never(asio::any_io_executor executor) {
  return std::make_shared<asio::steady_timer>(std::move(executor),
                                              asio::steady_timer::time_point::max());
}

std::function<void()> cancel_by(Timer timer) {
  return [timer = std::move(timer)] { timer->cancel(); };
}

asio::awaitable<void> until_cancelled(Timer timer) {
  co_await timer->async_wait(asio::as_tuple(asio::use_awaitable));
}

std::string kind_of(const ResponseError& error) {
  const auto* data = error.data && error.data->is_object() ? &error.data->get_object() : nullptr;
  const auto* kind = data != nullptr ? data->if_contains("kind") : nullptr;
  return kind != nullptr && kind->is_string() ? std::string(kind->get_string()) : "failed";
}

// The model's answer, or that the person pressed cancel on the progress bar.
asio::awaitable<tl::expected<generate::Answer, ResponseError>> ask_with_progress(
    ActionServices services, generate::Ask ask, std::string title,
    std::optional<boost::json::value> token) {
  using asio::experimental::awaitable_operators::operator||;
  const auto executor = co_await asio::this_coro::executor;
  const Timer timer = never(executor);
  std::function<void()> on_cancel = cancel_by(timer);
  const auto bar =
      co_await services.progress.begin(std::move(token), std::move(title), std::move(on_cancel));
  auto answer = services.generate(std::move(ask));
  auto cancel = until_cancelled(timer);
  auto first = co_await (std::move(answer) || std::move(cancel));
  if (first.index() == 1) co_return tl::unexpected(cancelled());
  auto& answered = std::get<0>(first);
  if (!answered) co_return tl::unexpected(generate::refusal(answered.error().error));
  co_return std::move(*answered);
}

}  // namespace

asio::awaitable<tl::expected<ActionOutcome, ResponseError>> run_action(ActionInput input,
                                                                       ActionServices services) {
  co_await asio::this_coro::throw_if_cancelled(false);
  auto plan = make_plan(input, services);
  if (!plan) {
    services.recent().add_empty(input.id, kind_of(plan.error()));
    co_return tl::unexpected(std::move(plan.error()));
  }
  auto ask = std::move(plan->ask);
  std::string title = plan->action.title;
  auto token = std::move(input.work_done_token);
  auto answer =
      co_await ask_with_progress(services, std::move(ask), std::move(title), std::move(token));
  if (!answer) co_return tl::unexpected(std::move(answer.error()));
  auto outcome = outcome_of(*plan, *answer, services);
  if (!outcome) {
    services.recent().set_outcome(answer->recent_id, "failed", kind_of(outcome.error()));
    co_return tl::unexpected(std::move(outcome.error()));
  }
  const bool nothing = std::holds_alternative<NothingToChange>(outcome->what);
  services.recent().set_outcome(answer->recent_id, nothing ? "empty" : "shown",
                                nothing ? "filtered:unchanged" : "");
  co_return std::move(*outcome);
}

}  // namespace server::actions
