#include "server/actions/code_action.hpp"

#include "offered.hpp"

#include <gtest/gtest.h>

namespace server::actions {
namespace {

TEST(CodeAction, IsOfferedWithoutAskingTheModel) {
  Editor editor;
  editor.open(source);
  const auto actions = offered(editor, {diagnostic(1, "wrong sign\nnote: x"), diagnostic(0, "b")});
  EXPECT_EQ(titles(actions),
            "Cerebras: fix: wrong sign|Cerebras: fix: b|Cerebras: fix all 2 problems|"
            "Cerebras: document|Cerebras: simplify|Cerebras: write tests|Cerebras: explain|");
  EXPECT_TRUE(editor.asked.empty());
  for (const auto& action : actions) {
    EXPECT_EQ(action.at("tags"), json::value(json::array{1}));
    EXPECT_FALSE(action.as_object().contains("isPreferred"));
    EXPECT_FALSE(action.as_object().contains("edit"));
  }
  EXPECT_EQ(actions[0].at("diagnostics").as_array().size(), 1U);
  EXPECT_EQ(actions[2].at("diagnostics").as_array().size(), 2U);
  const auto& data = actions[0].at("data").as_object();
  EXPECT_EQ(data.at("version"), 1);
  EXPECT_EQ(actions.back().at("command").at("command").as_string(), "cerebras.runAction");
}

TEST(CodeAction, HonoursOnly) {
  Editor editor;
  editor.open(source);
  EXPECT_EQ(titles(offered(editor, {diagnostic(1, "x")}, {"quickfix"})), "Cerebras: fix: x|");
  EXPECT_EQ(titles(offered(editor, {}, {"refactor.rewrite"})),
            "Cerebras: document|Cerebras: simplify|");
  EXPECT_EQ(titles(offered(editor, {}, {"source"})), "Cerebras: write tests|Cerebras: explain|");
  EXPECT_EQ(titles(offered(editor, {}, {"notebook"})), "");
}

TEST(CodeAction, FitsThePlace) {
  Editor editor;
  editor.open(source + "// AI: use long\n");
  EXPECT_EQ(titles(offered(editor, {}, {"refactor"}, 4)),
            "Cerebras: edit: use long|Cerebras: implement|Cerebras: document|Cerebras: simplify|");
}

TEST(CodeAction, OfTheUserIsOfferedForItsLanguages) {
  Editor editor;
  lsp::ActionSettings own;
  own.id = "log";
  own.title = "Add logging";
  own.kind = "refactor.rewrite.cerebras";
  own.languages = {"cpp"};
  editor.settings.actions = {own};
  editor.open(source);
  editor.open(source, "go", "file:///home/me/a.go");
  EXPECT_NE(titles(offered(editor)).find("Add logging|"), std::string::npos);
  EXPECT_EQ(titles(offered(editor, {}, {}, 1, "file:///home/me/a.go")).find("Add logging|"),
            std::string::npos);
}

TEST(CodeAction, IsEmptyWhereNothingMayBeSent) {
  Editor editor;
  editor.open(source, "plaintext", "file:///home/me/.env");
  editor.settings.privacy.deny = {".env*"};
  EXPECT_EQ(titles(offered(editor, {}, {}, 1, "file:///home/me/.env")), "");
  EXPECT_EQ(titles(offered(editor, {}, {}, 1, "file:///home/me/unknown.cpp")), "");
  editor.open(source);
  editor.settings.enabled = false;
  EXPECT_EQ(titles(offered(editor)), "");
}

TEST(CodeAction, ForFilesThatAreNeverEditedIsExplainOnly) {
  Editor editor;
  editor.open(source, "json", "file:///home/me/.vscode/tasks.json");
  EXPECT_EQ(titles(offered(editor, {}, {}, 1, "file:///home/me/.vscode/tasks.json")),
            "Cerebras: explain|");
}

TEST(CodeAction, ForAClientWithoutResolveCarriesACommand) {
  Editor editor(
      [](auto& client) { client.code_action_resolve_edit = client.code_action_llm_tag = false; });
  editor.open(source);
  for (const auto& action : offered(editor, {diagnostic(1, "x")})) {
    EXPECT_FALSE(action.as_object().contains("data"));
    EXPECT_FALSE(action.as_object().contains("tags"));
    EXPECT_EQ(action.at("command").at("command").as_string(), "cerebras.runAction");
    const auto& argument = action.at("command").at("arguments").at(0).as_object();
    EXPECT_EQ(argument.at("uri").as_string(), main_uri);
    EXPECT_FALSE(argument.contains("version"));
  }
}

TEST(CodeAction, ForAClientThatCanNotEditIsExplainOnly) {
  Editor editor([](auto& client) { client.code_action_resolve_edit = client.apply_edit = false; });
  editor.open(source);
  EXPECT_EQ(titles(offered(editor)), "Cerebras: explain|");
}

TEST(CodeAction, IsAdvertised) {
  Editor editor;
  const auto provider = editor.rpc.capabilities(editor.client).at("codeActionProvider");
  EXPECT_EQ(json::serialize(provider),
            R"({"codeActionKinds":["quickfix","refactor.rewrite.cerebras","source.cerebras"],)"
            R"("resolveProvider":true})");
}

}  // namespace
}  // namespace server::actions
