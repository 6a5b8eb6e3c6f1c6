// What the commands and custom requests may reach. References are valid while requests run (they
// are refused before initialize and after shutdown).
#pragma once

#include "server/generate/backend.hpp"
#include "server/lsp/settings.hpp"

#include <boost/json.hpp>

#include <functional>

namespace server::commands {

struct CommandServices {
  std::function<generate::Backend&()> backend;
  std::function<const lsp::Settings&()> settings;
  std::function<boost::json::object()> status;       ///< the status object
  std::function<bool(std::string_view key)> locked;  ///< managed.json names that setting
  std::function<void()> changed;                     ///< the status may have changed
  std::function<void()> reload;  ///< cerebras.restart: settings files and models again
};

}  // namespace server::commands
