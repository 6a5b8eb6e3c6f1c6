#include "server/actions/markdown.hpp"

#include <gtest/gtest.h>

namespace server::actions {
namespace {

struct Row {
  const char* name;
  std::string text;
  std::string wanted;
};

const Row rows[] = {
    {"prose", "It *adds* two numbers.\n", "It *adds* two numbers.\n"},
    {"image", "a ![pixel](https://evil.example/?q=1) b\n", "a pixel (evil.example) b\n"},
    {"image by reference", "![p][r]\n\n[r]: https://evil.example\n",
     "p\n\n[r] : https://evil.example\n"},
    {"definition in a quote", "> [r]: command:x\n", "> [r] : command:x\n"},
    {"image over two lines", "![p\n](https://evil.example)\n", "[p\n (evil.example)\n"},
    {"link", "see [the manual](https://example.com/a)\n", "see the manual (example.com)\n"},
    {"command link", "[run](command:do.it)\n", "run\n"},
    {"file and editor links", "[a](file:///etc/passwd) [b](vscode://x)\n", "a b\n"},
    {"image inside a link", "[![a](http://x/i)](command:y)\n", "a (x)\n"},
    {"html", "<img src=x> and vector<int>\n", "&lt;img src=x> and vector&lt;int>\n"},
    {"code span", "use `a[i](x)` and `b<c>`\n", "use `a[i](x)` and `b<c>`\n"},
    {"span that began a line before", "a ` b\nc ` ![p](http://x) `\n", "a ` b\nc ` p (x) `\n"},
    {"escaped backtick", "\\` ![p](http://x) `\n", "\\` p (x) `\n"},
    {"a new paragraph is clear again", "a ` b\n\n`c[0](d)`\n", "a ` b\n\n`c[0](d)`\n"},
    {"fence", "x\n```cpp\nv[0](<a>);\n```\ny\n", "x\n\n````cpp\nv[0](<a>);\n````\ny\n"},
    {"fence in a list ends with us", "- a\n  ```\n![p](http://x)\n",
     "- a\n\n````\n![p](http://x)\n````\n"},
    {"text behind a fence", "  ```\na\n   ```\n![p](http://x)\n", "````\na\n````\np (x)\n"},
    {"longer fence inside", "~~~\n````\n~~~\n", "`````\n````\n`````\n"},
    {"control and bidirectional", "a\x1b[31mb\xE2\x80\xAE c\xE2\x80\x8B\r\n", "a[31mb c\n"},
    {"no final newline", "a", "a\n"},
    {"empty", "", ""},
};

TEST(SanitizedMarkdown, LeavesNothingThatActs) {
  for (const auto& row : rows) EXPECT_EQ(sanitized_markdown(row.text), row.wanted) << row.name;
}

TEST(PlainMessage, HasNoEntitiesAndEndsOnACharacter) {
  EXPECT_EQ(plain_message("a &lt;b>", 100), "a <b>");
  EXPECT_EQ(plain_message("ab\xC3\xA9z", 3), "ab \xE2\x80\xA6");
}

}  // namespace
}  // namespace server::actions
