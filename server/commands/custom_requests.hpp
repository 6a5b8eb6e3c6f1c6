// The requests beside the specification (docs/protocol.md): cerebras/setCredential,
// cerebras/status, cerebras/recent, cerebras/generate; and the commands cerebras.showRecent and
// cerebras.restart.
#pragma once

#include "server/commands/services.hpp"
#include "server/commands/table.hpp"
#include "server/lsp/rpc.hpp"

namespace server::commands {

void register_custom_requests(lsp::Rpc& rpc, const CommandServices& services);
void register_state_commands(CommandTable& table, const CommandServices& services);

}  // namespace server::commands
