// The code inside a model's answer: between our tags, else inside a fence, else all of it without
// the prose around. Markers that were neutralised in the prompt are restored. Pure.
#pragma once

#include <tl/expected.hpp>

#include <string>
#include <string_view>

namespace server::actions {

struct AnswerText {
  std::string text;
  bool closed = false;  ///< a closing tag or fence proves that the model had finished
};

/// `tag`: "range" or "file". `original`: text whose first line ends the search for prose ("" =
/// none). The error is a sentence: nothing in it, or an opened tag that never closes.
tl::expected<AnswerText, std::string> extract_answer(std::string_view answer, std::string_view tag,
                                                     std::string_view original);

}  // namespace server::actions
