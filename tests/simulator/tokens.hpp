// The simulator's own tokens: a deterministic rule that is not a real vocabulary but has about its
// density on code. Every token is at least one byte and ends on a UTF-8 boundary, so that a count
// can never exceed the bytes and every token is a valid JSON string. Pure.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace simulator {

/// `text` cut into tokens, in order; joined again they are `text`.
std::vector<std::string_view> split_tokens(std::string_view text);

std::size_t count_tokens(std::string_view text);

}  // namespace simulator
