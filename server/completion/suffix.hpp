// What the answer repeats of the text behind the cursor. Fourth group of filters. Pure.
#pragma once

#include "server/completion/draft.hpp"

namespace server::completion {

/// The lines that follow the cursor, at the answer's end: cut.
void following_lines(const Scene& scene, Draft& draft);
/// The closer that the next line has already: cut.
void closer(const Scene& scene, Draft& draft);
/// The rest of the current line: cut, or replaced when the answer rewrote it.
void rest_of_line(const Scene& scene, Draft& draft);
/// The answer is what follows anyway: dropped.
void next_lines(const Scene& scene, Draft& draft);

}  // namespace server::completion
