// Making and applying TextEdits. `minimal_edits` is the one way a rewrite becomes edits: one per
// hunk of changed lines, trimmed to the characters that differ, never overlapping. Pure.
#pragma once

#include "protocol/lsp.hpp"
#include "server/text/text.hpp"

#include <tl/expected.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace server::text {

/// Edits that turn the bytes of `span` in `text` into `replacement`. Applied to `text` they give
/// exactly `replacement` there and change nothing else.
std::vector<protocol::TextEdit> minimal_edits(const Text& text, Span span,
                                              std::string_view replacement,
                                              PositionEncoding encoding);

/// All edits refer to `text` as it is (LSP: TextEdit[]). Overlapping edits are an error.
tl::expected<std::string, std::string> apply_edits(const Text& text,
                                                   const std::vector<protocol::TextEdit>& edits,
                                                   PositionEncoding encoding);

/// Unified diff of two texts ("" when equal), `context` lines around each hunk.
std::string unified_diff(std::string_view before, std::string_view after, std::string_view path,
                         std::size_t context = 3);

}  // namespace server::text
