// One line or a block: decided from the text around the cursor. Pure.
#pragma once

#include "server/completion/scene.hpp"

namespace server::completion {

/// Block: an empty body behind an opener or a colon, or a blank line between statements. One line:
/// everything else, and always inside a comment or with text behind the cursor that is no closer.
Mode mode_for(const Scene& scene, Multiline multiline);

/// The current line is a comment up to the cursor, as far as one line can tell.
bool in_comment(const Scene& scene);

}  // namespace server::completion
