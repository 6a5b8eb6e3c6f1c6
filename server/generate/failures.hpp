// The refusals that are ours, as the same type as the service's: budget, model, switched off.
#pragma once

#include "cerebras/budget.hpp"
#include "cerebras/error.hpp"

#include <string>

namespace server::generate {

cerebras::Error budget_error(const cerebras::Refusal& refusal);
/// `message` says what is offered.
cerebras::Error model_error(std::string message);
cerebras::Error disabled_error();

/// Whether a failure is to stay in the status: the refusal of one request is not the service's
/// state.
bool describes_state(const cerebras::Error& error);

}  // namespace server::generate
