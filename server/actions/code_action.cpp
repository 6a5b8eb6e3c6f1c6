#include "server/actions/code_action.hpp"

#include "protocol/json.hpp"
#include "server/actions/offer.hpp"
#include "server/actions/run_action.hpp"

#include <boost/asio/awaitable.hpp>

#include <utility>

namespace server::actions {

namespace asio = boost::asio;
namespace json = boost::json;

namespace {

using Actions = std::vector<protocol::CodeAction>;

asio::awaitable<lsp::Result<Actions>> list(ActionServices services,
                                           protocol::CodeActionParams params) {
  co_return offered_actions(params, services);
}

json::value with_edit(json::object action, const protocol::WorkspaceEdit& edit) {
  action["edit"] = protocol::encode(edit);
  return action;
}

// Answers the action as it came, unknown members included, with its edit.
asio::awaitable<lsp::Result<>> resolve(ActionServices services, json::value params) {
  const auto* sent = params.if_object();
  const auto* data = sent != nullptr ? sent->if_contains("data") : nullptr;
  if (data == nullptr) co_return std::move(params);  // ours without data carry a command
  auto decoded = protocol::decode<ActionData>(*data, "params.data");
  if (!decoded) co_return tl::unexpected(lsp::invalid_params(decoded.error()));
  auto input = input_of(std::move(*decoded));
  json::object action = *sent;
  auto outcome = co_await run_action(std::move(input), services);
  if (!outcome) co_return tl::unexpected(std::move(outcome.error()));
  if (const auto* edit = std::get_if<protocol::WorkspaceEdit>(&outcome->what)) {
    co_return with_edit(std::move(action), *edit);
  }
  show_message(services.rpc, outcome->title + ": nothing to change");
  const protocol::WorkspaceEdit nothing;
  co_return with_edit(std::move(action), nothing);
}

json::object provider() {
  json::object options;
  options["codeActionKinds"] =
      json::array{"quickfix", "refactor.rewrite.cerebras", "source.cerebras"};
  options["resolveProvider"] = true;
  return options;
}

}  // namespace

void register_code_action(lsp::Rpc& rpc, ActionServices services) {
  rpc.on_request<protocol::CodeActionParams>(
      "textDocument/codeAction",
      [services](protocol::CodeActionParams params) { return list(services, std::move(params)); });
  rpc.on_request("codeAction/resolve",
                 [services](json::value params) { return resolve(services, std::move(params)); });
  rpc.capability([](const protocol::ClientCapabilities&, json::object& capabilities) {
    capabilities["codeActionProvider"] = provider();
  });
  register_shown_documents(rpc, services.shown);
}

}  // namespace server::actions
