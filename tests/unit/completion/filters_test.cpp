// One row per behaviour: a document with the cursor as "¦", what the model answered, what is shown.
#include "server/completion/filters.hpp"

#include "tests/unit/completion/scenes.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

namespace server::completion {
namespace {

constexpr auto one = Multiline::never;
constexpr auto block = Multiline::always;

struct Row {
  const char* filter;  ///< that the row is about
  const char* language;
  Multiline mode;
  const char* document;
  const char* answer;
  const char* shown;  ///< "" = dropped
  const char* dropped_by = "";
};

#define BODY "int f() {\n  ¦\n}\n"
#define CALL "int f() {\n  g(a, ¦);\n}\n"
#define LINE "int f() {\n  int x = ¦\n}\n"
#define PYTHON "def f(a):\n    ¦\n\ndef g():\n    pass\n"
#define GO "func f() {\n\t¦\n}\n"
#define RUBY "def f\n  ¦\nend\n"

const Row rows[] = {
    // fences
    {"fences", "cpp", block, BODY, "```cpp\nreturn 1;\n```", "return 1;"},
    {"fences", "python", block, PYTHON, "```python\nx = 1\n    return x\n```\nDone.",
     "x = 1\n    return x"},
    {"fences", "go", block, GO, "\n```go\n\treturn\n```", "return"},
    {"fences", "cpp", one, LINE, "  int x = 4;\n```\nmore", "4;"},
    {"fences", "rust", block, "fn f() {\n    ¦\n}\n", "```\nlet x = 1;\n    g(x);",
     "let x = 1;\n    g(x);"},
    {"fences", "cpp", one, LINE, "Here is the line:\n```cpp\n  int x = 4;\n```", "4;"},
    {"fences", "markdown", one, "# A\n\n¦\n", "```sh", "```sh"},
    {"fences", "cpp", block, BODY, "```cpp\n```", "", "fences"},
    {"fences", "typescript", block, "function f() {\n  ¦\n}\n", "const s = `a`;\n  g(s);",
     "const s = `a`;\n  g(s);"},
    // prose
    {"prose", "cpp", block, BODY, "Here is the code:\nreturn 1;", "return 1;"},
    {"prose", "cpp", block, BODY, "Sure! Here's the missing part:\n\n  return 1;", "return 1;"},
    {"prose", "python", block, PYTHON, "The missing lines are:\n\n    return a", "return a"},
    {"prose", "cpp", block, BODY, "return 1;\n\nThis code returns one from the function.",
     "return 1;"},
    {"prose", "go", block, GO, "return\n\nNote that nothing is returned here.", "return"},
    {"prose", "cpp", block, BODY, "Certainly, here it is.", "", "prose"},
    {"prose", "python", one, "def f():\n    # ¦\n    pass\n",
     "Here is the reason:", "Here is the reason:"},
    {"prose", "python", one, "class A:\n    def f(self):\n        if self.x¦\n",
     " and self.y:", " and self.y:"},
    {"prose", "cpp", block, "switch (x) {\n  ¦\n}\n", "default:\n    break;",
     "default:\n    break;"},
    {"prose", "python", block, "def f():\n    \"\"\"¦\n    pass\n",
     "Sum.\n\n    Works for all the numbers that are given.\n    \"\"\"",
     "Sum.\n\n    Works for all the numbers that are given.\n    \"\"\""},
    // markers
    {"markers", "cpp", one, LINE, "<current_line>  int x = 4;</current_line>", "4;"},
    {"markers", "cpp", one, LINE, "<current_line>  int x = </current_line>4;", "4;"},
    {"markers", "cpp", one, LINE, "<|cursor|>4;", "4;"},
    {"markers", "cpp", one, LINE, "4;<|im_end|>", "4;"},
    {"markers", "cpp", one, LINE, "<answer>4;</answer>", "4;"},
    {"markers", "cpp", one, LINE, "4;</completion>", "4;"},
    {"markers", "python", block, PYTHON, "return a\n</after>\nx", "return a"},
    {"markers", "python", block, PYTHON, "<before>\ndef f(a):\n    return a\n</before>\n<after>",
     "return a"},
    {"markers", "html", one, "<p>¦\n", "<code>x</code> and <b>y</b>",
     "<code>x</code> and <b>y</b>"},
    {"markers", "cpp", one, LINE, "{{FILL_HERE}}4;", "4;"},
    {"markers", "cpp", one, LINE, "s + \"<\\before>\";", "s + \"<before>\";"},
    {"markers", "cpp", one, LINE, "f(\"<\\|x|>\");", "f(\"<|x|>\");"},
    {"markers", "elixir", one, "x = ¦\n", "a <|> b", "a <|> b"},
    {"markers", "cpp", block, BODY, "</after>", "", "markers"},
    // prompt_echo
    {"prompt_echo", "cpp", one, LINE,
     "File: src/sample\nLanguage: cpp\nMode: one line\n  int x = 4;", "4;"},
    {"prompt_echo", "cpp", one, LINE, "// Path: src/sample\n  int x = 4;", "4;"},
    {"prompt_echo", "python", block, PYTHON, "# src/sample\n    return a", "return a"},
    {"prompt_echo", "cpp", one, LINE, "assistant:\n4;", "4;"},
    {"prompt_echo", "cpp", one, "x = 1;\n¦\n", "// File: other.cpp", "// File: other.cpp"},
    // tabs
    {"tabs", "go", block, GO, "if x {\n        g()\n    }", "if x {\n\t\tg()\n\t}"},
    {"tabs", "go", block, GO, "if x {\n    g()\n  }", "if x {\n\t\tg()\n\t}"},
    {"tabs", "cpp", block, BODY, "if (x) {\n\t\tg();\n\t}", "if (x) {\n    g();\n  }"},
    {"tabs", "python", block, PYTHON, "if a:\n\t\treturn 1", "if a:\n        return 1"},
    {"tabs", "go", block, GO, "/*\n\t * a\n\t */", "/*\n\t * a\n\t */"},
    // previous_lines
    {"previous_lines", "cpp", block, "int f() {\n  int x = 1;\n  int y = 2;\n  ¦\n}\n",
     "int x = 1;\n  int y = 2;\n  return x + y;", "return x + y;"},
    {"previous_lines", "cpp", one, "int f() {\n  int x = 1;\n  int y = 2;\n  return ¦\n}\n",
     "int f() {\n  int x = 1;\n  int y = 2;\n  return x + y;", "x + y;"},
    {"previous_lines", "python", one, "def f():\n    total = 0\n    ¦\n",
     "    total = 0\n    return total", "return total"},
    {"previous_lines", "cpp", one, "  g(1);\n  ¦\n", "  g(1);", "g(1);"},
    {"previous_lines", "cpp", one, "  foo(a);\n  foo(¦\n", "  foo(a);\n  bar();", "a);"},
    {"previous_lines", "ruby", one, "  end\nend\n¦\n", "end\nx = 1", "end"},
    // current_line
    {"current_line", "cpp", one, LINE, "  int x = 4;", "4;"},
    {"current_line", "cpp", one, LINE, "int x = 4;", "4;"},
    {"current_line", "cpp", one, LINE, "  int x =4;", "4;"},
    {"current_line", "cpp", one, LINE, "4;", "4;"},
    {"current_line", "cpp", one, "    if (a¦\n", "    if (a && b) return;", " && b) return;"},
    {"current_line", "go", one, "\tx := ¦\n", "    x := 1", "1"},
    {"current_line", "cpp", one, "i¦\n", "if (x) return;", "f (x) return;"},
    {"current_line", "cpp", block, BODY, "    return 1;", "return 1;"},
    {"current_line", "cpp", one, "int f() {\n¦\n}\n", "  return 1;", "  return 1;"},
    {"current_line", "cpp", one, "int f() {\n ¦\n}\n", "  return 1;", " return 1;"},
    {"current_line", "cpp", one, LINE, "  int x = ", "", "current_line"},
    // leading_blank
    {"leading_blank", "cpp", block, BODY, "\n  return 1;", "return 1;"},
    {"leading_blank", "cpp", one, LINE, "\n4;", "4;"},
    {"leading_blank", "cpp", block, "if (x) {¦\n}\n", "\n  g();", "\n  g();"},
    {"leading_blank", "cpp", block, "if (x) {¦\n}\n", "if (x) {\n\n\n  g();", "\n  g();"},
    {"leading_blank", "cpp", block, "if (x) {¦\n}\n", "```\n  g();\n```", "\n  g();"},
    {"leading_blank", "python", block, "def f():¦\n", "\n    return 1", "\n    return 1"},
    {"leading_blank", "cpp", one, "g();¦\n", "g();\nh();", "", "one_line"},
    // indent
    {"indent", "cpp", block, BODY, "if (x) {\n  g();\n}", "if (x) {\n    g();\n  }"},
    {"indent", "cpp", block, BODY, "    if (x) {\n      g();\n    }", "if (x) {\n    g();\n  }"},
    {"indent", "python", block, PYTHON, "if a:\n    return 1\nreturn 2",
     "if a:\n        return 1\n    return 2"},
    {"indent", "python", block, PYTHON, "x = 1\ny = 2", "x = 1\n    y = 2"},
    {"indent", "go", block, GO, "if x {\n\tg()\n}", "if x {\n\t\tg()\n\t}"},
    {"indent", "cpp", block, BODY, "g();\n  h();", "g();\n  h();"},
    {"indent", "python", block, PYTHON, "return a\n\ndef h():\n    pass", "return a"},
    // one_line
    {"one_line", "cpp", one, LINE, "4;\n  int y = 5;", "4;"},
    {"one_line", "python", one, "    x = ¦\n", "sorted(\n        a,\n    )", "sorted("},
    // loops
    {"loops", "cpp", block, BODY, "g();\n  g();\n  g();\n  g();", "g();"},
    {"loops", "cpp", block, BODY, "g();\n  h();\n  i(1);\n  h();\n  i(1);\n  h();\n  i(1);",
     "g();\n  h();\n  i(1);"},
    {"loops", "cpp", one, LINE, "a + b, a + b, a + b, a + b, a + b, a + b, a + b", "", "loops"},
    {"loops", "python", one, "¦\n", "# --------------------", "# --------------------"},
    {"loops", "python", one, "¦\n", "# ────────────", "# ────────────"},
    {"loops", "cpp", block, BODY, "}\n  }\n  }\n  }", "", "nothing"},
    {"loops", "cpp", block, BODY, "case 1:\n    g();\n    break;\n  case 2:\n    g();\n    break;",
     "case 1:\n    g();\n    break;\n  case 2:\n    g();\n    break;"},
    // following_lines
    {"following_lines", "cpp", block, "int f() {\n  ¦\n  return x;\n}\n",
     "int x = 1;\n  return x;\n}", "int x = 1;"},
    {"following_lines", "cpp", block, "int f() {\n  ¦\n  return x;\n}\n", "int x = 1;\n  return x;",
     "int x = 1;"},
    {"following_lines", "python", block, PYTHON, "return a\n\ndef g():\n    pass", "return a"},
    {"following_lines", "cpp", block, "int f() {\n  ¦\n  return total;\n}\n",
     "int x = 1;\n  return to", "int x = 1;"},
    {"following_lines", "cpp", block, "int f() {\n  ¦\n  a;\n}\n", "x = 1;\n  a;", "x = 1;\n  a;"},
    // closer
    {"closer", "cpp", block, BODY, "return 1;\n}", "return 1;"},
    {"closer", "ruby", block, RUBY, "x = 1\nend", "x = 1"},
    {"closer", "cpp", block, "int f() {\n  if (x) {¦\n  }\n}\n", "\n    g();\n  }", "\n    g();"},
    {"closer", "cpp", block, BODY, "if (x) {\n    g();\n  }", "if (x) {\n    g();\n  }"},
    {"closer", "ruby", block, RUBY, "if x\n    y\n  end\nend", "if x\n    y\n  end"},
    // scope
    {"scope", "cpp", block, BODY, "return 1;\n}\n\nint g() {\n  return 2;\n}", "return 1;"},
    {"scope", "cpp", block, "int f() {¦\n", "\n  return 1;\n}\n\nint g() {", "\n  return 1;\n}"},
    {"scope", "cpp", block, "void f() {\n  if (x) {¦\n\n  g();\n}\n",
     "\n    a();\n  } else {\n    b();\n  }\n  c();", "\n    a();\n  } else {\n    b();\n  }"},
    {"scope", "python", block, PYTHON, "return a\n\n\nclass B:\n    pass", "return a"},
    {"scope", "typescript", block, "¦\n", "const a = 1;\nconst b = 2;\n\nconst c = 3;",
     "const a = 1;\nconst b = 2;"},
    {"scope", "cpp", block, "  a();\n  ¦\n",
     "b1();\n  b2();\n  b3();\n  b4();\n  b5();\n  b6();\n  b7();\n  b8();\n  b9();",
     "b1();\n  b2();\n  b3();\n  b4();\n  b5();\n  b6();\n  b7();\n  b8();"},
    // rest_of_line
    {"rest_of_line", "cpp", one, CALL, "b);", "b"},
    {"rest_of_line", "cpp", one, CALL, "  g(a, b);", "b"},
    {"rest_of_line", "cpp", one, CALL, "h(b)", "h(b)"},
    {"rest_of_line", "cpp", one, CALL, "h(b));", "h(b)"},
    {"rest_of_line", "cpp", one, CALL, "b", "b"},
    {"rest_of_line", "typescript", one, "  x.set({ a: ¦ });\n", "1 });", "1"},
    {"rest_of_line", "python", one, "    print(\"a¦\")\n", "bc\")", "bc"},
    {"rest_of_line", "cpp", one, "  for (int i = 0; ¦; ++i) {\n  }\n", "i < n; ++i) {", "i < n"},
    {"rest_of_line", "rust", one, "    let v = vec![1, ¦];\n", "2];", "2"},
    {"rest_of_line", "cpp", block, "int f() {¦}\n", "\n  return 1;\n}", "\n  return 1;\n"},
    {"rest_of_line", "cpp", block, "void f() {\n  if (x) {¦}\n}\n", "\n    g();", "\n    g();\n  "},
    // next_lines
    {"next_lines", "cpp", one, "int f() {\n  ¦\n  return total;\n}\n", "  return total;", "",
     "next_lines"},
    {"next_lines", "cpp", block, "int f() {\n  ¦\n  int x = 1;\n  return x;\n}\n",
     "int x = 1;\n  return x;", "", "next_lines"},
    {"next_lines", "cpp", one, "  return t¦\n  return total;\n", "otal;", "", "next_lines"},
    {"next_lines", "cpp", one, "int f() {\n  ¦\n  return total;\n}\n", "  return 0;", "return 0;"},
    // nothing
    {"nothing", "cpp", one, LINE, "", "", "nothing"},
    {"nothing", "cpp", one, LINE, "  \n \n", "", "nothing"},
    {"nothing", "cpp", one, "  foo()¦\n", ";", "", "nothing"},
    {"nothing", "cpp", one, CALL, "b", "b"},
    {"nothing", "cpp", block, BODY, "return 1;   \n\n  ", "return 1;"},
    {"nothing", "typescript", one, "const x = { a: ¦};\n", "b ", "b "},
};

TEST(Filters, Table) {
  for (const auto& row : rows) {
    SCOPED_TRACE(std::string(row.filter) + " " + row.language + " |" + row.document + "| " +
                 row.answer);
    const auto filtered = filter_answer(scene_at(row.document, row.language, row.mode), row.answer);
    EXPECT_EQ(filtered.text, row.shown);
    EXPECT_EQ(filtered.dropped_by, row.dropped_by);
    EXPECT_EQ(filtered.replaced, 0U);
  }
}

TEST(Filters, EachHasItsRows) {
  std::multiset<std::string_view> covered;
  for (const auto& row : rows) covered.insert(row.filter);
  for (const auto name : filter_names()) EXPECT_GE(covered.count(name), 2U) << name;
  for (const auto name : covered) {
    const auto names = filter_names();
    EXPECT_NE(std::find(names.begin(), names.end(), name), names.end()) << name;
  }
}

TEST(Filters, RewrittenRestOfTheLineIsReplaced) {
  const auto filtered =
      filter_answer(scene_at("  x = f(a, ¦b);\n", "cpp", one), "  x = f(a, c, b, d);");
  EXPECT_EQ(filtered.text, "c, b, d);");
  EXPECT_EQ(filtered.replaced, 3U);
}

TEST(Filters, CutOffBlockLosesItsLastLine) {
  const Scene scene = scene_at(BODY, "cpp", block);
  EXPECT_EQ(filter_answer(scene, "int x = 1;\n  return x + so", true).text, "int x = 1;");
  EXPECT_EQ(filter_answer(scene, "return x + so", true).text, "return x + so");
}

TEST(Filters, CarriageReturnsOfTheModelAreDropped) {
  EXPECT_EQ(filter_answer(scene_at(BODY, "cpp", block), "g();\r\n  h();\r\n").text, "g();\n  h();");
}

/// Feeds `answer` in pieces of `size` bytes until the reader has enough.
Filtered in_pieces(const Scene& scene, std::string_view answer, std::size_t size) {
  AnswerReader reader(scene);
  for (std::size_t at = 0; at < answer.size(); at += size) {
    if (!reader.push(answer.substr(at, size))) break;
  }
  return reader.finish();
}

TEST(Filters, StreamedIsTheSameAsWholeForEverySplit) {
  for (const auto& row : rows) {
    SCOPED_TRACE(std::string(row.filter) + " " + row.answer);
    const Scene scene = scene_at(row.document, row.language, row.mode);
    const std::string_view answer = row.answer;
    for (std::size_t size = 1; size <= 7; ++size) {
      const auto streamed = in_pieces(scene, answer, size);
      EXPECT_EQ(streamed.text, row.shown);
      EXPECT_EQ(streamed.dropped_by, row.dropped_by);
    }
    for (std::size_t split = 0; split <= answer.size(); ++split) {
      AnswerReader reader(scene);
      if (reader.push(answer.substr(0, split))) reader.push(answer.substr(split));
      EXPECT_EQ(reader.finish().text, row.shown) << "split at " << split;
    }
  }
}

struct EnoughRow {
  const char* name;
  const char* document;
  Multiline mode;
  const char* enough;  ///< after this the reader needs no more
};

TEST(Filters, StopReadingAsSoonAsTheAnswerIsComplete) {
  const EnoughRow enough[] = {
      {"a line has ended", LINE, one, "  int x = 4;\n"},
      {"the fence has closed", BODY, block, "```\nreturn 1;\n```\n"},
      {"the scope has ended", BODY, block, "return 1;\n}\n"},
      {"the text behind begins", "int f() {\n  ¦\n  return x;\n}\n", block,
       "int x = 1;\n  return x;\n}\n"},
      {"it goes in circles", BODY, block, "g();\n  g();\n  g();\n"},
      {"an explanation begins", BODY, block, "return 1;\n\nThis code returns one from it.\n"},
  };
  for (const auto& row : enough) {
    SCOPED_TRACE(row.name);
    const std::string_view answer = row.enough;
    AnswerReader reader(scene_at(row.document, "cpp", row.mode));
    EXPECT_TRUE(reader.push(answer.substr(0, answer.size() - 1)));
    EXPECT_FALSE(reader.push(answer.substr(answer.size() - 1)));
    EXPECT_FALSE(reader.push("anything"));
  }
}

TEST(Filters, WaitsWhileTheAnswerMayStillRepeatTheLinesAbove) {
  AnswerReader reader(scene_at("void f() {\n  first(1);\n  second(2);\n  ¦\n}\n", "cpp", one));
  EXPECT_TRUE(reader.push("  first(1);\n"));
  EXPECT_TRUE(reader.push("  second(2);\n"));
  EXPECT_FALSE(reader.push("  third(3);\n"));
  EXPECT_EQ(reader.finish().text, "third(3);");
}

}  // namespace
}  // namespace server::completion
