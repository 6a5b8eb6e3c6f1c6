// textDocument/codeAction: which actions fit, at once and without a model call; codeAction/resolve:
// the edit of one, from the model. A client that can not resolve gets a command instead.
#pragma once

#include "server/actions/services.hpp"

namespace server::actions {

/// Both methods, the capability, and workspace/textDocumentContent for what actions show.
void register_code_action(lsp::Rpc& rpc, ActionServices services);

}  // namespace server::actions
