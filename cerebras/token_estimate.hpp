// Tokens of a text without the model's vocabulary: a piece count with five fitted constants
// (mean error about 3 %, docs/cerebras-api.md), and the bound that can not be exceeded.
// Pure; any thread. About 300 MB/s.
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
