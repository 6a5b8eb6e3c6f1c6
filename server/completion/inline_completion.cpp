#include "server/completion/inline_completion.hpp"

#include "server/completion/request.hpp"

#include <boost/asio/this_coro.hpp>

#include <utility>

namespace server::completion {

namespace asio = boost::asio;
namespace json = boost::json;
using protocol::InlineCompletionItem;
using protocol::InlineCompletionList;
using protocol::InlineCompletionParams;

namespace {

Wanted wanted_of(const CompletionServices& services, InlineCompletionParams params) {
  Wanted wanted;
  wanted.feature = "inlineCompletion";
  wanted.uri = std::move(params.textDocument.uri);
  wanted.position = params.position;
  wanted.automatic =
      is_automatic(params.context.triggerKind, services.client().old_inline_trigger_kinds);
  wanted.selected = std::move(params.context.selectedCompletionInfo);
  return wanted;
}

protocol::Command accepted(const CompletionServices& services) {
  protocol::Command command;
  command.title = "Completion accepted";
  command.command = accepted_command;
  command.arguments = json::array{services.session->shown.give(services.acceptance)};
  if (services.changed) services.changed();
  return command;
}

/// One item, at the cursor; over the rest of the line when the text says that again. With a
/// selected completion it extends that one's text, in its range. Empty when it can not.
InlineCompletionList items(const CompletionServices& services,
                           const std::optional<protocol::SelectedCompletionInfo>& selected,
                           protocol::Range at_cursor, protocol::Range rest_of_line,
                           Outcome outcome) {
  InlineCompletionList list;
  if (outcome.text.empty() || (selected && outcome.replaces_rest)) return list;
  InlineCompletionItem item;
  item.insertText = std::move(outcome.text);
  item.range = outcome.replaces_rest ? rest_of_line : at_cursor;
  if (selected) {
    item.insertText.insert(0, selected->text);
    item.range = selected->range;
  }
  item.filterText = item.insertText;
  item.command = accepted(services);
  list.items.push_back(std::move(item));
  return list;
}

asio::awaitable<lsp::Result<InlineCompletionList>> inline_completion(
    CompletionServices services, InlineCompletionParams params) {
  co_await asio::this_coro::throw_if_cancelled(false);
  Wanted wanted = wanted_of(services, std::move(params));
  auto prepared = prepare(services, wanted);
  if (!prepared) {
    services.recent().add_empty(wanted.feature, prepared.error().reason);
    if (wanted.automatic) co_return InlineCompletionList{};
    co_return tl::unexpected(std::move(prepared.error().error));
  }
  const bool automatic = wanted.automatic;
  const auto selected = wanted.selected;
  const auto at_cursor = prepared->at_cursor;
  const auto rest_of_line = prepared->rest_of_line;
  auto outcome = co_await complete(services, std::move(wanted), std::move(*prepared));
  const bool client_cancelled = outcome.error.code == protocol::ErrorCode::request_cancelled;
  if (outcome.failed && (!automatic || client_cancelled)) {
    co_return tl::unexpected(std::move(outcome.error));
  }
  co_return items(services, selected, at_cursor, rest_of_line, std::move(outcome));
}

/// The item's id, in its command; "" when the notification is none of ours.
std::string item_id(const json::value& params) {
  const json::value* at = &params;
  for (const char* member : {"item", "command", "arguments"}) {
    const auto* object = at->if_object();
    at = object == nullptr ? nullptr : object->if_contains(member);
    if (at == nullptr) return {};
  }
  const auto* arguments = at->if_array();
  if (arguments == nullptr || arguments->empty() || !arguments->front().is_string()) return {};
  return std::string(arguments->front().as_string());
}

}  // namespace

lsp::Result<> completion_accepted(const CompletionServices& services,
                                  const json::array& arguments) {
  const json::value* id = arguments.empty() ? nullptr : &arguments.front();
  if (id != nullptr && id->is_object()) id = id->as_object().if_contains("id");
  if (id == nullptr || !id->is_string()) {
    return tl::unexpected(lsp::invalid_params({"params.arguments.0", "the id of an item"}));
  }
  const std::string_view name = id->as_string();
  if (services.session->shown.accepted(name, services.acceptance) && services.changed) {
    services.changed();
  }
  return json::value(nullptr);
}

void register_inline_completion(lsp::Rpc& rpc, CompletionServices services) {
  rpc.on_request<InlineCompletionParams>("textDocument/inlineCompletion",
                                         [services](InlineCompletionParams params) {
                                           return inline_completion(services, std::move(params));
                                         });
  rpc.capability([](const protocol::ClientCapabilities&, json::object& capabilities) {
    capabilities["inlineCompletionProvider"] = json::object();
  });
  rpc.on_notification("textDocument/didShowCompletion", [services](const json::value& params) {
    services.session->shown.shown(item_id(params), services.acceptance);
    if (services.changed) services.changed();
    return lsp::Result<void>();
  });
  rpc.on_notification("textDocument/didPartiallyAcceptCompletion",
                      [services](const json::value& params) {
                        services.session->shown.accepted(item_id(params), services.acceptance);
                        if (services.changed) services.changed();
                        return lsp::Result<void>();
                      });
}

}  // namespace server::completion
