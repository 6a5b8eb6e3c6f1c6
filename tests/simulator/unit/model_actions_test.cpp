#include "tests/simulator/model_actions.hpp"

#include <gtest/gtest.h>

namespace simulator {
namespace {

struct Row {
  const char* name;
  std::string (*rule)(const ActionPrompt&);
  const char* language;
  const char* range;
  const char* expected;  ///< nullptr: unchanged
  const char* instruction = "";
  const char* diagnostics = "";
  const char* context = "";
};

std::string answer_to(const Row& row) {
  std::string prompt =
      std::string("File: src/clock.cpp\nLanguage: ") + row.language +
      "\nIndentation: 2 spaces\nTask: cerebras.x\nInstruction: " + row.instruction +
      "\n<context_before>\n" + row.context + "\n</context_before>\n<range>\n" + row.range +
      "\n</range>\n";
  if (*row.diagnostics)
    prompt += std::string("<diagnostics>\n") + row.diagnostics + "\n</diagnostics>\n";
  return row.rule(read_action(prompt));
}

void check(const Row& row) {
  EXPECT_EQ(answer_to(row), row.expected ? row.expected : row.range) << row.name;
}

const Row documents[] = {
    {"C++", document, "cpp", "  bool parse_url(std::string_view text, int limit = 3) const {\n  }",
     "  /// Parse url.\n  /// @param text the text\n  /// @param limit the limit\n  /// @return "
     "bool\n"
     "  bool parse_url(std::string_view text, int limit = 3) const {\n  }"},
    {"a member's definition", document, "cpp", "std::vector<int> Ledger::openEntries() {",
     "/// Open entries.\n/// @return std::vector<int>\nstd::vector<int> Ledger::openEntries() {"},
    {"above the template", document, "cpp", "template <class T>\nvoid push(T value);",
     "/// Push.\n/// @param value the value\ntemplate <class T>\nvoid push(T value);"},
    {"over several lines", document, "cpp", "static int add(int a,\n               int b) {",
     "/// Add.\n/// @param a\n/// @param b\n/// @return int\n"
     "static int add(int a,\n               int b) {"},
    {"a type", document, "cpp", "struct TokenBudget {", "/// Token budget.\nstruct TokenBudget {"},
    {"TypeScript", document, "typescript",
     "export function loadAll(paths: string[]): Promise<void> {",
     "/**\n * Load all.\n * @param paths the paths\n * @returns Promise<void>\n */\n"
     "export function loadAll(paths: string[]): Promise<void> {"},
    {"Python", document, "python", "  def load(self, path):\n    return 1",
     "  def load(self, path):\n    \"\"\"Load.\n    path: the path\n    \"\"\"\n    return 1"},
    {"Go, a method", document, "go", "func (c *Clock) Now(zone string) time.Time {",
     "// Now: Now.\n// zone: the zone\n// Returns time.Time\nfunc (c *Clock) Now(zone string) "
     "time.Time {"},
    {"Rust", document, "rust", "pub fn settle(&mut self, tokens: u64) -> u64 {",
     "/// Settle.\n/// * tokens: the tokens\n/// Returns u64\npub fn settle(&mut self, tokens: "
     "u64) -> u64 {"},
    {"no declaration", document, "cpp", "  x = 1;", nullptr},
    {"a statement is none", document, "cpp", "if (ready(x)) {", nullptr},
};

TEST(ModelActions, Document) {
  for (const auto& row : documents) check(row);
}

const Row simplifications[] = {
    {"== true", simplify, "cpp", "if (a.ready() == true) f();", "if (a.ready()) f();"},
    {"!= false", simplify, "cpp", "if (x != false) f();", "if (x) f();"},
    {"== false", simplify, "cpp", "if (p->open == false) f();", "if (!p->open) f();"},
    {"=== true", simplify, "typescript", "if (done === true) f();", "if (done) f();"},
    {"Python", simplify, "python", "if done == False_ or x == true:", "if done == False_ or x:"},
    {"? true : false", simplify, "cpp", "return (a < b) ? true : false;", "return (a < b);"},
    {"else behind a return", simplify, "cpp",
     "  if (a) {\n    return 1;\n  } else {\n    g();\n    return 2;\n  }\n  // end",
     "  if (a) {\n    return 1;\n  }\n  g();\n  return 2;\n  // end"},
    {"not in a chain", simplify, "cpp",
     "if (a) {\n  return 1;\n} else if (b) {\n  return 2;\n} else {\n  return 3;\n}", nullptr},
    {"not without a return", simplify, "cpp", "if (a) {\n  f();\n} else {\n  g();\n}", nullptr},
    {"nothing to do", simplify, "cpp", "f(true);", nullptr},
};

TEST(ModelActions, Simplify) {
  for (const auto& row : simplifications) check(row);
}

const Row fixes[] = {
    {"missing semicolon", fix, "cpp", "int a = 1\nint b = 2;", "int a = 1;\nint b = 2;", "",
     "1: expected ';' at end of declaration"},
    {"noticed on the next line", fix, "cpp", "int a = 1\nint b = 2;", "int a = 1;\nint b = 2;", "",
     "2: error: expected ';' before 'int'"},
    {"in front of a comment", fix, "cpp", "f()  // call", "f();  // call", "", "1: expected ';'"},
    {"TypeScript's wording", fix, "typescript", "f()", "f();", "", "1: ';' expected."},
    {"parenthesis", fix, "cpp", "f(a;", "f(a);", "", "1: expected ')'"},
    {"colon", fix, "python", "if a", "if a:", "", "1: expected ':'"},
    {"did you mean", fix, "cpp", "lenght = length_of(lenght);", "length = length_of(length);", "",
     "1: use of undeclared identifier 'lenght'; did you mean 'length'?"},
    {"several", fix, "cpp", "a()\nb()", "a();\nb();", "", "1: expected ';'\n2: expected ';'"},
    {"not understood", fix, "cpp", "a()", nullptr, "", "1: no matching function"},
    {"line outside", fix, "cpp", "a()", nullptr, "", "9: expected ';'"},
};

TEST(ModelActions, Fix) {
  for (const auto& row : fixes) check(row);
}

const Row bodies[] = {
    {"from the name", implement, "cpp", "int add(int a, int b) {}",
     "int add(int a, int b) {\n  return a + b;\n}"},
    {"a declaration", implement, "cpp", "int max_of(int a, int b);",
     "int max_of(int a, int b) {\n  return a < b ? b : a;\n}"},
    {"from a member", implement, "cpp", "int size() const {\n  // TODO\n}",
     "int size() const {\n  return size_;\n}", "", "", "int size_ = 0;"},
    {"a setter", implement, "cpp", "  void set_size(int size) {}",
     "  void set_size(int size) {\n    size_ = size;\n  }"},
    {"a default", implement, "cpp", "std::string name();", "std::string name() {\n  return {};\n}"},
    {"nothing to return", implement, "cpp", "void stop() {}", "void stop() {\n}"},
    {"Python", implement, "python", "def minus(a, b):\n  pass", "def minus(a, b):\n  return a - b"},
    {"Go", implement, "go", "func Sum(a int, b int) int {\n}",
     "func Sum(a int, b int) int {\n  return a + b\n}"},
    {"TypeScript", implement, "typescript", "function isOpen(): boolean {}",
     "function isOpen(): boolean {\n  return false;\n}"},
    {"a written body stays", implement, "cpp", "int one() {\n  return 1;\n}", nullptr},
};

TEST(ModelActions, Implement) {
  for (const auto& row : bodies) check(row);
}

const Row edits[] = {
    {"rename", edit, "cpp", "int count = counter + count;", "int total = counter + total;",
     "Please rename count to total."},
    {"quoted", edit, "cpp", "int count;", "int n;", "rename `count` as `n`"},
    {"upper case", edit, "cpp", "int limit = limit2;", "int LIMIT = limit2;",
     "make it upper case limit"},
    {"lower case", edit, "cpp", "int LIMIT;", "int limit;", "lowercase LIMIT"},
    {"comments", edit, "cpp", "// a\nint b;\n  // c", "int b;", "remove all comments"},
    {"not understood", edit, "cpp", "int b;", nullptr, "make it faster"},
};

TEST(ModelActions, Edit) {
  for (const auto& row : edits) check(row);
}

TEST(ModelActions, TestsAreASkeletonThatSaysSo) {
  const struct {
    const char* language;
    const char* range;
    const char* part;
  } rows[] = {{"cpp", "int add_all(int a, int b);", "TEST(AddAll, "},
              {"cpp", "int add_all(int a, int b);", "#include \"src/clock.hpp\""},
              {"python", "def add(a):", "def test_add():"},
              {"typescript", "export function add(a: number) {", "import { add } from './clock';"},
              {"rust", "fn add(a: u8) {", "fn add_works()"},
              {"go", "func Add(a int) {", "func TestAdd("}};
  for (const auto& row : rows) {
    const auto text = answer_to({"", tests, row.language, row.range, nullptr});
    EXPECT_NE(text.find(row.part), text.npos) << text;
    EXPECT_NE(text.find("Simulated"), text.npos) << text;
  }
}

TEST(ModelActions, ExplanationsSayThatTheyAreSimulated) {
  const auto text = answer_to({"", explain, "cpp", "int add_all(int a, int b);", nullptr});
  EXPECT_EQ(text,
            "## `add_all`\n\n*Simulated explanation: cerebras-sim has no model behind it.*\n\n"
            "1 line of cpp, about \"add all\".\n\n- takes `a`\n- takes `b`\n- gives `int`\n");
}

}  // namespace
}  // namespace simulator
