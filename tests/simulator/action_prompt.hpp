// An action's prompt as docs/prompts.md describes it, taken apart. Views into the prompt's text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace simulator {

struct Diagnostic {
  std::size_t line = 0;  ///< 1-based, inside the range
  std::string_view message;
};

struct ActionPrompt {
  std::string_view file;
  std::string_view language;
  std::string indentation;  ///< one level
  std::string_view task;    ///< "cerebras.document"
  std::string_view instruction;
  std::string_view before;
  std::string_view range;
  std::string_view after;
  std::vector<Diagnostic> diagnostics;
};

ActionPrompt read_action(std::string_view prompt);

/// "<range>\n...\n</range>"
std::string rewritten(std::string_view lines);

}  // namespace simulator
