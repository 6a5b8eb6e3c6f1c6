#include "tests/simulator/model_completion.hpp"

#include <gtest/gtest.h>

namespace simulator {
namespace {

struct Row {
  const char* name;
  const char* before;  ///< ends with the current line
  const char* after;
  const char* mode;
  const char* answer;  ///< behind the current line
  const char* language = "cpp";
  const char* excerpts = "";
};

std::string current_line(std::string_view before) {
  return std::string(before.substr(before.rfind('\n') + 1));
}

std::string prompt_of(const Row& row) {
  return std::string("File: a.cpp\nLanguage: ") + row.language + "\nIndentation: 2 spaces\n" +
         row.excerpts + "<before>\n" + row.before + "\n</before>\n<after>\n" + row.after +
         "\n</after>\nMode: " + row.mode + "\n<current_line>" + current_line(row.before) +
         "</current_line>";
}

const Row rows[] = {
    {"the rest of the most similar line", "auto a = load(path);\nauto b = lo", "", "one line",
     "ad(path);"},
    {"the nearest of equally similar lines", "use(one);\nuse(two);\nuse(", "", "one line", "two);"},
    {"the longest match beats the nearest",
     "int first = one(1);\nint second = two(2);\nint first = ", "", "one line", "one(1);"},
    {"text behind the cursor counts as well", "int a = ma", "\nint b = make(7);", "one line",
     "ke(7);"},
    {"text of other files counts as well", "auto clock = Clock::", "", "one line", "now();", "cpp",
     "<file src/x.cpp>\nauto t = Clock::now();\n</file>\n"},
    {"a body up to its closer",
     "void f() {\n  for (int i = 0; i < n; ++i) {\n    use(i);\n\n    done(i);\n  }\n}\nvoid g() "
     "{\n  for (",
     "\n}", "block", "int i = 0; i < n; ++i) {\n    use(i);\n\n    done(i);\n  }"},
    {"one line of it only", "for (int i = 0; i < n; ++i) {\n  use(i);\n}\nfor (", "", "one line",
     "int i = 0; i < n; ++i) {"},
    {"statements up to a blank line", "  int a = 1;\n  int b = 2;\n\n  int c = 3;\n}\n  int a", "",
     "block", " = 1;\n  int b = 2;"},
    {"a few letters need a word in common", "return sum(items);\nsort(x);\nreturn product(", "",
     "one line", "items);"},
    {"what already stands below is not offered", "alpha\nbeta\nalpha\n", "\nbeta", "one line", ""},
    {"nothing similar: close what is open", "int x = compute(a[1", "", "one line", "]);"},
    {"no closer in front of one", "int x = compute(a", ")", "one line", ""},
    {"no semicolon in Python", "x = compute(a", "", "one line", ")", "python"},
    {"an empty line stays empty", "", "", "block", ""},
    {"a short line is like lines, not like parts of them", "f(\"}\", 1);\n}", "", "one line", ""},
    {"current line is kept byte for byte", "\n\t x  =  alpha(1);\n\t x  =  ", "", "one line",
     "alpha(1);"},
};

TEST(ModelCompletion, CopiesWhatFollowedTheMostSimilarText) {
  for (const auto& row : rows) {
    EXPECT_EQ(complete(prompt_of(row)), current_line(row.before) + row.answer) << row.name;
  }
}

}  // namespace
}  // namespace simulator
