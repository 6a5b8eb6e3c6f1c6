#include "server/commands/connection.hpp"

#include <chrono>

namespace server::commands {
namespace {

std::string success_message(const generate::Backend& backend, std::size_t models) {
  const auto used = backend.generator.current_model();
  const auto configured = backend.generator.configured_model();
  auto message = "the key is accepted; " + std::to_string(models) + " models are offered; ";
  if (used == configured) return message + used + " answers";
  return message + configured + " is not offered, " + used + " answers instead";
}

}  // namespace

asio::awaitable<json::object> test_connection(generate::Backend& backend) {
  using Clock = std::chrono::steady_clock;
  const auto start = Clock::now();
  auto listed = co_await backend.generator.refresh_models();
  const std::chrono::duration<double, std::milli> elapsed = Clock::now() - start;

  json::object result;
  result["ok"] = listed.has_value();
  result["origin"] = backend.client.settings().base_url.origin.text();
  result["keySource"] = to_string(backend.credentials.source());
  json::array models;
  if (listed) {
    for (const auto& id : *listed) models.push_back(json::string(id));
  }
  result["models"] = models;
  result["model"] = backend.generator.current_model();
  result["latencyMs"] = elapsed.count();
  result["httpVersion"] = backend.client.http_version();
  if (listed) {
    result["message"] = success_message(backend, listed->size());
  } else {
    const auto& error = listed.error();
    result["kind"] = to_string(error.failure);
    result["message"] =
        error.hint.empty() ? error.message : error.message + " (" + error.hint + ")";
  }
  co_return result;
}

void register_test_connection(CommandTable& table, const CommandServices& services) {
  table.add("cerebras.testConnection",
            [services](json::array, std::optional<json::value>) -> asio::awaitable<lsp::Result<>> {
              auto result = co_await test_connection(services.backend());
              co_return json::value(std::move(result));
            });
}

}  // namespace server::commands
