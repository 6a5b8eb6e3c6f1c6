#include "server/generate/status_object.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace server::generate {

namespace json = boost::json;
using cerebras::Failure;

namespace {

json::object window_object(const cerebras::WindowState& window) {
  json::object result;
  result["limit"] = window.limit ? json::value(*window.limit) : json::value(nullptr);
  result["used"] = window.used;
  result["reserved"] = window.reserved;
  result["remaining"] = window.remaining ? json::value(*window.remaining) : json::value(nullptr);
  return result;
}

std::string_view kind_of(Failure failure) {
  switch (failure) {
    case Failure::no_key:
      return "noKey";
    case Failure::network:
    case Failure::tls:
    case Failure::timeout:
      return "offline";
    case Failure::rate_limited:
    case Failure::queue:
      return "rateLimited";
    case Failure::budget:
      return "budgetExhausted";
    default:
      return "error";
  }
}

void add_state(const Backend& backend, const lsp::Settings& settings, json::object& status) {
  const auto& failure = backend.generator.last_failure();
  if (!settings.enabled) {
    status["kind"] = "disabled";
    status["message"] = "Cerebras is switched off by the setting cerebras.enabled";
  } else if (backend.generator.running() > 0) {
    status["kind"] = "busy";
    status["message"] = "";
  } else if (failure) {
    status["kind"] = kind_of(failure->failure);
    status["message"] =
        failure->hint.empty() ? failure->message : failure->message + " (" + failure->hint + ")";
    if (failure->retry_after) status["retryAfterMs"] = failure->retry_after->count();
  } else {
    status["kind"] = "ready";
    status["message"] = "";
  }
}

}  // namespace

json::object budget_object(const cerebras::Budget& budget) {
  const auto now = std::chrono::system_clock::now();
  json::object result;
  result["session"] = window_object(budget.state(cerebras::Scope::session, now));
  if (budget.limits().day_tokens) {
    result["day"] = window_object(budget.state(cerebras::Scope::day, now));
  }
  if (budget.limits().month_tokens) {
    result["month"] = window_object(budget.state(cerebras::Scope::month, now));
  }
  return result;
}

json::object status_object(const Backend& backend, const lsp::Settings& settings,
                           Acceptance acceptance) {
  json::object status;
  add_state(backend, settings, status);
  status["model"] = backend.generator.current_model();
  status["configuredModel"] = backend.generator.configured_model();
  status["budget"] = budget_object(backend.budget);
  const auto usage = backend.budget.total_usage();
  status["usage"] = {{"prompt_tokens", usage.prompt_tokens},
                     {"completion_tokens", usage.completion_tokens},
                     {"total_tokens", usage.total_tokens},
                     {"cached_tokens", usage.cached_tokens}};
  status["requests"] = backend.budget.requests();
  status["latencyMs"] = {{"p50", backend.recent.latency_ms(0.5)},
                         {"p95", backend.recent.latency_ms(0.95)}};
  status["acceptance"] = {{"shown", acceptance.shown}, {"accepted", acceptance.accepted}};
  return status;
}

}  // namespace server::generate
