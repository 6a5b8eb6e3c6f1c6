// textDocument/completion: the same suggestion as an ordinary completion item, for editors without
// inline completion (setting completion.popup). Never fails: editors ask on every word.
#pragma once

#include "server/completion/services.hpp"
#include "server/lsp/rpc.hpp"

namespace server::completion {

void register_completion(lsp::Rpc& rpc, CompletionServices services);

}  // namespace server::completion
