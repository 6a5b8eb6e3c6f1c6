// The code inside a chat answer: out of fences, prose, our own markers and headers. First group of
// filters (filters.hpp has the order). Pure.
#pragma once

#include "server/completion/draft.hpp"

namespace server::completion {

/// A fence after nothing but prose: its inside. A fence after code: the end.
void fences(const Scene& scene, Draft& draft);
/// A sentence in front ("Here is the code:"), and a paragraph of explanation behind a blank line.
void prose(const Scene& scene, Draft& draft);
/// Prompt tags, answer tags and hole markers; puts neutralised markers of the document back.
void markers(const Scene& scene, Draft& draft);
/// Header lines of the prompt ("File: ..."), path comments, a chat role.
void prompt_echo(const Scene& scene, Draft& draft);

}  // namespace server::completion
