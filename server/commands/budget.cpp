#include "server/commands/budget.hpp"

#include "server/generate/status_object.hpp"

namespace server::commands {

using protocol::ErrorCode;

namespace {

lsp::Result<> state(const CommandServices& services) {
  return json::value(generate::budget_object(services.backend().budget));
}

lsp::Result<> raise(const CommandServices& services, json::array arguments) {
  auto object = object_argument(std::move(arguments));
  if (!object) return tl::unexpected(std::move(object.error()));
  const auto* tokens = object->if_contains("tokens");
  boost::system::error_code inexact;
  const auto number =
      tokens && tokens->is_number() ? tokens->to_number<std::int64_t>(inexact) : std::int64_t{0};
  if (inexact || number < 1 || number > 1'000'000'000'000) {
    return tl::unexpected(
        protocol::ResponseError{ErrorCode::invalid_params,
                                "params.arguments.0.tokens: expected integer in 1..1000000000000",
                                {}});
  }
  services.backend().budget.raise_session(static_cast<std::uint64_t>(number));
  services.changed();
  return state(services);
}

lsp::Result<> reset(const CommandServices& services) {
  services.backend().budget.reset_session();
  services.changed();
  return state(services);
}

}  // namespace

void register_budget_commands(CommandTable& table, const CommandServices& services) {
  using Token = std::optional<json::value>;
  table.add("cerebras.budget.status",
            [services](json::array, Token) -> asio::awaitable<lsp::Result<>> {
              co_return state(services);
            });
  table.add("cerebras.budget.reset",
            [services](json::array, Token) -> asio::awaitable<lsp::Result<>> {
              co_return reset(services);
            });
  table.add("cerebras.budget.raise",
            [services](json::array arguments, Token) -> asio::awaitable<lsp::Result<>> {
              co_return raise(services, std::move(arguments));
            });
}

}  // namespace server::commands
