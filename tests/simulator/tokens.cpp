#include "tests/simulator/tokens.hpp"

#include <algorithm>

namespace simulator {
namespace {

constexpr std::size_t word_limit = 12;
constexpr std::size_t digits_limit = 3;
constexpr std::size_t punctuation_limit = 3;
constexpr std::size_t blanks_limit = 16;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool is_blank(char c) {
  return c == ' ' || c == '\t';
}
bool is_ascii(char c) {
  return static_cast<unsigned char>(c) < 0x80;
}
bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}
bool is_punctuation(char c) {
  return is_ascii(c) && !is_digit(c) && !is_letter(c) && !is_blank(c) && c != '\n' && c != '\r';
}

template <class Predicate>
std::size_t run_length(std::string_view text, std::size_t limit, Predicate predicate) {
  std::size_t length = 0;
  while (length < std::min(limit, text.size()) && predicate(text[length])) ++length;
  return length;
}

std::size_t word_length(std::string_view text) {
  if (text.empty()) return 0;
  if (is_letter(text[0])) return run_length(text, word_limit, is_letter);
  if (is_digit(text[0])) return run_length(text, digits_limit, is_digit);
  if (is_ascii(text[0])) return 0;
  return 1 + run_length(text.substr(1), 3, is_continuation);  // one code point
}

std::size_t word_or_punctuation_length(std::string_view text) {
  const auto word = word_length(text);
  return word > 0 ? word : run_length(text, punctuation_limit, is_punctuation);
}

/// A line break takes its indentation along, everything else the one space in front of it.
std::size_t first_token_length(std::string_view text) {
  if (const auto length = word_or_punctuation_length(text)) return length;
  const char c = text[0];
  if (c == '\n' || c == '\r') return 1 + run_length(text.substr(1), blanks_limit - 1, is_blank);
  const auto behind = word_or_punctuation_length(text.substr(1));
  if (c == ' ' && behind > 0) return 1 + behind;
  return run_length(text, blanks_limit, is_blank);
}

}  // namespace

std::vector<std::string_view> split_tokens(std::string_view text) {
  std::vector<std::string_view> tokens;
  while (!text.empty()) {
    const auto length = first_token_length(text);
    tokens.push_back(text.substr(0, length));
    text.remove_prefix(length);
  }
  return tokens;
}

std::size_t count_tokens(std::string_view text) {
  std::size_t count = 0;
  while (!text.empty()) {
    text.remove_prefix(first_token_length(text));
    ++count;
  }
  return count;
}

}  // namespace simulator
