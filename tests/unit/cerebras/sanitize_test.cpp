#include "cerebras/sanitize.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace cerebras {
namespace {

TEST(Sanitize, MessagesAreOneCleanLine) {
  struct Text {
    const char* name;
    std::string message;
    std::string shown;
  };
  for (const auto& text : std::vector<Text>{
           {"blanks and line ends", "  a \r\n\t b\n", "a b"},
           {"escape sequences",
            "a\x1b[31mred\x07"
            "b",
            "a [31mred b"},
           {"NUL", std::string("a\0b", 3), "a b"},
           {"tags", "no <b>bold</b> <!-- x --> text<br/>here", "no bold text here"},
           {"a comparison is no tag", "1 < 2 and 3 > 2", "1 < 2 and 3 > 2"},
           {"an open tag", "a <b", "a <b"},
           {"direction marks", "a\u202Eb\u200Bc\u2066d\uFEFF", "abcd"},
           {"C1 controls and other blanks", "a\u0085b\u00A0c\u2028d", "a b c d"},
           {"not UTF-8",
            "a\xFF"
            "b",
            "a\uFFFDb"},
           {"other scripts", "\u00E9 \u4E2D \U0001F600", "\u00E9 \u4E2D \U0001F600"}}) {
    EXPECT_EQ(one_line(text.message), text.shown) << text.name;
  }
}

TEST(Sanitize, LongMessagesAreCut) {
  EXPECT_EQ(one_line("abcdef", 6), "abcdef");
  EXPECT_EQ(one_line("abcdefg", 6), "abcde\u2026");
  EXPECT_EQ(one_line("abcd efg", 6), "abcd\u2026");
  EXPECT_EQ(one_line("\u4E2D\u4E2D\u4E2D", 2), "\u4E2D\u2026");
}

TEST(Sanitize, Utf8Lengths) {
  struct Character {
    std::string bytes;
    std::size_t length;
  };
  for (const auto& each : std::vector<Character>{{"", 0},
                                                 {"ab", 1},
                                                 {std::string("\0", 1), 1},
                                                 {"\u00E9x", 2},
                                                 {"\uFFFD", 3},
                                                 {"\U0010FFFF", 4},
                                                 {"\x80", 0},
                                                 {"\xC3", 0},
                                                 {"\xC3(", 0},
                                                 {"\xC0\xAF", 0},
                                                 {"\xE0\x9F\xBF", 0},
                                                 {"\xED\xA0\x80", 0},
                                                 {"\xF0\x8F\xBF\xBF", 0},
                                                 {"\xF4\x90\x80\x80", 0},
                                                 {"\xF5\x80\x80\x80", 0},
                                                 {"\xF0\x9F\x98", 0}}) {
    EXPECT_EQ(utf8_length(each.bytes), each.length) << each.bytes;
  }
}

}  // namespace
}  // namespace cerebras
