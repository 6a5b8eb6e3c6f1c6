// cerebras.budget.status, .reset and .raise: what is left, and the explicit user actions that
// change it. Limits are never raised by a workspace setting.
#pragma once

#include "server/commands/services.hpp"
#include "server/commands/table.hpp"

namespace server::commands {

void register_budget_commands(CommandTable& table, const CommandServices& services);

}  // namespace server::commands
