// textDocument/inlineCompletion (LSP 3.18): ghost text. Automatic requests never fail: the list is
// empty and the reason is in cerebras/recent; invoked ones answer -32803 with the reason.
#pragma once

#include "server/completion/services.hpp"
#include "server/lsp/rpc.hpp"

namespace server::completion {

/// Registers the method with its capability, and the notifications textDocument/didShowCompletion
/// and textDocument/didPartiallyAcceptCompletion.
void register_inline_completion(lsp::Rpc& rpc, CompletionServices services);

/// The command cerebras.completionAccepted: `arguments` is [id] or [{id}]. Unknown ids are fine
/// (the item may be old); anything that is no id is -32602.
lsp::Result<> completion_accepted(const CompletionServices& services,
                                  const lsp::json::array& arguments);

inline constexpr std::string_view accepted_command = "cerebras.completionAccepted";

}  // namespace server::completion
