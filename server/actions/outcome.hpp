// The model's answer -> what becomes of it: an edit of the document as it is now, a new file, a
// text to show, or a refusal. The only way from an answer to a WorkspaceEdit. Asio thread.
#pragma once

#include "server/actions/plan.hpp"
#include "server/actions/run_action.hpp"

#include <tl/expected.hpp>

namespace server::actions {

tl::expected<ActionOutcome, protocol::ResponseError> outcome_of(const Plan& plan,
                                                                const generate::Answer& answer,
                                                                const ActionServices& services);

}  // namespace server::actions
