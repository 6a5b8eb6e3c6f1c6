// Indentation of the answer's lines: the document's kind, at the cursor's depth. Third group of
// filters. Pure.
#pragma once

#include "server/completion/draft.hpp"

namespace server::completion {

/// Tabs for spaces or spaces for tabs, as the document has them.
void tabs(const Scene& scene, Draft& draft);
/// Shifts the lines behind the first when the model wrote the block at another depth.
void indent(const Scene& scene, Draft& draft);

}  // namespace server::completion
