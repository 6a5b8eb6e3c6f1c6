#include "server/generate/failures.hpp"

#include <utility>

namespace server::generate {

using cerebras::Error;
using cerebras::Failure;

Error budget_error(const cerebras::Refusal& refusal) {
  Error error;
  error.failure = Failure::budget;
  error.message = refusal.message;
  error.hint = "raise the budget with the command cerebras.budget.raise, or start a new session";
  return error;
}

Error model_error(std::string message) {
  Error error;
  error.failure = Failure::model_not_found;
  error.message = std::move(message);
  error.hint = "choose a model with the command cerebras.selectModel or the setting cerebras.model";
  return error;
}

Error disabled_error() {
  Error error;
  error.failure = Failure::disabled;
  error.message = "Cerebras is switched off";
  error.hint = "set cerebras.enabled to true";
  return error;
}

bool describes_state(const Error& error) {
  switch (error.failure) {
    case Failure::disabled:
    case Failure::cancelled:
    case Failure::context_too_long:
    case Failure::invalid_request:
    case Failure::truncated:
      return false;
    default:
      return true;
  }
}

}  // namespace server::generate
