// Lines of an answer aligned with the lines of the range, and the original bytes put back wherever
// the model only repeated a line. Second half of rewrite.hpp, without any judgement. Pure.
#pragma once

#include "server/actions/rewrite.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace server::actions {

struct Restored {
  std::string text;
  std::vector<std::string> new_lines;  ///< lines that are in no form in the range
  std::size_t removed = 0;     ///< lines of the range, blank ones not counted, that are gone
  std::size_t total = 0;       ///< lines of the range, blank ones not counted
  bool lost_tail = false;      ///< the answer may just as well have been cut off at the end
  bool shrunken_tail = false;  ///< the last lines were replaced by fewer
};

Restored restore(const RewriteInput& input, std::string_view answer);

/// `answer` without the read-only lines around the range that a model likes to repeat.
std::string_view without_context(std::string_view answer, const RewriteInput& input);

}  // namespace server::actions
