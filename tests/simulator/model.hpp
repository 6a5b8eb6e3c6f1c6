// The simulator's built-in "model": a small deterministic program that reads the prompts described
// in docs/prompts.md and answers in the form they ask for. It copies and follows rules; it knows
// nothing. Text that a person reads says that it is simulated. Pure.
#pragma once

#include "tests/simulator/chat_request.hpp"

#include <string>
#include <vector>

namespace simulator {

/// The answer to the last user message.
std::string simulate(const std::vector<Message>& messages);

}  // namespace simulator
