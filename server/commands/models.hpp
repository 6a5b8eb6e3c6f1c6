// cerebras.listModels and cerebras.selectModel.
#pragma once

#include "server/commands/services.hpp"
#include "server/commands/table.hpp"

#include <boost/json.hpp>

namespace server::commands {

/// [{id, name, contextTokens, maxOutputTokens, configured, used}] of what the service offers.
json::array models_array(const generate::Generator& generator);

void register_model_commands(CommandTable& table, const CommandServices& services);

}  // namespace server::commands
