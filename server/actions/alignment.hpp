// Which line of an answer is which line of the range. Indentation is compared in columns of the
// document after the answer's own scale and shift are taken out, so that a dedented answer, or one
// with tabs for spaces, still aligns, and a "}" finds the "}" of its own level. Pure.
#pragma once

#include "server/text/indentation.hpp"

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace server::actions {

struct IndentedLine {
  std::string_view text;       ///< trimmed; "" for a blank line
  std::ptrdiff_t columns = 0;  ///< in the document's scale
};

struct Alignment {
  std::vector<IndentedLine> old_lines;
  std::vector<IndentedLine> new_lines;
  std::vector<std::optional<std::size_t>> old_of_new;  ///< index of the same line in the range
  std::vector<std::optional<std::size_t>> new_of_old;
  bool reindented = false;  ///< the answer's indentation was not the document's: scaled or shifted
  bool lost_tail = false;   ///< see Restored
};

/// Views point into the arguments. `style` is the document's. `indent_is_syntax`: no line may stand
/// left of the range (Python), so the least indented lines decide about the shift.
Alignment align(std::string_view shown, std::string_view answer, text::IndentStyle style,
                bool indent_is_syntax);

}  // namespace server::actions
