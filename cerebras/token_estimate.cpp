#include "cerebras/token_estimate.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace cerebras {
namespace {

// Bytes from 0x80 on count as letters of both cases: most non-ASCII text in code is words.
enum Class : std::uint8_t { punctuation, blank, newline, digit, upper, lower, other };

constexpr std::array<Class, 256> classes = [] {
  std::array<Class, 256> table{};
  for (std::size_t c = 0; c < 256; ++c) {
    if (c == ' ' || c == '\t' || c == '\v' || c == '\f') table[c] = blank;
    if (c == '\n' || c == '\r') table[c] = newline;
    if (c >= '0' && c <= '9') table[c] = digit;
    if (c >= 'A' && c <= 'Z') table[c] = upper;
    if (c >= 'a' && c <= 'z') table[c] = lower;
    if (c >= 0x80) table[c] = other;
  }
  return table;
}();

/// What the formula sums up. A piece is what the split pattern of a byte-pair tokenizer yields.
struct Counts {
  std::uint64_t pieces = 0;
  std::uint64_t long_words = 0;        // letters beyond the sixth
  std::uint64_t long_capitals = 0;     // letters beyond the third, ALL-CAPS words
  std::uint64_t long_punctuation = 0;  // characters beyond the second
  std::uint64_t long_non_ascii = 0;    // non-ASCII bytes beyond the sixth of a word
};

std::uint64_t beyond(std::uint64_t length, std::uint64_t free) {
  return length > free ? length - free : 0;
}

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  Counts count() {
    while (at_ < text_.size()) piece();
    return counts_;
  }

 private:
  [[nodiscard]] Class class_at(std::size_t i) const {
    return classes[static_cast<unsigned char>(text_[i])];
  }
  [[nodiscard]] bool is(std::size_t i, Class wanted) const {
    return i < text_.size() && class_at(i) == wanted;
  }
  [[nodiscard]] bool is_letter(std::size_t i) const {
    return i < text_.size() && class_at(i) >= upper;
  }

  void piece() {
    const Class first = class_at(at_);
    if (first >= upper) return word(0);
    if (first == digit) return digits();
    if (first != newline && is_letter(at_ + 1)) return word(1);
    if (first == punctuation || (text_[at_] == ' ' && is(at_ + 1, punctuation))) {
      return punctuation_run();
    }
    whitespace();
  }

  /// `leading` non-letter, capitals, small letters; the next capital begins the next word.
  void word(std::size_t leading) {
    const std::size_t begin = at_ + leading;
    std::size_t end = begin;
    std::uint64_t foreign = 0;  // bytes that are not ASCII
    for (; is(end, upper) || is(end, other); ++end) foreign += is(end, other) ? 1 : 0;
    for (; is(end, lower) || is(end, other); ++end) foreign += is(end, other) ? 1 : 0;
    const std::size_t length = end - begin;
    if (foreign > 0) {
      counts_.long_non_ascii += beyond(foreign, 6);
    } else if (length >= 2 && is(begin, upper) && is(begin + 1, upper)) {
      counts_.long_capitals += beyond(length, 3);
    } else {
      counts_.long_words += beyond(length, 6);
    }
    ++counts_.pieces;
    at_ = end;
  }

  void digits() {
    const std::size_t most = at_ + 3;
    while (at_ < most && is(at_, digit)) ++at_;
    ++counts_.pieces;
  }

  void punctuation_run() {
    if (text_[at_] == ' ') ++at_;
    const std::size_t begin = at_;
    while (is(at_, punctuation)) ++at_;
    counts_.long_punctuation += beyond(at_ - begin, 2);
    while (is(at_, newline)) ++at_;
    ++counts_.pieces;
  }

  /// Up to the last line break of the run, else all of it but the one blank that the next piece
  /// takes.
  void whitespace() {
    std::size_t end = at_;
    std::size_t after_newline = at_;
    for (; is(end, blank) || is(end, newline); ++end) {
      if (class_at(end) == newline) after_newline = end + 1;
    }
    if (after_newline > at_) {
      at_ = after_newline;
    } else {
      at_ = end == text_.size() || end - at_ == 1 ? end : end - 1;
    }
    ++counts_.pieces;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  Counts counts_;
};

}  // namespace

// The first four constants were fitted on source code in seven languages (mean error about 3 %),
// the last one on single sentences in thirteen scripts and symbol sets (about 20 %).
double estimate_tokens(std::string_view text) {
  const Counts counts = Scanner(text).count();
  return 1.0338 * static_cast<double>(counts.pieces) +
         0.0547 * static_cast<double>(counts.long_words) +
         0.1985 * static_cast<double>(counts.long_capitals) +
         0.1051 * static_cast<double>(counts.long_punctuation) +
         0.2 * static_cast<double>(counts.long_non_ascii);
}

std::size_t non_ascii_bytes(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; }));
}

}  // namespace cerebras
