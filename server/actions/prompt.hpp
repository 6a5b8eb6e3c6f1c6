// The messages of an action: docs/prompts.md, "Actions". All text of documents goes in redacted and
// neutralised. Pure.
#pragma once

#include "cerebras/api.hpp"
#include "protocol/lsp.hpp"
#include "server/actions/range.hpp"
#include "server/lsp/settings.hpp"
#include "server/text/indentation.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace server::actions {

struct PromptParts {
  std::string file;  ///< as a person would name it, relative to its workspace folder
  std::string language;
  text::IndentStyle style;
  std::string context_before;  ///< redacted
  std::string range;           ///< redacted
  std::string context_after;   ///< redacted
  std::string diagnostics;     ///< of diagnostics_text
  std::string instruction;     ///< of the person, "" = none
};

std::vector<cerebras::ChatMessage> action_messages(const lsp::ActionSettings& action,
                                                   const PromptParts& parts);

/// "3: expected ';'", a line each, lines counted from 1 inside `range`; messages cut to 200 bytes.
std::string diagnostics_text(const std::vector<protocol::Diagnostic>& diagnostics, LineRange range);

/// {{selection}} {{file}} {{language}} {{diagnostics}} {{instruction}}, each replaced once and not
/// looked into; the instruction is appended when the prompt has no place for it.
std::string filled_prompt(std::string_view prompt, const PromptParts& parts);

}  // namespace server::actions
