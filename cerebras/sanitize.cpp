#include "cerebras/sanitize.hpp"

#include <cstdint>

namespace cerebras {
namespace {

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Bytes of the tag or comment that `text` begins with, 0 when it begins with none.
std::size_t tag_length(std::string_view text) {
  if (text.size() < 2 || text[0] != '<') return 0;
  if (!is_letter(text[1]) && text[1] != '/' && text[1] != '!') return 0;
  const bool comment = text.starts_with("<!--");
  const auto end = comment ? text.find("-->") : text.find('>');
  return end == std::string_view::npos ? 0 : end + (comment ? 3 : 1);
}

std::uint32_t code_point(std::string_view character) {
  if (character.size() == 1) return static_cast<unsigned char>(character[0]);
  auto point = static_cast<unsigned char>(character[0]) & (0xFFU >> (character.size() + 1));
  for (const char c : character.substr(1)) {
    point = (point << 6U) | (static_cast<unsigned char>(c) & 0x3FU);
  }
  return point;
}

bool is_blank(std::uint32_t point) {
  return point <= 0x20 || (point >= 0x7F && point <= 0xA0) || point == 0x2028 || point == 0x2029;
}

/// Characters without a shape of their own, which can make a line read as another.
bool is_invisible(std::uint32_t point) {
  return point == 0xAD || (point >= 0x200B && point <= 0x200F) ||
         (point >= 0x202A && point <= 0x202E) || (point >= 0x2060 && point <= 0x206F) ||
         point == 0xFEFF || (point >= 0xE0000 && point <= 0xE007F);
}

}  // namespace

std::size_t utf8_length(std::string_view text) {
  if (text.empty()) return 0;
  const auto at = [&](std::size_t index) { return static_cast<unsigned char>(text[index]); };
  const unsigned char lead = at(0);
  if (lead < 0x80) return 1;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((at(i) & 0xC0U) != 0x80U) return 0;
  }
  // Overlong forms, surrogates, beyond U+10FFFF (Unicode 15, table 3-7).
  if (lead == 0xE0 && at(1) < 0xA0) return 0;
  if (lead == 0xED && at(1) > 0x9F) return 0;
  if (lead == 0xF0 && at(1) < 0x90) return 0;
  if (lead == 0xF4 && at(1) > 0x8F) return 0;
  return length;
}

void append_valid_utf8(std::string& out, std::string_view text) {
  std::size_t copied = 0;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = utf8_length(text.substr(i));
    if (length > 0) {
      i += length;
      continue;
    }
    out.append(text.substr(copied, i - copied)).append("\xEF\xBF\xBD");
    copied = ++i;
  }
  out.append(text.substr(copied));
}

std::string one_line(std::string_view text, std::size_t max_characters) {
  std::string out;
  std::size_t characters = 0;
  bool blank = false;
  for (std::size_t i = 0; i < text.size();) {
    const auto rest = text.substr(i);
    if (const std::size_t tag = tag_length(rest)) {
      blank = true;
      i += tag;
      continue;
    }
    const std::size_t length = utf8_length(rest);
    const std::uint32_t point = length == 0 ? 0xFFFD : code_point(rest.substr(0, length));
    i += length == 0 ? 1 : length;
    if (is_invisible(point)) continue;
    if (is_blank(point)) {
      blank = true;
      continue;
    }
    const bool space = blank && !out.empty();
    blank = false;
    characters += space ? 2 : 1;
    if (characters >= max_characters && i < text.size()) return out + "\u2026";
    if (space) out += ' ';
    out.append(length == 0 ? std::string_view("\xEF\xBF\xBD") : rest.substr(0, length));
  }
  return out;
}

}  // namespace cerebras
