#include "server/commands/budget.hpp"

#include "server/generate/refusal.hpp"
#include "server/generate/status_object.hpp"

namespace server::commands {

using protocol::ErrorCode;

namespace {

lsp::Result<> state(const CommandServices& services) {
  return json::value(generate::budget_object(services.backend().budget));
}

/// The explicit user actions stop at what an administrator has set.
std::optional<protocol::ResponseError> locked(const CommandServices& services) {
  if (!services.locked("budget.sessionTokens")) return std::nullopt;
  return generate::refusal("budget", "the session's limit is fixed by managed.json",
                           "ask who manages this machine");
}

lsp::Result<> raise(const CommandServices& services, json::array arguments) {
  if (auto refused = locked(services)) return tl::unexpected(std::move(*refused));
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
  services.backend().generator.budget_changed();
  return state(services);
}

lsp::Result<> reset(const CommandServices& services) {
  if (auto refused = locked(services)) return tl::unexpected(std::move(*refused));
  services.backend().budget.reset_session();
  services.backend().generator.budget_changed();
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
