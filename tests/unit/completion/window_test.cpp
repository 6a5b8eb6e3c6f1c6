#include "server/completion/window.hpp"

#include "server/text/utf8.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace server::completion {
namespace {

/// "line 0", "line 1", ...: each about 4 tokens.
std::string numbered(std::size_t lines) {
  std::string text;
  for (std::size_t i = 0; i < lines; ++i) text += "line " + std::to_string(i) + ";\n";
  return text;
}

std::size_t lines_in(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

TEST(Window, SmallDocumentsFitAsTheyAre) {
  const text::Text text("a\nb¦c\nd");
  const Window window = window_at(text, 3, 2000);
  EXPECT_EQ(window.before, "a\nb");
  EXPECT_EQ(window.after,
            "\xC2\xA6"
            "c\nd");
  EXPECT_EQ(window.first_line, 0U);
  EXPECT_EQ(window.cursor_line, 1U);
  EXPECT_EQ(window.last_line, 2U);
}

TEST(Window, LineEndsBecomeLineFeeds) {
  const text::Text text("a\r\nb\rc\r\nd\n");
  const Window window = window_at(text, 5, 2000);
  EXPECT_EQ(window.before, "a\nb\n");
  EXPECT_EQ(window.after, "c\nd\n");
}

TEST(Window, ThreeQuartersAreBeforeTheCursor) {
  const text::Text text(numbered(2000));
  const Window window = window_at(text, text.line_start(1000), 800);
  EXPECT_LE(window.tokens_before + window.tokens_after, 800);
  EXPECT_GT(window.tokens_before + window.tokens_after, 740);
  EXPECT_NEAR(window.tokens_before, 600, 50);
  EXPECT_EQ(lines_in(window.before), 1000 - window.first_line);
  EXPECT_EQ(lines_in(window.after), window.last_line - 1000);
  EXPECT_TRUE(window.before.starts_with("line " + std::to_string(window.first_line) + ";"));
}

TEST(Window, WhatOneSideDoesNotNeedTheOtherUses) {
  const text::Text text(numbered(2000));
  const Window top = window_at(text, text.line_start(2), 800);
  EXPECT_GT(top.tokens_after, 760);
  const Window bottom = window_at(text, text.bytes().size(), 800);
  EXPECT_GT(bottom.tokens_before, 740);
  EXPECT_EQ(bottom.after, "");
}

TEST(Window, TheStartStaysWhileLinesAreAdded) {
  std::string source = numbered(1000);
  std::size_t moved = 0;
  std::size_t last = 0;
  for (int line = 0; line < 32; ++line) {
    source += "more " + std::to_string(line) + ";\n";
    const text::Text text(source);
    const Window window = window_at(text, source.size(), 800);
    EXPECT_EQ(window.first_line % 8, 0U);
    if (line > 0 && window.first_line != last) ++moved;
    last = window.first_line;
  }
  EXPECT_LE(moved, 5U);
}

TEST(Window, OfAVeryLongLineOnlyWhatIsNear) {
  std::string line;
  for (int i = 0; i < 20'000; ++i) line += "\xC3\xA9;";
  const text::Text text("first\n" + line + "\nlast");
  const Window window = window_at(text, 6 + 30'000, 500);
  EXPECT_LT(window.before.size() + window.after.size(), 5000U);
  EXPECT_TRUE(text::is_valid_utf8(window.before));
  EXPECT_TRUE(text::is_valid_utf8(window.after));
  EXPECT_FALSE(window.before.empty());
  EXPECT_FALSE(window.after.empty());
}

TEST(Window, EmptyTextAndNoBudget) {
  EXPECT_EQ(window_at(text::Text(""), 0, 2000).before, "");
  const Window none = window_at(text::Text("a\nb\nc"), 2, 0);
  EXPECT_EQ(none.before, "");
  EXPECT_EQ(none.after, "b");
  EXPECT_EQ(window_at(text::Text("ab"), 99, 100).before, "ab");
}

}  // namespace
}  // namespace server::completion
