#include "tests/simulator/model.hpp"

#include <gtest/gtest.h>

namespace simulator {
namespace {

std::string answer_to(const std::string& prompt) {
  return simulate(
      {{"system", "..."}, {"user", "an example"}, {"assistant", "x"}, {"user", prompt}});
}

std::string action(const std::string& task, const std::string& range) {
  return "File: a.cpp\nLanguage: cpp\nIndentation: 2 spaces\nTask: " + task +
         "\nInstruction: rename a to b\n<range>\n" + range + "\n</range>\n";
}

TEST(Model, AnswersInTheFormThatIsAskedFor) {
  const struct {
    std::string prompt;
    std::string answer;
  } rows[] = {
      {"<before>\nf(1);\nf(1);\nf(\n</before>\n<after>\n\n</after>\nMode: one line\n"
       "<current_line>f(</current_line>",
       "f(1);"},
      {action("cerebras.simplify", "a == true"), "<range>\na\n</range>"},
      {action("cerebras.edit", "int a;"), "<range>\nint b;\n</range>"},
      {action("of.my.own", "int a;"), "<range>\nint b;\n</range>"},
      {"hello  there\nyou",
       "This is a simulated answer: cerebras-sim has no model behind it. Your prompt has 3 words: "
       "hello there you."},
      {"one",
       "This is a simulated answer: cerebras-sim has no model behind it. Your prompt has 1 word: "
       "one."},
  };
  for (const auto& row : rows) EXPECT_EQ(answer_to(row.prompt), row.answer);
  EXPECT_TRUE(answer_to(action("cerebras.tests", "int a();")).starts_with("<file>\n"));
  EXPECT_TRUE(answer_to(action("cerebras.explain", "int a();")).starts_with("## "));
}

TEST(Model, LongPromptsAreNotEchoedInFull) {
  std::string words;
  for (int i = 0; i < 1000; ++i) words += std::string(1000, 'x') + " ";
  EXPECT_LT(answer_to(words).size(), 1000U);
  EXPECT_TRUE(answer_to(words).ends_with(" ..."));
}

}  // namespace
}  // namespace simulator
