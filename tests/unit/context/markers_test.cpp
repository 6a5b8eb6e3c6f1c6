#include "server/context/privacy.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace server::context {
namespace {

struct Row {
  const char* text;
  const char* neutral;
};

const Row rows[] = {
    {"", ""},
    {"a < b", "a < b"},
    {"<before>", "<\\before>"},
    {"x</after>y", "x<\\/after>y"},
    {"<current_line><range>", "<\\current_line><\\range>"},
    {"<\\before>", "<\\\\before>"},
    {"<\\\\/range>", "<\\\\\\/range>"},
    {"<\\b", "<\\b"},
    {"<Before>", "<Before>"},
    {"<before x>", "<before x>"},
    {"<beforehand>", "<beforehand>"},
    {"<|im_end|>", "<\\|im_end|>"},
    {"<\\|im_end|>", "<\\\\|im_end|>"},
    {"f <| g x |> h", "f <| g x |> h"},
    {"a <|> b", "a <|> b"},
    {"<||>", "<||>"},
    {"<<|eot|>", "<<\\|eot|>"},
    {"std::vector<file>", "std::vector<\\file>"},
    {"<", "<"},
    {"<\\", "<\\"},
};

TEST(Markers, Table) {
  for (const auto& row : rows) {
    EXPECT_EQ(neutralise_markers(row.text), row.neutral);
    EXPECT_EQ(restore_markers(row.neutral), row.text);
  }
}

TEST(Markers, WhatHasNoBackslashStaysAsItIs) {
  EXPECT_EQ(restore_markers("a</after>"), "a</after>");
}

TEST(Markers, EveryTextComesBack) {
  constexpr std::string_view pieces[] = {"<", "\\", "/",  "before", ">",        "after", "|",
                                         "x", "<|", "|>", " ",      "<before>", "range", "\n"};
  std::mt19937 random(5);  // NOLINT: repeatable
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    for (auto n = random() % 9; n > 0; --n) text += pieces[random() % std::size(pieces)];
    const std::string neutral = neutralise_markers(text);
    ASSERT_EQ(restore_markers(neutral), text);
    ASSERT_EQ(neutral.find("<before>"), std::string::npos);
  }
}

}  // namespace
}  // namespace server::context
