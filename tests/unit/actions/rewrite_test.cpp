#include "server/actions/rewrite.hpp"

#include "server/text/indentation.hpp"

#include <gtest/gtest.h>

namespace server::actions {
using text::indent_style;
namespace {

struct Row {
  const char* name;
  std::string original;
  std::string answer;
  std::string wanted;  ///< or "truncated: ...", "rejected_edit: ..."
  const char* language = "cpp";
  RewriteRules rules = {};
  std::string before = {};
  std::string after = {};
  std::string shown = {};
};

std::string run(const Row& row, bool cut_off = false) {
  RewriteInput input;
  input.original = row.original;
  input.shown = row.shown.empty() ? row.original : row.shown;
  input.context_before = row.before;
  input.context_after = row.after;
  input.language = row.language;
  input.line_ending = row.original.find("\r\n") == std::string::npos ? "\n" : "\r\n";
  input.style = indent_style(row.before + row.original + row.after);
  input.rules = row.rules;
  const auto result = rewrite(input, row.answer, cut_off);
  if (result) return *result;
  return std::string(to_string(result.error().kind)) + ": " + result.error().reason;
}

std::string tagged(const std::string& lines) {
  return "<range>\n" + lines + "</range>";
}

const std::string body = "  int a = 1;\n  int b = 2;\n  return a + b;\n";
const std::string changed = "  int a = 1;\n  int b = 3;\n  return a + b;\n";
constexpr RewriteRules documentation{true, true, false};
constexpr RewriteRules fix{false, true, false};

const Row restored[] = {
    {"as asked", body, tagged(changed), changed},
    {"no closing line feed", body, "<range>\n  int a = 1;\n  int b = 3;\n  return a + b;</range>",
     changed},
    {"prose around the tags", body, "Sure!\n" + tagged(changed) + "\nThe 2 is now a 3.", changed},
    {"only the closing tag", body, changed + "</range>", changed},
    {"a draft before", body, tagged(body) + "\nNo, better:\n" + tagged(changed), changed},
    {"a fence inside the tags", body, tagged("```cpp\n" + changed + "```\n"), changed},
    {"fence and prose", body, "Here is the code:\n```cpp\n" + changed + "```\nDone.", changed},
    {"the longest fence counts", body,
     "Use\n```\nint b\n```\nlike this:\n```\n" + changed + "```\n", changed},
    {"bare with prose", body, "Here is the code:\n\n" + changed, changed},
    {"dedented", body, tagged("int a = 1;\nint b = 3;\nreturn a + b;\n"), changed},
    {"first line stripped", body, tagged("int a = 1;\n  int b = 3;\n  return a + b;\n"), changed},
    {"too deep", body, tagged("    int a = 1;\n    int b = 3;\n    return a + b;\n"), changed},
    {"trailing blanks", body, tagged("  int a = 1; \n  int b = 3;\t\n  return a + b; \n"), changed},
    {"own trailing blanks stay", "  a();  \n  b();\n", tagged("  a();\n  c();\n"),
     "  a();  \n  c();\n"},
    {"spaces for tabs", "\tif (a) {\n\t\tb();\n\t}\n",
     tagged("    if (a) {\n        c();\n    }\n"), "\tif (a) {\n\t\tc();\n\t}\n"},
    {"two spaces for tabs", "\tif (a) {\n\t\tb();\n\t}\n", tagged("  if (a) {\n    c();\n  }\n"),
     "\tif (a) {\n\t\tc();\n\t}\n"},
    {"tabs for spaces", "  if (a) {\n    b();\n  }\n", tagged("\tif (a) {\n\t\tc();\n\t}\n"),
     "  if (a) {\n    c();\n  }\n"},
    {"crlf", "a();\r\nb();\r\n", tagged("a();\nc();\n"), "a();\r\nc();\r\n"},
    {"mixed line ends stay", "a();\r\nb();\nc();\r\n", tagged("a();\nb();\nd();\n"),
     "a();\r\nb();\nd();\r\n"},
    {"no final newline", "a();\nb();", tagged("a();\nc();\n"), "a();\nc();"},
    {"line after a last one without newline", "a();\nb();", tagged("a();\nb();\nc();\n"),
     "a();\nb();\nc();"},
    {"blank lines left out", "a();\n\nb();\n\nc();\n", tagged("a();\nb();\nd();\n"),
     "a();\n\nb();\n\nd();\n"},
    {"blank lines added", "a();\nb();\n", tagged("a();\n\nb();\n"), "a();\nb();\n"},
    {"border blanks", "\na();\nb();\n\n", tagged("a();\nc();\n"), "\na();\nc();\n\n"},
    {"border blanks added", "a();\nb();\n", tagged("\n\na();\nc();\n\n"), "a();\nc();\n"},
    {"blank line inside an insertion", "a();\nd();\n", tagged("a();\nb();\n\nc();\nd();\n"),
     "a();\nb();\n\nc();\nd();\n"},
    {"wrapped lines move", "def f():\n    a()\n    b()\n",
     tagged("def f():\n    if x:\n        a()\n        b()\n"),
     "def f():\n    if x:\n        a()\n        b()\n", "python"},
    {"all lines wrapped", "    a()\n    b()\n",
     tagged("    try:\n        a()\n        b()\n    except E:\n        pass\n"),
     "    try:\n        a()\n        b()\n    except E:\n        pass\n", "python"},
    {"unwrapped lines move", "if x:\n    a()\n    b()\n", tagged("a()\nb()\n"), "a()\nb()\n",
     "python"},
    {"dedented and wrapped", "    a()\n    b()\n", tagged("if x:\n    a()\n    b()\n"),
     "    if x:\n        a()\n        b()\n", "python"},
    {"a line left of the others", "  int a;\n  int b;\n", tagged("  int a;\n private:\n  int b;\n"),
     "  int a;\n private:\n  int b;\n"},
    {"lone moved lines do not", "a();\n  b();\nc();\nd();\n", tagged("a();\nb();\nc();\nd();\n"),
     "a();\n  b();\nc();\nd();\n"},
    {"repeated lines behind",
     body,
     tagged(changed + "}\n\nint next() {\n"),
     changed,
     "cpp",
     {},
     "int f() {\n",
     "}\n\nint next() {\n  return 4;\n}\n"},
    {"repeated lines on both sides",
     body,
     tagged("int f() {\n" + changed + "}\n"),
     changed,
     "cpp",
     {},
     "int f() {\n",
     "}\n"},
    {"own brace like the next line",
     "  a();\n",
     tagged("  if (x) {\n    a();\n  }\n"),
     "  if (x) {\n    a();\n  }\n",
     "cpp",
     {},
     "void f() {\n",
     "  }\n}\n"},
    {"markers come back", "  f(\"<range>\");\n", tagged("  g(\"<\\range>\");\n"),
     "  g(\"<range>\");\n"},
    {"a secret stays",
     "key = 'sk-secret'\na = 1\n",
     tagged("key = 'REDACTED'\na = 2\n"),
     "key = 'sk-secret'\na = 2\n",
     "python",
     {},
     {},
     {},
     "key = 'REDACTED'\na = 1\n"},
    {"markdown keeps its breaks", "one\ntwo\n", tagged("one  \nthree  \n"), "one\nthree  \n",
     "markdown"},
    {"markdown fences are text", "```sh\nls\n```\n", "<range>\n```sh\nls -l\n```\n</range>",
     "```sh\nls -l\n```\n", "markdown"},
    {"a comment before its line", "a();\n\nb();\n", tagged("a();\n// why\nb();\n"),
     "a();\n\n// why\nb();\n"},
    {"documented", "int f();\n", tagged("/// Counts.\nint f();\n"), "/// Counts.\nint f();\n",
     "cpp", documentation},
    {"documented behind code", "f(1);\ng(2);  // 2\n", tagged("f(1);  ///< one\ng(2);  // two\n"),
     "f(1);  ///< one\ng(2);  // two\n", "cpp", documentation},
    {"docstring", "def f():\n    return 1\n",
     tagged("def f():\n    \"\"\"One.\n\n    Always.\n    \"\"\"\n    return 1\n"),
     "def f():\n    \"\"\"One.\n\n    Always.\n    \"\"\"\n    return 1\n", "python",
     documentation},
    {"middle lines removed", "a();\nb();\nc();\n", tagged("a();\nc();\n"), "a();\nc();\n"},
    {"last line moved", "if (a) {\n  x();\n}\nreturn 1;\n",
     tagged("if (a) {\n  x();\n} else {\n  return 1;\n}\n"),
     "if (a) {\n  x();\n} else {\n  return 1;\n}\n"},
    {"last lines replaced by fewer", "if (a) {\n  return true;\n}\nreturn false;\n",
     tagged("return a;\n"), "return a;\n"},
    {"tail removed on request",
     "a();\nb();\n",
     tagged("a();\n"),
     "a();\n",
     "cpp",
     {false, false, true}},
    {"one line fixed", "int a = 1\n", tagged("int a = 1;\n"), "int a = 1;\n", "cpp", fix},
    {"digit separators and quotes", "f(1'000, \"(\", '(');\n", tagged("g(1'000, \"(\", '(');\n"),
     "g(1'000, \"(\", '(');\n"},
    {"nothing changed", body, tagged(body), body},
};

TEST(Rewrite, RestoresWhatTheModelOnlyRepeated) {
  for (const auto& row : restored) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(run(row), row.wanted);
  }
}

const std::string lost = "truncated: the answer stops before the last lines of the range";
const std::string unbalanced = "rejected_edit: the brackets of the answer do not balance";
const std::string touches_code = "rejected_edit: the answer changes code, not only comments";

const Row refused[] = {
    {"empty", body, "", "truncated: the answer holds no code"},
    {"empty tags", body, "<range>\n</range>", "truncated: the answer holds no code"},
    {"open tag", body, "<range>\n" + changed, "truncated: the answer ends before </range>"},
    {"prose only", body, "I am sorry, I can not do that.",
     "rejected_edit: the answer is not a rewrite of the range"},
    {"lost tail", body, tagged("  int a = 1;\n  int b = 2;\n"), lost},
    {"stops behind the change", body, tagged("  int a = 1;\n  int b = 3;\n"), lost},
    {"tail of a repeated line", "a()\nx()\nb()\nx()\n", tagged("a()\nx()\n"), lost, "python"},
    {"unfenced replacement that shrinks", "a();\nb();\nc();\n", "a();\nd();\n", lost},
    {"lost bracket", "if (a) {\n  b();\n}\n", tagged("if (a) {\n  c();\n  d();\n"), unbalanced},
    {"swapped brackets", "f(a);\n", tagged("f)a(;\n"), unbalanced},
    {"elided by comment", "a();\nb();\nc();\nd();\n",
     tagged("a();\n// ... rest of the code\nd();\n"),
     "rejected_edit: the answer leaves code out: // ... rest of the code"},
    {"elided in words", "a()\nb()\nc()\n", tagged("a()\n# existing code\nc()\n"),
     "rejected_edit: the answer leaves code out: # existing code", "python"},
    {"elided by dots", "a();\nb();\nc();\n", tagged("a();\n...\nc();\n"),
     "rejected_edit: the answer leaves code out: ..."},
    {"elided by a dotted comment", "a();\nb();\n", tagged("a();\n/* ... */\nb();\n"),
     "rejected_edit: the answer leaves code out: /* ... */"},
    {"documentation touches code", "int f(int a);\n", tagged("/// F.\nint f(int b);\n"),
     touches_code, "cpp", documentation},
    {"documentation alone", "int f();\n", tagged("/// F.\n"), touches_code, "cpp", documentation},
    {"rewritten instead of fixed", "a();\nb();\nc();\nd();\n", tagged("p();\nq();\nr();\ns();\n"),
     "rejected_edit: the answer replaces most of the code (0 of 4 lines survive)", "cpp", fix},
    {"changes beside a secret",
     "key = 'sk-secret'\na = 1\n",
     tagged("token = 'REDACTED'\na = 1\n"),
     "rejected_edit: the answer changes a line whose secret was not sent",
     "python",
     {},
     {},
     {},
     "key = 'REDACTED'\na = 1\n"},
};

TEST(Rewrite, RefusesWhatAReviewerWouldNotSign) {
  for (const auto& row : refused) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(run(row), row.wanted);
  }
}

TEST(Rewrite, AnAnswerAtItsLengthLimitIsAlwaysRefused) {
  for (const auto& row : restored) {
    EXPECT_EQ(run(row, true), "truncated: the answer was cut off at its length limit") << row.name;
  }
}

}  // namespace
}  // namespace server::actions
