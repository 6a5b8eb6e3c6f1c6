#include "server/completion/lines.hpp"

#include <gtest/gtest.h>

namespace server::completion {
namespace {

TEST(Lines, Splitting) {
  EXPECT_EQ(lines_of("").size(), 1U);
  EXPECT_EQ(lines_of("a\n\nb\n").size(), 4U);
  EXPECT_EQ(solid_lines_of("a\n \n  b\n"), (std::vector<std::string_view>{"a", "b"}));
  EXPECT_EQ(last_solid_line("a\n  b\n \n"), "  b");
  EXPECT_EQ(last_solid_line("\n\n"), "");
  EXPECT_EQ(first_solid_line("\n \n  b\nc"), "  b");
  EXPECT_EQ(first_solid_line(" \n"), "");
}

TEST(Lines, OpenersAndClosers) {
  for (const char* line :
       {"f() {", "g(", "x = [", "def f():", "list.each do |x|", "if a then", "do", "() =>"}) {
    EXPECT_TRUE(opens(line)) << line;
  }
  for (const char* line : {"", "f();", "undo", "a | b", "return"})
    EXPECT_FALSE(opens(line)) << line;
  for (const char* line : {"}", "});", "end", "done", "else:", "} else {", "fi"}) {
    EXPECT_TRUE(closes(line)) << line;
  }
  for (const char* line : {"", "ending = 1", "f()", "elsewhere"})
    EXPECT_FALSE(closes(line)) << line;
  for (const char* line : {"}", "  });", "end", "],"}) EXPECT_TRUE(is_closer(line)) << line;
  for (const char* line : {"} else {", "};x", ";", ""}) EXPECT_FALSE(is_closer(line)) << line;
}

TEST(Lines, BracketFaults) {
  const std::pair<const char*, std::size_t> rows[] = {
      {"", 0},           {"f(a[1], {b})", 0}, {"f(", 1},      {"f)", 1},  {"f(a]", 2},
      {"f({)", 1},       {"s = \"(\"", 0},    {"s = \"(", 2}, {"'('", 0}, {"don't (x)", 0},
      {"\"a\\\"(\"", 0}, {"f() // (", 0},     {"f(\n)\n", 0}, {"`(`", 0},
  };
  for (const auto& [text, faults] : rows) EXPECT_EQ(bracket_faults(text), faults) << text;
}

}  // namespace
}  // namespace server::completion
