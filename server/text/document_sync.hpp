// textDocument/didOpen, didChange and didClose -> DocumentStore, with their capability: incremental
// sync. A change that can not be read closes the document for us: no answer is better than one from
// a text that is not the editor's. Asio thread.
#pragma once

#include "server/lsp/rpc.hpp"
#include "server/text/document_store.hpp"

#include <functional>
#include <string_view>

namespace server::text {

/// After each open, change and close of `uri`.
using DocumentChanged = std::function<void(std::string_view uri)>;

/// `documents` must live as long as `rpc` receives. `on_change` may be empty.
void register_document_sync(lsp::Rpc& rpc, DocumentStore& documents,
                            DocumentChanged on_change = {});

}  // namespace server::text
