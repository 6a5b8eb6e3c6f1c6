#include "server/completion/inline_completion.hpp"

#include "tests/unit/completion/editor.hpp"

#include <gtest/gtest.h>

#include <string>

namespace server::completion {
namespace {

struct Row {
  const char* name;
  const char* document;
  const char* answer;
  const char* accepted;  ///< the document afterwards
};

const Row rows[] = {
    {"a line", "int f() {\n  int x = ¦\n}\n", "  int x = 4;", "int f() {\n  int x = 4;\n}\n"},
    {"a block", "int f() {\n  ¦\n}\n", "  g();\n  return 1;\n}",
     "int f() {\n  g();\n  return 1;\n}\n"},
    {"the rest is repeated", "  g(a, ¦);\n", "  g(a, b);", "  g(a, b);\n"},
    {"the rest is rewritten", "  x = f(a, ¦b);\n", "  x = f(a, c, b, d);",
     "  x = f(a, c, b, d);\n"},
    {"CRLF", "int f() {\r\n  ¦\r\n}\r\n", "  g();\n  h();",
     "int f() {\r\n  g();\r\n  h();\r\n}\r\n"},
    {"surrogate pairs in front", "  s = \"\xF0\x9F\x98\x80\" + ¦\n",
     "  s = \"\xF0\x9F\x98\x80\" + t;", "  s = \"\xF0\x9F\x98\x80\" + t;\n"},
    {"no final line end", "int x = ¦", "int x = 4;", "int x = 4;"},
    {"markers in the document", "s = \"<before>\" + ¦\n", "s = \"<\\before>\" + t;",
     "s = \"<before>\" + t;\n"},
};

TEST(InlineCompletion, ItemsApplyToTheDocument) {
  for (const auto& row : rows) {
    SCOPED_TRACE(row.name);
    for (const auto encoding : {text::PositionEncoding::utf8, text::PositionEncoding::utf16}) {
      Editor editor;
      editor.documents.set_encoding(encoding);
      editor.open(row.document);
      editor.model.replies = {{row.answer}};
      const auto items = editor.items(editor.ask_inline());
      ASSERT_EQ(items.size(), 1U);
      const auto& item = items[0].as_object();
      EXPECT_EQ(editor.applied(item.at("range"), item.at("insertText")), row.accepted);
      EXPECT_EQ(item.at("filterText"), item.at("insertText"));
      EXPECT_EQ(item.at("range").at("start").at("line"), item.at("range").at("end").at("line"));
      EXPECT_EQ(item.at("command").at("command"), "cerebras.completionAccepted");
      EXPECT_EQ(editor.model.recent.entries().back().outcome, "shown");
    }
  }
}

TEST(InlineCompletion, AsksWithTheSettings) {
  Editor editor;
  editor.settings.completion.model = "fast";
  editor.settings.completion.max_tokens = 77;
  editor.open("int f() {\n  ¦\n}\n");
  editor.model.replies = {{"return 1;"}};
  editor.ask_inline(2);
  ASSERT_EQ(editor.model.asked.size(), 1U);
  const auto& ask = editor.model.asked[0];
  EXPECT_EQ(ask.feature, "inlineCompletion");
  EXPECT_TRUE(ask.automatic);
  EXPECT_TRUE(ask.stream);
  EXPECT_EQ(ask.model, "fast");
  EXPECT_EQ(ask.max_completion_tokens, 77);
  EXPECT_EQ(ask.temperature, 0.0);
  EXPECT_LE(ask.stop.size(), 4U);
  EXPECT_TRUE(ask.messages.back().content.starts_with("File: a.cpp\nLanguage: cpp\n"));
}

TEST(InlineCompletion, StopsReadingWhenTheLineIsComplete) {
  Editor editor;
  editor.open("int x = ¦\n");
  editor.model.replies = {{"int x = 4;\nint y = 5;\nint z = 6;\nint u = 7;\n"}};
  EXPECT_EQ(editor.items(editor.ask_inline())[0].at("insertText"), "4;");
  EXPECT_LT(editor.model.bytes_read, 16U);
}

TEST(InlineCompletion, CutOffBlockLosesItsLastLine) {
  Editor editor;
  editor.open("int f() {\n  ¦\n}\n");
  editor.model.replies = {{"  g();\n  return so", std::nullopt, cerebras::FinishReason::length}};
  EXPECT_EQ(editor.items(editor.ask_inline())[0].at("insertText"), "g();");
}

TEST(InlineCompletion, OldTriggerKinds) {
  Editor editor;
  editor.client.old_inline_trigger_kinds = true;
  editor.open("int x = ¦\n");
  editor.model.replies = {{"int x = 1;"}, {"int x = 2;"}};
  editor.ask_inline(0);
  editor.ask_inline(1);
  EXPECT_FALSE(editor.model.asked[0].automatic);
  EXPECT_TRUE(editor.model.asked[1].automatic);
}

json::object selected(int start, int end, const char* text) {
  return {{"triggerKind", 2},
          {"selectedCompletionInfo",
           {{"range",
             {{"start", {{"line", 0}, {"character", start}}},
              {"end", {{"line", 0}, {"character", end}}}}},
            {"text", text}}}};
}

TEST(InlineCompletion, ExtendsTheSelectedCompletion) {
  Editor editor;
  editor.open("v.pu¦\n");
  editor.model.replies = {{"v.push_back(1);"}};
  const auto items =
      editor.items(editor.ask("textDocument/inlineCompletion", selected(2, 4, "push_back")));
  ASSERT_EQ(items.size(), 1U);
  EXPECT_EQ(items[0].at("insertText"), "push_back(1);");
  EXPECT_EQ(editor.applied(items[0].at("range"), items[0].at("insertText")), "v.push_back(1);\n");
  EXPECT_TRUE(editor.model.asked[0].messages.back().content.ends_with(
      "<current_line>v.push_back</current_line>"));
}

TEST(InlineCompletion, SelectedCompletionElsewhereGetsNothing) {
  Editor editor;
  editor.open("v.pu¦\n");
  EXPECT_TRUE(
      editor.items(editor.ask("textDocument/inlineCompletion", selected(0, 1, "w"))).empty());
  EXPECT_EQ(editor.reason(), "filtered:selected_completion");
  EXPECT_TRUE(editor.model.asked.empty());
}

TEST(InlineCompletion, SecretsDoNotLeave) {
  Editor editor;
  editor.open("password = \"hunter2hunter2\"\nx = ¦\n");
  editor.model.replies = {{"x = 1"}};
  editor.ask_inline();
  for (const auto& message : editor.model.asked[0].messages) {
    EXPECT_EQ(message.content.find("hunter2"), std::string::npos);
  }
}

TEST(InlineCompletion, CurrentLineWithASecretIsStrippedAsItWasSent) {
  Editor editor;
  editor.open("connect(password=\"hunter2hunter2\", ¦)\n");
  editor.model.replies = {{"connect(password=\"REDACTED\", user)"}};
  const auto items = editor.items(editor.ask_inline());
  ASSERT_EQ(items.size(), 1U);
  EXPECT_EQ(editor.applied(items[0].at("range"), items[0].at("insertText")),
            "connect(password=\"hunter2hunter2\", user)\n");
}

TEST(InlineCompletion, AcceptedItemsAreCounted) {
  Editor editor;
  editor.open("int x = ¦\n");
  editor.model.replies = {{"int x = 4;"}, {"int x = 5;"}};
  const auto item = editor.items(editor.ask_inline())[0];
  editor.ask_inline();
  const auto& arguments = item.at("command").at("arguments").as_array();
  EXPECT_TRUE(completion_accepted(editor.services, arguments));
  EXPECT_TRUE(completion_accepted(editor.services, {json::object{{"id", arguments[0]}}}));
  EXPECT_TRUE(completion_accepted(editor.services, {"an old one"}));
  EXPECT_FALSE(completion_accepted(editor.services, {}));
  EXPECT_FALSE(completion_accepted(editor.services, {5}));
  EXPECT_EQ(editor.acceptance.shown, 2U);
  EXPECT_EQ(editor.acceptance.accepted, 1U);
}

TEST(InlineCompletion, NotificationsOfShownAndPartlyAcceptedItems) {
  Editor editor;
  editor.open("int x = ¦\n");
  editor.model.replies = {{"int x = 4;"}};
  const auto item = editor.items(editor.ask_inline())[0];
  const auto tell = [&](const char* method, json::value params) {
    editor.rpc.receive(protocol::notification_text(method, std::move(params)));
  };
  tell("textDocument/didShowCompletion", json::object{{"item", item}});
  tell("textDocument/didPartiallyAcceptCompletion",
       json::object{{"item", item}, {"acceptedLength", 1}});
  tell("textDocument/didShowCompletion", json::object{{"item", json::object()}});
  tell("textDocument/didShowCompletion", nullptr);
  EXPECT_EQ(editor.acceptance.shown, 1U);
  EXPECT_EQ(editor.acceptance.accepted, 1U);
}

TEST(InlineCompletion, CapabilityIsStatic) {
  Editor editor;
  EXPECT_TRUE(editor.rpc.capabilities({}).contains("inlineCompletionProvider"));
}

}  // namespace
}  // namespace server::completion
