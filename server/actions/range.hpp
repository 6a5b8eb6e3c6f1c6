// Which lines an action works on: what is selected, else the smallest enclosing block that makes
// sense for it. By indentation and brackets, with the text as argument, so that a syntax tree can
// take its place. Pure.
#pragma once

#include "server/text/text.hpp"

#include <tl/expected.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace server::actions {

/// Whole lines, both included.
struct LineRange {
  std::size_t first = 0;
  std::size_t last = 0;
  [[nodiscard]] std::size_t count() const { return last - first + 1; }
  bool operator==(const LineRange&) const = default;
};

inline constexpr std::size_t max_range_lines = 120;  ///< of a rewrite
inline constexpr std::size_t max_read_lines = 400;   ///< of what is only read (explain, tests)

enum class RangeNeed {
  block,       ///< a cursor means the smallest block around it
  definition,  ///< a cursor or a word means the function or type around it, with its comment
  problem,     ///< a diagnostic's lines with the block around them
};

/// `selection` in bytes. The error is a sentence: nothing there, or too many lines.
tl::expected<LineRange, std::string> choose_range(const text::Text& text, text::Span selection,
                                                  RangeNeed need,
                                                  std::size_t max_lines = max_range_lines);

/// The bytes of the lines, the last line end included.
text::Span span_of(const text::Text& text, LineRange lines);

/// True for a body that is missing, empty or only a placeholder.
bool looks_unwritten(std::string_view code, std::string_view language_id);

}  // namespace server::actions
