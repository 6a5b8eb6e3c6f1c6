// The second half of code_action: what codeAction/resolve makes of the model's answer.
#include "offered.hpp"
#include "server/actions/code_action.hpp"

#include <gtest/gtest.h>

namespace server::actions {
namespace {

TEST(Resolve, MakesAMinimalVersionedEdit) {
  Editor editor;
  editor.open(source);
  editor.script(fixed_range);
  auto action = offered(editor, {diagnostic(1, "wrong sign")})[0];
  action.as_object()["extra"] = "stays";
  const auto resolved = editor.request("codeAction/resolve", action);
  EXPECT_EQ(
      json::serialize(resolved.at("edit").at("documentChanges")),
      R"([{"textDocument":{"uri":"file:///home/me/src/a.cpp","version":1},"edits":[{"range":)"
      R"({"start":{"line":1,"character":11},"end":{"line":1,"character":12}},"newText":"+"}]}])");
  EXPECT_EQ(resolved.at("extra").as_string(), "stays");
  EXPECT_EQ(applied(editor, resolved.at("edit")), with(source, "a - b", "a + b"));
  EXPECT_EQ(editor.recent.entries().back().outcome, "shown");
}

TEST(Resolve, SendsThePromptOfTheDocumentation) {
  Editor editor;
  editor.open(source);
  editor.script(fixed_range);
  editor.request("codeAction/resolve", offered(editor, {diagnostic(1, "wrong sign")})[0]);
  EXPECT_EQ(editor.prompt(),
            "File: src/a.cpp\nLanguage: cpp\nIndentation: 2 spaces\nTask: cerebras.fix\n"
            "Instruction: Fix the reported problem with the smallest change. Leave everything else "
            "as it is.\n<range>\nint add(int a, int b) {\n  return a - b;\n}\n</range>\n"
            "<context_after>\n\nint twice(int a);\n</context_after>\n"
            "<diagnostics>\n2: wrong sign\n</diagnostics>\n");
  EXPECT_EQ(editor.asked.back().feature, "cerebras.fix");
  EXPECT_EQ(editor.asked.back().max_completion_tokens, 4096);
  EXPECT_FALSE(editor.asked.back().automatic);
}

TEST(Resolve, WithoutDocumentChangesAnswersChanges) {
  Editor editor([](auto& client) { client.document_changes = client.change_annotations = false; });
  editor.open(source);
  editor.script(fixed_range);
  const auto resolved =
      editor.request("codeAction/resolve", offered(editor, {diagnostic(1, "x")})[0]);
  EXPECT_FALSE(resolved.at("edit").as_object().contains("documentChanges"));
  EXPECT_EQ(applied(editor, resolved.at("edit")), with(source, "a - b", "a + b"));
}

struct ConfirmRow {
  std::optional<bool> setting;
  std::size_t lines;
  bool annotated;
};

TEST(Resolve, AsksForConfirmationAsTheSettingSays) {
  const ConfirmRow rows[] = {
      {std::nullopt, 1, false}, {std::nullopt, 31, true}, {true, 1, true}, {false, 31, false}};
  for (const auto& row : rows) {
    Editor editor;
    editor.settings.edits.confirm = row.setting;
    editor.open(source);
    std::string more;
    for (std::size_t i = 0; i < row.lines; ++i) more += "  a += " + std::to_string(i) + ";\n";
    editor.script(with(fixed_range, "  return a + b;\n", more + "  return a - b;\n"));
    const auto resolved =
        editor.request("codeAction/resolve", offered(editor, {diagnostic(1, "x")})[0]);
    const auto& edit = resolved.at("edit").as_object();
    ASSERT_EQ(edit.contains("changeAnnotations"), row.annotated) << row.lines;
    const auto& text_edit = edit.at("documentChanges").at(0).at("edits").at(0).as_object();
    ASSERT_EQ(text_edit.contains("annotationId"), row.annotated);
    if (row.annotated) {
      const auto& id = text_edit.at("annotationId").as_string();
      EXPECT_EQ(edit.at("changeAnnotations").at(id).at("needsConfirmation"), true);
    }
  }
}

TEST(Resolve, FollowsTheRangeWhenOtherLinesChange) {
  const std::pair<std::uint32_t, const char*> rows[] = {{0, "// new first line\n"},
                                                        {4, "// new line behind\n"}};
  for (const auto& [line, text] : rows) {
    Editor editor;
    editor.open(source);
    editor.script(fixed_range);
    const auto action = offered(editor, {diagnostic(1, "x")})[0];
    editor.while_asking = [&, at = line, added = text] { editor.insert_line(at, added); };
    const auto resolved = editor.request("codeAction/resolve", action);
    const auto now = editor.documents.find(main_uri)->text.bytes();
    EXPECT_EQ(applied(editor, resolved.at("edit")), with(now, "a - b", "a + b"));
    EXPECT_EQ(resolved.at("edit").at("documentChanges").at(0).at("textDocument").at("version"), 2);
  }
}

TEST(Resolve, KnowsWhichOfEqualLinesItWasOrRefuses) {
  const std::string copy = "int f() {\n  return 1;\n}\n";
  const std::string other =
      "int g() {\n  return 1;\n}\n";  // as long: an equal text at the old place
  for (const auto& added : {other, copy}) {
    Editor editor;
    editor.open(copy + copy);
    editor.script("<range>\nint f() {\n  return 2;\n}\n</range>");
    const auto action = offered(editor, {diagnostic(4, "x")}, {}, 4)[0];
    editor.while_asking = [&] { editor.insert_line(0, added); };
    const auto resolved = editor.request("codeAction/resolve", action);
    if (added == copy) {
      EXPECT_EQ(error_kind(resolved), "rejected_edit");  // nobody can tell the three apart
    } else {
      EXPECT_EQ(applied(editor, resolved.at("edit")), other + copy + with(copy, "1", "2"));
    }
  }
}

TEST(Resolve, RefusesWhenTheRangeItselfChanged) {
  Editor editor;
  editor.open(source);
  editor.script(fixed_range);
  const auto action = offered(editor, {diagnostic(1, "x")})[0];
  editor.while_asking = [&] { editor.insert_line(1, "  a = b;\n"); };
  EXPECT_EQ(error_kind(editor.request("codeAction/resolve", action)), "rejected_edit");
  EXPECT_EQ(editor.recent.entries().back().reason, "rejected_edit");
}

TEST(Resolve, RefusesAnActionOfAnOlderVersion) {
  Editor editor;
  editor.open(source);
  const auto action = offered(editor, {diagnostic(1, "x")})[0];
  editor.insert_line(0, "\n");
  EXPECT_EQ(error_kind(editor.request("codeAction/resolve", action)), "rejected_edit");
  EXPECT_TRUE(editor.asked.empty());
}

TEST(Resolve, RefusesBadAnswers) {
  const std::tuple<const char*, const char*, cerebras::FinishReason> rows[] = {
      {"<range>\nint add(int a, int b) {", "truncated", cerebras::FinishReason::length},
      {"I can not do that.", "rejected_edit", cerebras::FinishReason::stop},
      {"<range>\nint add(int a, int b) {\n", "truncated", cerebras::FinishReason::stop},
  };
  for (const auto& [content, kind, reason] : rows) {
    Editor editor;
    editor.open(source);
    editor.script(content, reason);
    const auto reply =
        editor.request("codeAction/resolve", offered(editor, {diagnostic(1, "x")})[0]);
    EXPECT_EQ(error_kind(reply), kind) << content;
    EXPECT_EQ(reply.at("error").at("code"), -32803);
  }
}

TEST(Resolve, PassesFailuresOfTheModelOn) {
  Editor editor;
  editor.open(source);
  generate::AskFailure failure;
  failure.error.failure = cerebras::Failure::budget;
  editor.scripted.emplace_back(tl::unexpected(failure));
  EXPECT_EQ(
      error_kind(editor.request("codeAction/resolve", offered(editor, {diagnostic(1, "x")})[0])),
      "budget");
}

TEST(Resolve, OfAnUnchangedAnswerSaysSo) {
  Editor editor;
  editor.open(source);
  editor.script(with(fixed_range, "a + b", "a - b"));
  const auto resolved =
      editor.request("codeAction/resolve", offered(editor, {diagnostic(1, "x")})[0]);
  EXPECT_TRUE(resolved.at("edit").as_object().empty());
  EXPECT_EQ(editor.notifications.back().at("params").at("message").as_string(),
            "Cerebras: fix: nothing to change");
}

TEST(Resolve, TakesTheAiCommentOut) {
  Editor editor;
  editor.open("int f() {\n  // AI: return two\n  return 1;\n}\n");
  editor.script("<range>\nint f() {\n  return 2;\n}\n</range>");
  const auto action = with_title(offered(editor), "Cerebras: edit: return two");
  const auto resolved = editor.request("codeAction/resolve", action);
  EXPECT_EQ(applied(editor, resolved.at("edit")), "int f() {\n  return 2;\n}\n");
  EXPECT_NE(editor.prompt().find("Instruction: return two\n"), std::string::npos);
  EXPECT_EQ(editor.prompt().find("AI:"), std::string::npos);
}

TEST(Resolve, InsertsBehindTheRange) {
  Editor editor;
  lsp::ActionSettings own;
  own.id = "overload";
  own.title = "Add an overload";
  own.kind = "refactor";
  own.output = "insert";
  own.prompt = "Overload {{selection}} in {{file}} ({{language}})";
  editor.settings.actions = {own};
  editor.open("class A {\n  int f();\n};\n");
  editor.script("<range>\nint f(int a);\n</range>");
  const auto resolved =
      editor.request("codeAction/resolve", with_title(offered(editor), "Add an overload"));
  EXPECT_EQ(applied(editor, resolved.at("edit")), "class A {\n  int f();\n};\nint f(int a);\n");
  EXPECT_NE(editor.prompt().find("Overload class A {\n  int f();\n};\n in src/a.cpp (cpp)\n"),
            std::string::npos);
}

TEST(Tests, AreANewFileNextToTheSource) {
  Editor editor;
  editor.open(source);
  editor.script("<file>\nTEST(Add, Adds) {}\n</file>");
  const auto resolved =
      editor.request("codeAction/resolve", with_title(offered(editor), "Cerebras: write tests"));
  const auto& changes = resolved.at("edit").at("documentChanges").as_array();
  ASSERT_EQ(changes.size(), 2U);
  EXPECT_EQ(changes[0].at("kind").as_string(), "create");
  EXPECT_EQ(changes[0].at("uri").as_string(), "file:///home/me/src/a_test.cpp");
  EXPECT_TRUE(changes[0].as_object().contains("annotationId"));
  EXPECT_TRUE(changes[1].at("textDocument").at("version").is_null());
  EXPECT_EQ(applied(editor, resolved.at("edit"), "file:///home/me/src/a_test.cpp"),
            "TEST(Add, Adds) {}\n");
}

TEST(Tests, GoToTheEndOfAnOpenTestFile) {
  Editor editor;
  const std::string uri = "file:///home/me/src/a_test.cpp";
  editor.open(source);
  editor.open("old\r\n", "cpp", uri);
  editor.script("<file>\nnew\n</file>");
  const auto resolved =
      editor.request("codeAction/resolve", with_title(offered(editor), "Cerebras: write tests"));
  EXPECT_EQ(resolved.at("edit").at("documentChanges").as_array().size(), 1U);
  EXPECT_EQ(applied(editor, resolved.at("edit"), uri), "old\r\n\r\nnew\r\n");
}

TEST(Tests, AreRefusedBeforeATokenIsSpent) {
  const std::pair<std::function<void(Editor&)>, const char*> rows[] = {
      {[](Editor& editor) { editor.client.create_file = false; }, "create files"},
      {[](Editor& editor) { editor.folders.clear(); }, "in no folder of the workspace"},
  };
  for (const auto& [prepare, reason] : rows) {
    Editor editor;
    editor.open(source);
    const auto action = with_title(offered(editor), "Cerebras: write tests");
    prepare(editor);
    const auto reply = editor.request("codeAction/resolve", action);
    EXPECT_EQ(error_kind(reply), "rejected_edit");
    EXPECT_NE(reply.at("error").at("message").as_string().find(reason), json::string::npos);
    EXPECT_TRUE(editor.asked.empty());
  }
}

}  // namespace
}  // namespace server::actions
