// The lines and the instruction of one action: its diagnostics, its selection, or the AI: comment
// that stands in for a person's instruction. Pure.
#pragma once

#include "server/actions/ai_comment.hpp"
#include "server/actions/range.hpp"
#include "server/actions/run_action.hpp"
#include "server/text/document_store.hpp"

#include <tl/expected.hpp>

#include <optional>
#include <string>

namespace server::actions {

struct Chosen {
  LineRange lines;
  std::string instruction;
  std::optional<AiComment> comment;  ///< that gave the instruction; lies in `lines`
};

/// The error is a sentence for a person.
tl::expected<Chosen, std::string> choose_lines(const ActionInput& input,
                                               const lsp::ActionSettings& action,
                                               const text::Document& document,
                                               protocol::PositionEncoding encoding);

}  // namespace server::actions
