// parse_message and decode: every body is a message or a reply that can be written; what decodes
// encodes to something that decodes to the same.
#include "protocol/client_capabilities.hpp"
#include "protocol/json.hpp"
#include "protocol/jsonrpc.hpp"
#include "protocol/lsp.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace {

namespace json = boost::json;

template <class T>
void decode_and_encode(const json::value& params) {
  const auto decoded = protocol::decode<T>(params);
  if (!decoded) {
    const std::string message = decoded.error().message();
    fuzz::require(message.starts_with("params") && !decoded.error().expected.empty(),
                  "an error names its place and what was expected");
    return;
  }
  const json::value encoded = protocol::encode(*decoded);
  const auto again = protocol::decode<T>(encoded);
  fuzz::require(again && protocol::encode(*again) == encoded, "encoded values decode");
}

void decode_all(const json::value& params) {
  decode_and_encode<protocol::DidOpenTextDocumentParams>(params);
  decode_and_encode<protocol::DidChangeTextDocumentParams>(params);
  decode_and_encode<protocol::CodeActionParams>(params);
  decode_and_encode<protocol::CodeAction>(params);
  decode_and_encode<protocol::WorkspaceEdit>(params);
  decode_and_encode<protocol::ExecuteCommandParams>(params);
  decode_and_encode<protocol::InlineCompletionParams>(params);
  decode_and_encode<protocol::CompletionParams>(params);
  protocol::client_capabilities(params);
}

std::string written(const protocol::Message& message) {
  if (const auto* request = std::get_if<protocol::Request>(&message))
    return protocol::request_text(request->id, request->method, request->params);
  if (const auto* notification = std::get_if<protocol::Notification>(&message))
    return protocol::notification_text(notification->method, notification->params);
  const auto& response = std::get<protocol::Response>(message);
  return response.result ? protocol::result_text(response.id, *response.result)
                         : protocol::error_text(response.id, response.result.error());
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto message = protocol::parse_message(fuzz::text_of(data, size));
  if (!message) {
    const std::string reply = protocol::error_text(message.error().id, message.error().error);
    fuzz::require(protocol::parse_json(reply).has_value(), "the reply is JSON");
    return 0;
  }
  const auto again = protocol::parse_message(written(*message));
  fuzz::require(again && again->index() == message->index(), "what was read can be written");
  if (const auto* request = std::get_if<protocol::Request>(&*message)) decode_all(request->params);
  return 0;
}
