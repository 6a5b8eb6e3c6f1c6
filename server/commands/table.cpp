#include "server/commands/table.hpp"

#include "protocol/lsp.hpp"

namespace server::commands {

using protocol::ErrorCode;

void CommandTable::add(std::string name, CommandHandler handler) {
  handlers_.insert_or_assign(std::move(name), std::move(handler));
}

namespace {

lsp::Result<> unknown_command(const std::string& name) {
  return tl::unexpected(protocol::ResponseError{
      ErrorCode::invalid_params, "params.command: unknown command \"" + name + "\"", {}});
}

}  // namespace

void CommandTable::register_on(lsp::Rpc& rpc, std::shared_ptr<const CommandTable> table) {
  json::array names;
  for (const auto& [name, handler] : table->handlers_) names.push_back(json::string(name));
  rpc.capability([names](const protocol::ClientCapabilities&, json::object& capabilities) {
    capabilities["executeCommandProvider"] = {{"commands", names}, {"workDoneProgress", true}};
  });
  auto execute = [table](protocol::ExecuteCommandParams params) -> asio::awaitable<lsp::Result<>> {
    auto found = table->handlers_.find(params.command);
    if (found == table->handlers_.end()) co_return unknown_command(params.command);
    auto arguments = params.arguments.value_or(json::array());
    auto result = co_await found->second(std::move(arguments), std::move(params.workDoneToken));
    co_return result;
  };
  rpc.on_request<protocol::ExecuteCommandParams>("workspace/executeCommand", execute);
}

lsp::Result<json::object> object_argument(json::array arguments) {
  if (arguments.empty() || arguments.front().is_null()) return json::object();
  if (auto* object = arguments.front().if_object()) return std::move(*object);
  return tl::unexpected(protocol::ResponseError{
      ErrorCode::invalid_params, "params.arguments.0: expected object", {}});
}

}  // namespace server::commands
