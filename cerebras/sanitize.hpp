// Text from outside made fit to be shown or sent: UTF-8 repaired, messages on one line without
// tags, control characters and characters that hide or reorder others. Pure; any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace cerebras {

/// Bytes of the UTF-8 character that `text` begins with, 0 when it begins with none.
std::size_t utf8_length(std::string_view text);

/// Appends `text`; each byte that is not part of a valid character becomes U+FFFD.
void append_valid_utf8(std::string& out, std::string_view text);

/// `text` as one line for a person: HTML tags out, runs of blanks and control characters to one
/// space, direction and zero-width marks out, at most `max_characters` (an ellipsis ends a cut).
std::string one_line(std::string_view text, std::size_t max_characters = 300);

}  // namespace cerebras
