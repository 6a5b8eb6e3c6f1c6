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

TEST(Model, ActionsOfTheUsersOwnAnswerAsTheSystemMessageSays) {
  const struct {
    const char* system;
    const char* answer;
  } rows[] = {
      {"Answer with <range>, all lines of the rewritten range, </range>",
       "<range>\n  int b;\n</range>"},
      {"Answer with <range>, the lines to add, </range>",
       "<range>\n  // simulated: rename a to b\n</range>"},
      {"Answer with <file>, the whole text, </file>", "<file>\n// Simulated test skeleton"},
      {"Answer in Markdown.", "## `a`\n\n*Simulated explanation"},
  };
  for (const auto& row : rows) {
    const auto answer = simulate({{"system", row.system}, {"user", action("mine", "  int a;")}});
    EXPECT_EQ(answer.substr(0, std::string_view(row.answer).size()), row.answer);
  }
}

TEST(Model, TextThatMerelyMentionsATaskIsText) {
  EXPECT_TRUE(answer_to("Task: write a poem").starts_with("This is a simulated answer"));
}

TEST(Model, LongPromptsAreNotEchoedInFull) {
  std::string words;
  for (int i = 0; i < 1000; ++i) words += std::string(1000, 'x') + " ";
  EXPECT_LT(answer_to(words).size(), 1000U);
  EXPECT_TRUE(answer_to(words).ends_with(" ..."));
}

}  // namespace
}  // namespace simulator
