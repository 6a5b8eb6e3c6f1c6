#include "server/text/document_sync.hpp"

#include "protocol/json.hpp"

#include <string>
#include <utility>

namespace server::text {

namespace {

namespace json = boost::json;

constexpr int kIncremental = 2;  // TextDocumentSyncKind

/// params.textDocument.uri of a message that is wrong elsewhere; "" when it has none.
std::string uri_of(const json::value& params) {
  const auto* object = params.if_object();
  const auto* document = object != nullptr ? object->if_contains("textDocument") : nullptr;
  if (document == nullptr) return {};
  const auto identifier = protocol::decode<protocol::TextDocumentIdentifier>(*document);
  return identifier ? identifier->uri : std::string();
}

tl::unexpected<protocol::ResponseError> not_open(const std::string& uri) {
  protocol::ResponseError error;
  error.code = protocol::ErrorCode::invalid_params;
  error.message = "not open: " + uri;
  return tl::unexpected(std::move(error));
}

lsp::Result<void> change(DocumentStore& documents, const DocumentChanged& on_change,
                         const json::value& params) {
  const auto decoded = protocol::decode<protocol::DidChangeTextDocumentParams>(params);
  if (!decoded) {
    const auto uri = uri_of(params);
    documents.close(uri);
    if (on_change && !uri.empty()) on_change(uri);
    return tl::unexpected(lsp::invalid_params(decoded.error()));
  }
  const auto& uri = decoded->textDocument.uri;
  if (!documents.change(*decoded)) return not_open(uri);
  if (on_change) on_change(uri);
  return {};
}

}  // namespace

void register_document_sync(lsp::Rpc& rpc, DocumentStore& documents, DocumentChanged on_change) {
  rpc.on_notification<protocol::DidOpenTextDocumentParams>(
      "textDocument/didOpen", [&documents, on_change](protocol::DidOpenTextDocumentParams params) {
        const auto uri = params.textDocument.uri;
        documents.open(std::move(params.textDocument));
        if (on_change) on_change(uri);
      });
  rpc.on_notification("textDocument/didChange", [&documents, on_change](const json::value& params) {
    return change(documents, on_change, params);
  });
  rpc.on_notification<protocol::DidCloseTextDocumentParams>(
      "textDocument/didClose",
      [&documents, on_change](const protocol::DidCloseTextDocumentParams& params) {
        documents.close(params.textDocument.uri);
        if (on_change) on_change(params.textDocument.uri);
      });
  rpc.capability([](const protocol::ClientCapabilities&, json::object& capabilities) {
    capabilities["textDocumentSync"] = json::object{{"openClose", true}, {"change", kIncremental}};
  });
}

}  // namespace server::text
