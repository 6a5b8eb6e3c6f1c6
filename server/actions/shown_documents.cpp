#include "server/actions/shown_documents.hpp"

#include "protocol/lsp.hpp"
#include "server/actions/markdown.hpp"

#include <algorithm>
#include <utility>

namespace server::actions {

namespace asio = boost::asio;
namespace json = boost::json;

namespace {

constexpr std::size_t kept = 50;
constexpr std::size_t message_bytes = 2000;
constexpr int message_type_info = 3;

struct TextDocumentContentParams {
  std::string uri;
};
BOOST_DESCRIBE_STRUCT(TextDocumentContentParams, (), (uri))

asio::awaitable<lsp::Result<json::value>> content_of(std::shared_ptr<ShownDocuments> shown,
                                                     TextDocumentContentParams params) {
  const std::string* text = shown->find(params.uri);
  json::object result;
  result["text"] = text != nullptr ? *text : "This text is no longer kept.\n";
  co_return json::value(std::move(result));
}

}  // namespace

std::string ShownDocuments::add(std::string_view topic, std::string text) {
  std::string uri = "cerebras:/" + std::string(topic) + "/" + std::to_string(++last_) + ".md";
  documents_.emplace_back(uri, std::move(text));
  if (documents_.size() > kept) documents_.pop_front();
  return uri;
}

const std::string* ShownDocuments::find(std::string_view uri) const {
  const auto found = std::find_if(documents_.begin(), documents_.end(),
                                  [uri](const auto& document) { return document.first == uri; });
  return found == documents_.end() ? nullptr : &found->second;
}

void register_shown_documents(lsp::Rpc& rpc, std::shared_ptr<ShownDocuments> shown) {
  rpc.on_request<TextDocumentContentParams>(
      "workspace/textDocumentContent",
      [shown](TextDocumentContentParams params) { return content_of(shown, std::move(params)); });
  rpc.capability([](const protocol::ClientCapabilities&, json::object& capabilities) {
    json::object content;
    content["schemes"] = json::array{"cerebras"};
    lsp::section(capabilities, "workspace")["textDocumentContent"] = std::move(content);
  });
}

asio::awaitable<void> show_markdown(lsp::Rpc& rpc, std::shared_ptr<ShownDocuments> shown,
                                    protocol::ClientCapabilities client, std::string topic,
                                    std::string markdown) {
  if (client.text_document_content && client.show_document) {
    json::object params;
    params["uri"] = shown->add(topic, markdown);
    params["takeFocus"] = true;
    json::value request(std::move(params));
    const auto answer = co_await rpc.request("window/showDocument", std::move(request));
    const auto* success =
        answer && answer->is_object() ? answer->get_object().if_contains("success") : nullptr;
    if (success != nullptr && success->is_bool() && success->get_bool()) co_return;
  }
  show_message(rpc, plain_message(markdown, message_bytes));
}

void show_message(lsp::Rpc& rpc, std::string text) {
  json::object message;
  message["type"] = message_type_info;
  message["message"] = std::move(text);
  rpc.notify("window/showMessage", std::move(message));
}

}  // namespace server::actions
