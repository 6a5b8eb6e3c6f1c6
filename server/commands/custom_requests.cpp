#include "server/commands/custom_requests.hpp"

#include "cerebras/credentials.hpp"
#include "server/commands/text_completion.hpp"
#include "server/generate/refusal.hpp"

namespace server::commands {

using protocol::ErrorCode;
using protocol::ResponseError;

namespace {

struct SetCredentialParams {
  std::optional<std::string> apiKey;
  std::optional<std::string> origin;
};
BOOST_DESCRIBE_STRUCT(SetCredentialParams, (), (apiKey, origin))

ResponseError bad_params(std::string message) {
  return {ErrorCode::invalid_params, std::move(message), {}};
}

lsp::Result<> set_credential(const CommandServices& services, SetCredentialParams params) {
  std::optional<cerebras::Origin> origin;
  if (params.origin) {
    auto url = cerebras::parse_base_url(*params.origin);
    if (!url) return tl::unexpected(bad_params("params.origin: " + url.error()));
    origin = std::move(url->origin);
  }
  std::optional<cerebras::ApiKey> key;
  if (params.apiKey) {
    auto parsed = cerebras::ApiKey::parse(std::move(*params.apiKey));
    if (!parsed) return tl::unexpected(bad_params("params.apiKey: " + parsed.error()));
    key = std::move(*parsed);
  }
  services.backend().credentials.set(std::move(key), std::move(origin));
  return json::value(json::object{{"ok", true}});
}

/// The key is new: read the list of models with it, which also tells whether it is accepted.
asio::awaitable<lsp::Result<>> set_credential_and_refresh(CommandServices services,
                                                          SetCredentialParams params) {
  auto done = set_credential(services, std::move(params));
  if (!done) co_return done;
  services.reload();
  co_return done;
}

/// Streamed text completion: each piece of text as $/progress on the partialResultToken.
asio::awaitable<lsp::Result<>> generate_text(lsp::Rpc& rpc, CommandServices services,
                                             json::value params) {
  auto* object = params.if_object();
  if (!object) co_return tl::unexpected(bad_params("params: expected object"));
  std::optional<json::value> token;
  if (auto* found = object->if_contains("partialResultToken"); found && !found->is_null()) {
    if (!found->is_string() && !found->is_int64()) {
      co_return tl::unexpected(bad_params("params.partialResultToken: expected integer or string"));
    }
    token = *found;
  }
  object->erase("partialResultToken");
  object->erase("workDoneToken");
  auto input = parse_text_completion(*object);
  if (!input) co_return tl::unexpected(bad_params("params." + input.error()));

  auto ask = to_ask(std::move(*input));
  ask.stream = token.has_value();
  if (token) {
    ask.on_text = [&rpc, token = *token](std::string_view text) {
      json::object progress{{"token", token}, {"value", {{"content", text}}}};
      rpc.notify("$/progress", std::move(progress), lsp::Priority::droppable);
      return true;
    };
  }
  auto outcome = co_await services.backend().generator.generate(std::move(ask));
  auto output = text_completion_output(std::move(outcome));
  if (!output) co_return tl::unexpected(generate::refusal(output.error()));
  co_return json::value(std::move(*output));
}

}  // namespace

void register_custom_requests(lsp::Rpc& rpc, const CommandServices& services) {
  rpc.on_request<SetCredentialParams>(
      "cerebras/setCredential", [services](SetCredentialParams params) {
        return set_credential_and_refresh(services, std::move(params));
      });
  rpc.on_request("cerebras/recent", [services](json::value) -> asio::awaitable<lsp::Result<>> {
    co_return json::value(services.backend().recent.to_json());
  });
  rpc.on_request("cerebras/generate", [&rpc, services](json::value params) {
    return generate_text(rpc, services, std::move(params));
  });
}

void register_state_commands(CommandTable& table, const CommandServices& services) {
  using Token = std::optional<json::value>;
  table.add("cerebras.showRecent",
            [services](json::array, Token) -> asio::awaitable<lsp::Result<>> {
              co_return json::value(services.backend().recent.to_json());
            });
  table.add("cerebras.restart", [services](json::array, Token) -> asio::awaitable<lsp::Result<>> {
    services.reload();
    json::object result{{"ok", true}};
    co_return json::value(std::move(result));
  });
}

}  // namespace server::commands
