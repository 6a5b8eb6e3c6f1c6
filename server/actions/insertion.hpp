// Output "insert": the answer's lines behind the range, at its depth and in the document's way.
// Pure.
#pragma once

#include "server/actions/rewrite.hpp"

#include <tl/expected.hpp>

#include <string>
#include <string_view>

namespace server::actions {

/// The new text of the range: `input.original` and the added lines.
tl::expected<std::string, RewriteRefusal> with_insertion(const RewriteInput& input,
                                                         std::string_view answer, bool cut_off);

}  // namespace server::actions
