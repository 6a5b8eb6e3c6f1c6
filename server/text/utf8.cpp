#include "server/text/utf8.hpp"

#include "server/text/text.hpp"

#include <string>
#include <string_view>

namespace server::text {
namespace {

/// What one code point at the front of `bytes` is: valid, or the length of the ill-formed part that
/// becomes one U+FFFD (Unicode 15, section 3.9, "maximal subpart").
struct Front {
  std::size_t length = 1;
  bool valid = false;
};

Front front_of(std::string_view bytes) {
  const auto byte = [bytes](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return {1, true};
  if (lead < 0xC2 || lead > 0xF4) return {1, false};
  const std::size_t length = code_point_length(bytes[0]);
  // No overlong forms, no surrogates, nothing above U+10FFFF: decided by the second byte.
  const unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  const unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  if (bytes.size() < 2 || byte(1) < low || byte(1) > high) return {1, false};
  for (std::size_t i = 2; i < length; ++i) {
    if (i >= bytes.size() || !is_continuation(bytes[i])) return {i, false};
  }
  return {length, true};
}

/// Offset of the first ill-formed byte, or the size.
std::size_t first_invalid(std::string_view bytes) {
  std::size_t at = 0;
  while (at < bytes.size()) {
    const Front front = front_of(bytes.substr(at));
    if (!front.valid) break;
    at += front.length;
  }
  return at;
}

}  // namespace

bool is_valid_utf8(std::string_view bytes) {
  return first_invalid(bytes) == bytes.size();
}

std::string valid_utf8(std::string bytes) {
  const std::string_view all = bytes;
  std::size_t at = first_invalid(all);
  if (at == all.size()) return bytes;
  std::string result(all.substr(0, at));
  while (at < all.size()) {
    const Front front = front_of(all.substr(at));
    result += front.valid ? all.substr(at, front.length) : std::string_view("\xEF\xBF\xBD");
    at += front.length;
  }
  return result;
}

}  // namespace server::text
