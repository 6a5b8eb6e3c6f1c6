#include "server/completion/completion.hpp"

#include "server/completion/inline_completion.hpp"
#include "server/completion/lines.hpp"
#include "server/completion/request.hpp"
#include "server/text/utf8.hpp"

#include <boost/asio/this_coro.hpp>

#include <cctype>
#include <utility>

namespace server::completion {

namespace asio = boost::asio;
namespace json = boost::json;
using protocol::CompletionItem;
using protocol::CompletionList;
using protocol::CompletionParams;

namespace {

constexpr protocol::UInteger kind_snippet = 15;  // CompletionItemKind: a piece of code
constexpr std::size_t longest_label = 60;        // bytes

bool popup_wanted(const CompletionServices& services) {
  const std::string& popup = services.settings().completion.popup;
  return popup == "always" || (popup == "auto" && !services.client().inline_completion);
}

/// Editors match the item with the word in front of the cursor, so the item begins with it.
std::string_view word_before(std::string_view line) {
  std::size_t begin = line.size();
  while (begin > 0 && (std::isalnum(static_cast<unsigned char>(line[begin - 1])) != 0 ||
                       line[begin - 1] == '_')) {
    --begin;
  }
  return line.substr(begin);
}

std::string label_of(std::string_view text) {
  const auto line = text::trimmed(first_solid_line(text));
  if (line.size() <= longest_label) return std::string(line);
  std::size_t end = longest_label;
  while (end > 0 && text::is_continuation(line[end])) --end;
  return std::string(line.substr(0, end)) + "\xE2\x80\xA6";
}

CompletionItem item_of(const CompletionServices& services, const std::string& word,
                       protocol::Range range, const std::string& text) {
  CompletionItem item;
  item.label = label_of(word + text);
  item.kind = kind_snippet;
  item.detail = "Cerebras";
  item.sortText = " ";  // in front
  item.filterText = word + text;
  // ASCII letters: one unit each in every encoding.
  range.start.character -= static_cast<protocol::UInteger>(word.size());
  item.textEdit = protocol::TextEdit{range, word + text, std::nullopt};
  protocol::Command command;
  command.title = "Completion accepted";
  command.command = accepted_command;
  command.arguments = json::array{services.session->shown.give(services.acceptance)};
  item.command = std::move(command);
  if (services.changed) services.changed();
  return item;
}

asio::awaitable<lsp::Result<CompletionList>> completion(CompletionServices services,
                                                        CompletionParams params) {
  co_await asio::this_coro::throw_if_cancelled(false);
  CompletionList list;
  if (!popup_wanted(services)) {
    list.isIncomplete = false;
    co_return list;
  }
  Wanted wanted;
  wanted.feature = "completion";
  wanted.uri = std::move(params.textDocument.uri);
  wanted.position = params.position;
  wanted.automatic = true;  // triggerKind 1 is typing as well as invoking: nobody can tell
  auto prepared = prepare(services, wanted);
  if (!prepared) {
    services.recent().add_empty(wanted.feature, prepared.error().reason);
    co_return list;
  }
  const std::string word(word_before(prepared->line_before));
  const auto at_cursor = prepared->at_cursor;
  const auto rest_of_line = prepared->rest_of_line;
  auto outcome = co_await complete(services, std::move(wanted), std::move(*prepared));
  if (outcome.error.code == protocol::ErrorCode::request_cancelled && outcome.failed) {
    co_return tl::unexpected(std::move(outcome.error));
  }
  if (outcome.text.empty()) co_return list;
  const auto range = outcome.replaces_rest ? rest_of_line : at_cursor;
  list.items.push_back(item_of(services, word, range, outcome.text));
  co_return list;
}

}  // namespace

void register_completion(lsp::Rpc& rpc, CompletionServices services) {
  rpc.on_request<CompletionParams>("textDocument/completion", [services](CompletionParams params) {
    return completion(services, std::move(params));
  });
  rpc.capability([](const protocol::ClientCapabilities& client, json::object& capabilities) {
    json::object provider{{"resolveProvider", false}};
    // Clients with inline completion ask there; the popup must not open on every sign.
    if (!client.inline_completion) {
      provider["triggerCharacters"] = json::array{".", "(", ",", "=", ":", ">", "{", "["};
    }
    capabilities["completionProvider"] = std::move(provider);
  });
}

}  // namespace server::completion
