// Completion by copying: what followed the place in the prompt that looks most like the text in
// front of the cursor. Pure.
#pragma once

#include <string>
#include <string_view>

namespace simulator {

/// Answers a completion prompt (docs/prompts.md): the current line exactly, and what follows it.
std::string complete(std::string_view prompt);

}  // namespace simulator
