#include "server/actions/language.hpp"

#include <gtest/gtest.h>

namespace server::actions {
namespace {

struct Row {
  const char* language;
  const char* text;
  const char* code;  ///< code lines, each ended by |
};

const Row rows[] = {
    {"cpp", "a();  // b\n\n// c\n  d();\r\n", "a();|  d();|"},
    {"cpp", "/* a\n b */ c();\nd(/* e */);\n", " c();|d();|"},
    {"cpp", "f(\"// no\", '\"', 1'000);  // yes\n", "f(\"// no\", '\"', 1'000);|"},
    {"cpp", "f(\"\\\"// no\");\n", "f(\"\\\"// no\");|"},
    {"typescript", "a = `x\n// no\n`; // yes\n", "a = `x|// no|`;|"},
    {"python", "def f():\n    \"\"\"Doc.\n\n    # x\n    \"\"\"\n    return '#'  # y\n",
     "def f():|    return '#'|"},
    {"python", "a = '''x\n# no\n'''\n", "a = '''x|# no|'''|"},
    {"lua", "--[[ a\nb ]]\nc() -- d\n", "c()|"},
    {"css", "a { color: red } /* b */\n", "a { color: red }|"},
    {"unheard-of", "a # b\n", "a|"},
};

TEST(Scan, TellsCodeFromComments) {
  for (const auto& row : rows) {
    std::string code;
    for (const auto& line : scan(row.text, syntax_of(row.language)).code_lines) code += line + "|";
    EXPECT_EQ(code, row.code) << row.text;
  }
}

TEST(Scan, CountsBracketsOutsideOfStringsAndComments) {
  const auto balance = [](const char* text) { return scan(text, syntax_of("cpp")).brackets; };
  EXPECT_EQ(balance("f(a[0], \")\", ')'); // )\n"), BracketBalance());
  EXPECT_EQ(balance("{ (\n").net, (std::array<int, 3>{1, 0, 1}));
  EXPECT_EQ(balance(") (\n").lowest, (std::array<int, 3>{-1, 0, 0}));
}

TEST(CommentText, IsOfWholeLineCommentsOnly) {
  const std::tuple<const char*, const char*, const char*> texts[] = {{"  /// Doc", "cpp", "Doc"},
                                                                     {"/* a */", "cpp", "a"},
                                                                     {"a(); // b", "cpp", ""},
                                                                     {"## a", "python", "a"},
                                                                     {"<!-- a -->", "html", "a"}};
  for (const auto& [line, language, text] : texts) {
    EXPECT_EQ(comment_text(line, syntax_of(language)), text) << line;
  }
}

}  // namespace
}  // namespace server::actions
