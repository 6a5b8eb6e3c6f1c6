// Tokens of a text without the model's vocabulary: a count of pieces and five fitted constants
// (docs/cerebras-api.md), and the bound that can not be exceeded. Source code comes out within a
// few per cent, other scripts within a few tens; budgets do not rest on it alone (budget.hpp).
// Pure; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace cerebras {

/// Estimated tokens of `text` (UTF-8; other bytes count as non-ASCII).
double estimate_tokens(std::string_view text);

/// A byte-level BPE token covers at least one byte: never fewer tokens than this.
inline std::uint64_t token_upper_bound(std::string_view text) {
  return text.size();
}

/// Bytes that are not ASCII.
std::size_t non_ascii_bytes(std::string_view text);

}  // namespace cerebras
