// The status object of docs/protocol.md, from the backend's state. Pure reading.
#pragma once

#include "server/generate/backend.hpp"

#include <boost/json.hpp>

#include <cstdint>

namespace server::generate {

/// Inline completion items shown and accepted since the start.
struct Acceptance {
  std::uint64_t shown = 0;
  std::uint64_t accepted = 0;
};

boost::json::object status_object(const Backend& backend, const lsp::Settings& settings,
                                  Acceptance acceptance);

/// Only the part `budget` of it (command cerebras.budget.status).
boost::json::object budget_object(const cerebras::Budget& budget);

}  // namespace server::generate
