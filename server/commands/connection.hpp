// cerebras.testConnection: is the key accepted, which model would answer, how fast. Never fails as
// a request: `ok: false` and a message instead. Spends no tokens.
#pragma once

#include "server/commands/services.hpp"
#include "server/commands/table.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/json.hpp>

namespace server::commands {

/// {ok, origin, keySource, models, model, latencyMs, httpVersion, message}
asio::awaitable<json::object> test_connection(generate::Backend& backend);

void register_test_connection(CommandTable& table, const CommandServices& services);

}  // namespace server::commands
