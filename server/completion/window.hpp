// The part of the current document that the model sees: whole lines around the cursor, as many as
// the token budget takes. Copied, so that nothing refers to the document after the first wait.
// Pure.
#pragma once

#include "server/text/text.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

namespace server::completion {

/// Line ends are LF here, whatever the document has.
struct Window {
  std::string before;          ///< ends with the current line up to the cursor
  std::string after;           ///< begins with the rest of the current line; no final line end
  std::size_t first_line = 0;  ///< of the document, zero-based
  std::size_t cursor_line = 0;
  std::size_t last_line = 0;
  double tokens_before = 0;  ///< estimated
  double tokens_after = 0;
};

/// Three quarters of `tokens` go to the lines before the cursor, one to those behind; what one side
/// does not need the other may use. A start that is cut lies on a multiple of 8 lines, so that the
/// prompt's beginning stays the same bytes (and cached) while lines are added. Of a line that is
/// far too long (minified code) only what is near the cursor is taken.
Window window_at(const text::Text& text, std::size_t offset, std::int64_t tokens);

}  // namespace server::completion
