// What the answer repeats of the text before the cursor, and the line break in front of it. Second
// group of filters. Pure.
#pragma once

#include "server/completion/draft.hpp"

namespace server::completion {

/// The longest run of lines that ends with the line above the cursor.
void previous_lines(const Scene& scene, Draft& draft);
/// The current line up to the cursor, exactly or but for its indentation.
void current_line(const Scene& scene, Draft& draft);
/// Blank lines in front, unless the current line is complete and its next line is meant.
void leading_blank(const Scene& scene, Draft& draft);

}  // namespace server::completion
