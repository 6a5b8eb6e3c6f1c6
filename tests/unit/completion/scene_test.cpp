#include "server/completion/scene.hpp"

#include "tests/unit/completion/scenes.hpp"

#include <gtest/gtest.h>

namespace server::completion {
namespace {

struct ModeRow {
  const char* name;
  const char* language;
  const char* document;
  Mode mode;
};

const ModeRow modes[] = {
    {"behind a brace, no body", "cpp", "int f() {\n  ¦\n}\n", Mode::block},
    {"right behind a brace", "cpp", "int f() {¦\n}\n", Mode::block},
    {"right behind a brace, end of the file", "cpp", "int f() {¦", Mode::block},
    {"between braces", "cpp", "int f() {¦}\n", Mode::block},
    {"behind a brace that has its body", "cpp", "int f() {¦\n  return 1;\n}\n", Mode::one_line},
    {"first line of a body", "cpp", "int f() {\n  ¦\n  return 1;\n}\n", Mode::one_line},
    {"blank line between statements", "cpp", "int f() {\n  a();\n  ¦\n  b();\n}\n", Mode::block},
    {"blank line at the end of a body", "cpp", "int f() {\n  a();\n  ¦\n}\n", Mode::block},
    {"python colon", "python", "def f():\n    ¦\n\nx = 1\n", Mode::block},
    {"right behind a python colon", "python", "if a:¦\n", Mode::block},
    {"a colon that opens nothing", "cpp", "  case 1:¦\n", Mode::one_line},
    {"ruby do", "ruby", "list.each do |x|\n  ¦\nend\n", Mode::block},
    {"lua then", "lua", "if a then\n  ¦\nend\n", Mode::block},
    {"an unfinished statement", "cpp", "  int x = ¦\n", Mode::one_line},
    {"an open argument list", "cpp", "  f(\n      ¦\n", Mode::one_line},
    {"with text behind the cursor", "cpp", "  ¦foo();\n", Mode::one_line},
    {"a comment", "cpp", "  // says {¦\n", Mode::one_line},
    {"a python comment", "python", "# if a:¦\n", Mode::one_line},
    {"a preprocessor line is no comment", "cpp", "#define X {¦\n", Mode::block},
    {"an empty document", "cpp", "¦", Mode::block},
};

TEST(Scene, ModeTable) {
  for (const auto& row : modes) {
    EXPECT_EQ(scene_at(row.document, row.language).mode, row.mode) << row.name;
    EXPECT_EQ(scene_at(row.document, row.language, Multiline::never).mode, Mode::one_line);
    EXPECT_EQ(scene_at(row.document, row.language, Multiline::always).mode, Mode::block);
  }
}

TEST(Scene, PartsAroundTheCursor) {
  const Scene scene = scene_at("a\n  b¦c\nd\n", "cpp");
  EXPECT_EQ(scene.before, "a\n  b");
  EXPECT_EQ(scene.current, "  b");
  EXPECT_EQ(scene.above(), "a\n");
  EXPECT_EQ(scene.rest(), "c");
  EXPECT_EQ(scene.below(), "d\n");
  EXPECT_EQ(scene_at("¦", "cpp").below(), "");
}

struct StyleRow {
  const char* language;
  const char* document;
  text::IndentStyle style;
};

TEST(Scene, IndentationOfTheDocumentTheCursorOrTheLanguage) {
  const StyleRow rows[] = {
      {"cpp", "a {\n  b;\n¦", {false, 2}},
      {"cpp", "a {\n\tb;\n¦", {true, 4}},
      {"python", "def f():\n   ¦", {false, 3}},
      {"cpp", "f() {\n\t¦\n}", {true, 4}},
      {"go", "func f() {¦", {true, 4}},
      {"typescript", "f() {¦", {false, 2}},
      {"python", "¦", {false, 4}},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(scene_at(row.document, row.language).indent, row.style) << row.document;
  }
}

struct SecretRow {
  const char* name;
  const char* document;
  const char* before;
  const char* after;
};

TEST(Scene, SecretsAreRedactedOnBothSidesOfTheCursor) {
  const SecretRow rows[] = {
      {"before", "password = \"hunter2hunter2\"\nx = ¦", "password = \"REDACTED\"\nx = ", ""},
      {"after", "x = ¦\npassword = \"hunter2hunter2\"", "x = ", "\npassword = \"REDACTED\""},
      {"in the current line", "f(\"x\", password=\"hunter2hunter2\", ¦)",
       "f(\"x\", password=\"REDACTED\", ", ")"},
      {"across the cursor", "password = \"hunter2¦hunter2\"", "password = \"REDACTED", "\""},
      {"being typed", "secret = 'hunter2hunter2¦", "secret = 'REDACTED", ""},
  };
  for (const auto& row : rows) {
    const Scene scene = scene_at(row.document, "python");
    EXPECT_EQ(scene.before, row.before) << row.name;
    EXPECT_EQ(scene.after, row.after) << row.name;
    EXPECT_TRUE(scene.before.ends_with(scene.current));
  }
}

TEST(Scene, RedactionCanBeSwitchedOff) {
  SceneOptions options;
  options.redact_secrets = false;
  const text::Text text("password = \"hunter2hunter2\"");
  EXPECT_EQ(make_scene(window_at(text, 0, 100), options).after, text.bytes());
}

}  // namespace
}  // namespace server::completion
