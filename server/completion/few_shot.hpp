// The two worked examples of the completion prompt for a family of languages: one inside a line
// with closers behind the cursor, one block. Static texts. Pure.
#pragma once

#include "server/completion/scene.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace server::completion {

/// A scene and the right answer.
std::vector<std::pair<Scene, std::string>> few_shot_pairs(std::string_view language);

}  // namespace server::completion
