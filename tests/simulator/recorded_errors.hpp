// The errors that the service was seen to send, by what they are about. Pure.
#pragma once

#include "tests/simulator/chat_request.hpp"

#include <cstdint>
#include <string>

namespace simulator {

ApiError wrong_format(std::string message);
ApiError wrong_key();
ApiError no_such_model();
ApiError no_such_path();
/// `current`: the prompt's tokens and those asked for.
ApiError context_too_long(std::int64_t current, std::int64_t limit);

/// What most often comes with that status, for a scenario that gives no body.
ApiError usual_error(int status);

}  // namespace simulator
