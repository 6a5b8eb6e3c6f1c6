// The instruction in the text itself: the nearest comment that begins with "AI:", for editors that
// can not ask a person. The edit takes the comment out. Pure.
#pragma once

#include "server/actions/range.hpp"
#include "server/text/text.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace server::actions {

struct AiComment {
  std::size_t line = 0;
  std::size_t begin = 0;  ///< byte of its marker in the line
  bool alone = true;      ///< nothing else is on the line
  std::string instruction;
};

/// At most 10 lines away from `around`; nullopt when there is none.
std::optional<AiComment> nearest_ai_comment(const text::Text& text, LineRange around,
                                            std::string_view language_id);

/// The bytes of `lines` without the comment (its whole line when it is alone there).
std::string without_comment(const text::Text& text, LineRange lines, const AiComment& comment);

}  // namespace server::actions
