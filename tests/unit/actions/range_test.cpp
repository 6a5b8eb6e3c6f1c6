#include "server/actions/range.hpp"

#include "server/actions/ai_comment.hpp"

#include <gtest/gtest.h>

namespace server::actions {
namespace {

using enum RangeNeed;

/// `text` holds one '^' (a cursor) or two (a selection); they are taken out.
struct Marked {
  text::Text text;
  text::Span selection;
};

Marked marked(std::string text) {
  const std::size_t begin = text.find('^');
  text.erase(begin, 1);
  std::size_t end = text.find('^');
  if (end == std::string::npos) {
    end = begin;
  } else {
    text.erase(end, 1);
  }
  return {text::Text(text), {begin, end}};
}

struct Row {
  const char* name;
  std::string text;
  RangeNeed need;
  std::size_t first;
  std::size_t last;
};

const std::string cpp_prefix = "#include <x>\n\n/// Doc.\nint f(int a,\n      int b) {\n";

const Row rows[] = {
    {"selected lines", "a\n^b\nc^\nd\n", block, 1, 2},
    {"widened to full lines", "a\nb^b\nc^c\nd\n", block, 1, 2},
    {"a line start is not in it", "a\n^b\nc\n^d\n", block, 1, 2},
    {"blank borders", "a\n^\nb\n\n^c\n", block, 2, 2},
    {"a word is its line for an edit", "a\nx ^y^ z\nc\n", block, 1, 1},
    {"statement in a block", "f() {\n  if (a) {\n    b^;\n  }\n}\n", block, 1, 3},
    {"on the opening", "f() {\n  if (^a) {\n    b;\n  }\n}\n", block, 1, 3},
    {"on the closing", "f() {\n  if (a) {\n    b;\n  ^}\n}\n", block, 1, 3},
    {"with else", "f() {\n  if (a) {\n    b;\n  } else {\n    c^;\n  }\n}\n", block, 1, 5},
    {"brace on its own line", "void f()\n{\n  a^();\n}\nint x;\n", block, 0, 3},
    {"python", "def f():\n    if a:\n        b^\n    else:\n        c\n    d\n", block, 1, 4},
    {"python function", "x = 1\ndef f():\n    a\n\n    b^\n\ny = 2\n", block, 1, 4},
    {"ruby", "def f\n  a^\nend\nb\n", block, 0, 2},
    {"no block: the paragraph", "a\n\nb\nc^\n\nd\n", block, 2, 3},
    {"blank line: what follows", "a\n^\nb\n", block, 2, 2},
    {"definition from a nested line", cpp_prefix + "  if (a) {\n    b^;\n  }\n}\n", definition, 2,
     8},
    {"definition from its signature",
     cpp_prefix.substr(0, 34) + "^" + cpp_prefix.substr(34) + "  return a;\n}\n", definition, 2, 6},
    {"definition from a word", cpp_prefix + "  ^return^ a;\n}\n", definition, 2, 6},
    {"selected lines stay", cpp_prefix + "  ^a;\n  b;^\n}\n", definition, 5, 6},
    {"member declaration", "class A {\n  // Doc.\n  int f^();\n  int g();\n};\n", definition, 1, 2},
    {"free declaration", "int a();\nint b^();\nint c();\n", definition, 1, 1},
    {"decorated", "@cache\ndef f():\n    return ^1\n", definition, 0, 2},
    {"an include is no comment", "#include <a>\nint f() {\n  ^a;\n}\n", definition, 1, 3},
    {"problem in its block", "f() {\n  a;\n  ^b^;\n}\ng();\n", problem, 0, 3},
    {"problem at top level", "a\n\n^b^\nc\n\nd\n", problem, 2, 3},
    {"problem over the block's end", "f() {\n  ^a;\n}\nb^;\n", problem, 0, 3},
};

TEST(ChooseRange, TakesTheSmallestSensibleLines) {
  for (const auto& row : rows) {
    const auto [text, selection] = marked(row.text);
    const auto range = choose_range(text, selection, row.need);
    ASSERT_TRUE(range) << row.name << ": " << range.error();
    EXPECT_EQ(range->first, row.first) << row.name;
    EXPECT_EQ(range->last, row.last) << row.name;
  }
}

std::string long_function(std::size_t lines) {
  std::string text = "void f() {\n";
  for (std::size_t i = 0; i < lines; ++i) text += "  line" + std::to_string(i) + ";\n";
  return text + "}\n";
}

TEST(ChooseRange, RefusesWhatIsTooLongOrEmpty) {
  const text::Text big(long_function(200));
  const auto whole = choose_range(big, {0, big.bytes().size()}, block);
  ASSERT_FALSE(whole);
  EXPECT_EQ(whole.error(), "the range has 202 lines, at most 120 are taken at once");
  EXPECT_EQ(choose_range(big, {big.line_start(0), big.line_start(120)}, block)->count(), 120U);
  EXPECT_FALSE(choose_range(text::Text("\n\n"), {0, 0}, block));
}

TEST(ChooseRange, OfALongBlockAProblemTakesThePartAround) {
  const text::Text big(long_function(200));
  const std::size_t at = big.line_start(100);
  EXPECT_EQ(choose_range(big, {at, at + 5}, problem), (LineRange{90, 110}));
}

struct UnwrittenRow {
  const char* code;
  const char* language;
  bool unwritten;
};

const UnwrittenRow unwritten_rows[] = {
    {"int f(int a);\n", "cpp", true},
    {"int f(int a) {\n}\n", "cpp", true},
    {"int f(int a) {}\n", "cpp", true},
    {"int f(int a) {\n  // TODO\n  throw not_yet();\n}\n", "cpp", true},
    {"int f(int a) {\n  return a;\n}\n", "cpp", false},
    {"def f():\n    pass\n", "python", true},
    {"def f():\n    \"\"\"Doc.\"\"\"\n    raise NotImplementedError\n", "python", true},
    {"def f():\n    ...\n", "python", true},
    {"def f():\n    return 1\n", "python", false},
    {"fn f() {\n    todo!()\n}\n", "rust", true},
    {"struct A {\n  int a;\n};\n", "cpp", false},
    {"x = 1\n", "python", false},
    {"// nothing\n", "cpp", false},
};

TEST(LooksUnwritten, KnowsStubsAndDeclarations) {
  for (const auto& row : unwritten_rows) {
    EXPECT_EQ(looks_unwritten(row.code, row.language), row.unwritten) << row.code;
  }
}

struct CommentRow {
  const char* text;
  const char* language;
  const char* instruction;  ///< "" = none
  const char* without;
};

const CommentRow comment_rows[] = {
    {"a();\n// AI: use b\nc();\n", "cpp", "use b", "a();\nc();\n"},
    {"a();  // AI: use b\nc();\n", "cpp", "use b", "a();\nc();\n"},
    {"/* AI: use b */\na();\n", "cpp", "use b", "a();\n"},
    {"# AI: use b\na()\n", "python", "use b", "a()\n"},
    {"// ai: no\n// AIR: no\na();\n", "cpp", "", ""},
    {"// AI:\na();\n", "cpp", "", ""},
};

TEST(NearestAiComment, IsFoundAndTakenOut) {
  for (const auto& row : comment_rows) {
    const text::Text text(row.text);
    const LineRange all{0, text.line_count() - 2};
    const auto found = nearest_ai_comment(text, all, row.language);
    ASSERT_EQ(found ? found->instruction : "", row.instruction) << row.text;
    EXPECT_EQ(found ? without_comment(text, all, *found) : "", row.without);
  }
}

TEST(NearestAiComment, IsNear) {
  std::string bytes = "// AI: far\n";
  for (int i = 0; i < 11; ++i) bytes += "a();\n";
  bytes += "// AI: below\n";
  const text::Text text(bytes);
  EXPECT_EQ(nearest_ai_comment(text, {5, 5}, "cpp")->instruction, "far");
  EXPECT_EQ(nearest_ai_comment(text, {8, 8}, "cpp")->instruction, "below");
  EXPECT_FALSE(nearest_ai_comment(text::Text(bytes.substr(0, 66)), {11, 11}, "cpp"));
}

}  // namespace
}  // namespace server::actions
