// Which actions a place is offered (textDocument/codeAction), without asking the model. Asio
// thread.
#pragma once

#include "protocol/lsp.hpp"
#include "server/actions/run_action.hpp"
#include "server/actions/services.hpp"

#include <boost/describe.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace server::actions {

/// CodeAction.data, and without `version` the argument of cerebras.runAction.
struct ActionData {
  std::string id;
  std::string uri;
  std::optional<std::int32_t> version;
  protocol::Range range;
  std::optional<std::vector<protocol::Diagnostic>> diagnostics;
};
BOOST_DESCRIBE_STRUCT(ActionData, (), (id, uri, version, range, diagnostics))

ActionInput input_of(ActionData data);

/// [] when the document is not open, ignored, or the product is switched off.
std::vector<protocol::CodeAction> offered_actions(const protocol::CodeActionParams& params,
                                                  const ActionServices& services);

}  // namespace server::actions
