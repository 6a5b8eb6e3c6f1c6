// The few facts about UTF-8 that positions need, and the repair of what is none. Pure; any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace server::text {

inline bool is_continuation(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

/// Bytes of the code point that a valid leading byte begins.
inline std::size_t code_point_length(char lead) {
  const auto byte = static_cast<unsigned char>(lead);
  if (byte < 0x80) return 1;
  if (byte < 0xE0) return 2;
  return byte < 0xF0 ? 3 : 4;
}

/// Bytes that are not valid UTF-8 (a client's fault) become U+FFFD.
std::string valid_utf8(std::string bytes);
bool is_valid_utf8(std::string_view bytes);

}  // namespace server::text
