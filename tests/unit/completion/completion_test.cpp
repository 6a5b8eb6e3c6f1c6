#include "server/completion/completion.hpp"

#include "tests/unit/completion/editor.hpp"

#include <gtest/gtest.h>

namespace server::completion {
namespace {

json::object ask_popup(Editor& editor) {
  return editor.ask("textDocument/completion", {{"triggerKind", 1}});
}

struct Row {
  const char* name;
  const char* document;
  const char* answer;
  const char* label;
  const char* accepted;
};

TEST(Completion, SameSuggestionAsAnOrdinaryItem) {
  const Row rows[] = {
      {"behind a word", "  foo.ba¦\n", "  foo.bar(1);", "bar(1);", "  foo.bar(1);\n"},
      {"behind a sign", "  x = ¦\n", "  x = 4;", "4;", "  x = 4;\n"},
      {"a block", "int f() {\n  ¦\n}\n", "  g();\n  h();", "g();",
       "int f() {\n  g();\n  h();\n}\n"},
      {"behind letters that are not ASCII", "  caf\xC3\xA9x¦\n", "  caf\xC3\xA9x();", "x();",
       "  caf\xC3\xA9x();\n"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.name);
    Editor editor;
    editor.open(row.document);
    editor.model.replies = {{row.answer}};
    const auto reply = ask_popup(editor);
    EXPECT_EQ(reply.at("result").at("isIncomplete"), true);
    ASSERT_EQ(editor.items(reply).size(), 1U);
    const auto item = editor.items(reply)[0];
    const auto& edit = item.at("textEdit");
    EXPECT_EQ(item.at("label"), row.label);
    EXPECT_EQ(item.at("filterText"), edit.at("newText"));
    EXPECT_EQ(edit.at("range").at("start").at("line"), edit.at("range").at("end").at("line"));
    EXPECT_EQ(editor.applied(edit.at("range"), edit.at("newText")), row.accepted);
    EXPECT_EQ(editor.model.asked[0].feature, "completion");
  }
}

TEST(Completion, LongLabelsAreCutAtACharacter) {
  Editor editor;
  editor.open("x = ¦\n");
  std::string text;
  for (int i = 0; i < 60; ++i) text += "\xC3\xA9" + std::to_string(i);
  editor.model.replies = {{"x = " + text}};
  const auto item = editor.items(ask_popup(editor))[0];
  const std::string label(item.at("label").as_string());
  EXPECT_LE(label.size(), 64U);
  EXPECT_TRUE(text::is_valid_utf8(label));
}

struct PopupRow {
  const char* setting;
  bool inline_completion, answers;
};

TEST(Completion, PopupSetting) {
  const PopupRow rows[] = {{"auto", false, true},
                           {"auto", true, false},
                           {"always", true, true},
                           {"always", false, true},
                           {"never", false, false}};
  for (const auto& row : rows) {
    Editor editor;
    editor.settings.completion.popup = row.setting;
    editor.client.inline_completion = row.inline_completion;
    editor.open("int x = ¦\n");
    editor.model.replies = {{"int x = 4;"}};
    EXPECT_EQ(editor.items(ask_popup(editor)).size(), row.answers ? 1U : 0U) << row.setting;
    EXPECT_EQ(editor.model.asked.size(), row.answers ? 1U : 0U);
  }
}

TEST(Completion, NeverFails) {
  Editor editor;
  editor.open("int x = ¦\n");
  editor.model.replies = {{std::nullopt, error_of(cerebras::Failure::no_key)}};
  EXPECT_TRUE(editor.items(ask_popup(editor)).empty());
  EXPECT_EQ(editor.reason(), "no_key");
  editor.settings.completion.enabled = false;
  EXPECT_TRUE(editor.items(ask_popup(editor)).empty());
  EXPECT_EQ(editor.reason(), "disabled");
}

TEST(Completion, CancelledByTheClient) {
  Editor editor;
  editor.open("int x = ¦\n");
  const auto id = editor.start("textDocument/completion", {{"triggerKind", 1}});
  editor.poll();
  editor.cancel(id);
  editor.poll();
  EXPECT_EQ(editor.replies.at(id).at("error").at("code"), -32800);
}

TEST(Completion, Capability) {
  Editor editor;
  protocol::ClientCapabilities client;
  EXPECT_TRUE(editor.rpc.capabilities(client)
                  .at("completionProvider")
                  .as_object()
                  .contains("triggerCharacters"));
  client.inline_completion = true;
  EXPECT_FALSE(editor.rpc.capabilities(client)
                   .at("completionProvider")
                   .as_object()
                   .contains("triggerCharacters"));
}

}  // namespace
}  // namespace server::completion
