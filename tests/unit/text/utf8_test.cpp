#include "server/text/utf8.hpp"

#include <gtest/gtest.h>

#include <string>

namespace server::text {
namespace {

struct Row {
  const char* name;
  std::string bytes;
  std::string repaired;  // the same when valid
};

#define FFFD "\xEF\xBF\xBD"

const Row kRows[] = {
    {"empty", "", ""},
    {"ascii and NUL", std::string("a\0b", 3), std::string("a\0b", 3)},
    {"every length", "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80",
     "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80"},
    {"last code point", "\xF4\x8F\xBF\xBF", "\xF4\x8F\xBF\xBF"},
    {"lone continuation", "a\x80z", "a" FFFD "z"},
    {"cut at the end", "a\xE2\x82", "a" FFFD},
    {"cut in the middle", "\xF0\x9F\x98z", FFFD "z"},
    {"overlong slash", "\xC0\xAF", FFFD FFFD},
    {"overlong three bytes", "\xE0\x80\xAF", FFFD FFFD FFFD},
    {"surrogate", "\xED\xA0\x80", FFFD FFFD FFFD},
    {"above U+10FFFF", "\xF4\x90\x80\x80", FFFD FFFD FFFD FFFD},
    {"no such byte", "\xFF", FFFD},
    {"latin-1", "caf\xE9 au lait", "caf" FFFD " au lait"},
};

TEST(Utf8, RepairTable) {
  for (const auto& row : kRows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(valid_utf8(row.bytes), row.repaired);
    EXPECT_EQ(is_valid_utf8(row.bytes), row.bytes == row.repaired);
    EXPECT_TRUE(is_valid_utf8(row.repaired));
  }
}

}  // namespace
}  // namespace server::text
