// Where the answer should have ended: repetition, the end of the scope, the end of the line. Last
// group of filters. Pure.
#pragma once

#include "server/completion/draft.hpp"

namespace server::completion {

/// One line: what the first line says.
void one_line(const Scene& scene, Draft& draft);
/// The same lines again and again, or a line that runs in circles.
void loops(const Scene& scene, Draft& draft);
/// A line further left than the cursor's block, or more lines than a suggestion should have.
void scope(const Scene& scene, Draft& draft);
/// Blanks at the end; a single sign is no suggestion.
void nothing(const Scene& scene, Draft& draft);

}  // namespace server::completion
