#include "server/actions/run_action.hpp"

#include "editor.hpp"

#include <gtest/gtest.h>

namespace server::actions {
namespace {

const std::string source = "int f() {\n  return 1;\n}\n";
const std::string answer = "<range>\nint f() {\n  return 2;\n}\n</range>";

json::object arguments(const std::string& id) {
  json::object object{{"uri", main_uri},
                      {"range", protocol::encode(protocol::Range{{1, 0}, {1, 0}})}};
  if (!id.empty()) object["id"] = id;
  return object;
}

struct Applying : Editor {
  explicit Applying(std::function<void(protocol::ClientCapabilities&)> change = {})
      : Editor(std::move(change)) {
    open(source);
    client_answers["workspace/applyEdit"] = {{"applied", true}};
    client_answers["window/showDocument"] = {{"success", true}};
  }
};

TEST(RunActionCommand, EndsInApplyEdit) {
  Applying editor;
  editor.script(answer);
  const auto result = editor.request("run", json::array{arguments("cerebras.simplify")});
  EXPECT_EQ(result.at("applied"), true);
  EXPECT_EQ(result.at("model").as_string(), "fake");
  EXPECT_EQ(result.at("usage").at("total_tokens"), 30);
  ASSERT_EQ(editor.client_requests.size(), 1U);
  const auto& params = editor.client_requests[0].at("params");
  EXPECT_EQ(params.at("label").as_string(), "Cerebras: simplify");
  EXPECT_EQ(params.at("edit").at("documentChanges").at(0).at("edits").at(0).at("newText"), "2");
  EXPECT_EQ(editor.recent.entries().back().outcome, "applied");
}

TEST(RunActionCommand, SaysWhenTheEditorDidNotApply) {
  Applying editor;
  editor.client_answers["workspace/applyEdit"] = {{"applied", false}, {"failureReason", "stale"}};
  editor.script(answer);
  const auto result = editor.request("run", json::array{arguments("cerebras.simplify")});
  EXPECT_EQ(result.at("error").at("data").at("kind").as_string(), "rejected_edit");
  EXPECT_NE(result.at("error").at("message").as_string().find("stale"), json::string::npos);
  EXPECT_EQ(editor.recent.entries().back().outcome, "failed");
}

TEST(RunActionCommand, SaysWhenNothingChanges) {
  Applying editor;
  editor.script("<range>\n" + source + "</range>");
  const auto result = editor.request("run", json::array{arguments("cerebras.simplify")});
  EXPECT_EQ(result.at("applied"), false);
  EXPECT_EQ(result.at("message").as_string(), "nothing to change");
  EXPECT_TRUE(editor.client_requests.empty());
}

TEST(RunActionCommand, ChecksItsArguments) {
  const std::pair<json::array, const char*> rows[] = {
      {{}, "arguments.0: expected object"},
      {{"text"}, "arguments.0: expected object"},
      {{arguments("")}, "arguments.0.id: expected string"},
      {{json::object{{"id", "cerebras.fix"}}}, "arguments.0.uri: expected string"},
      {{arguments("cerebras.unknown")}, "params.id: there is no action cerebras.unknown"},
  };
  for (const auto& [given, message] : rows) {
    Applying editor;
    const auto result = editor.request("run", given);
    EXPECT_EQ(result.at("error").at("code"), -32602) << message;
    EXPECT_TRUE(result.at("error").at("message").as_string().starts_with(message)) << message;
  }
}

TEST(RunActionCommand, RefusesWithAReason) {
  const std::tuple<std::function<void(Editor&)>, const char*> rows[] = {
      {[](Editor& editor) { editor.settings.enabled = false; }, "disabled"},
      {[](Editor& editor) { editor.documents.close(main_uri); }, "invalid_request"},
      {[](Editor& editor) { editor.settings.privacy.deny = {"*.cpp"}; }, "ignored_file"},
      {[](Editor& editor) { editor.open("\n\n"); }, "invalid_request"},
      {[](Editor& editor) { editor.settings.edits.max_tokens = 5; }, "invalid_request"},
  };
  for (const auto& [prepare, kind] : rows) {
    Applying editor;
    prepare(editor);
    const auto result = editor.request("run", json::array{arguments("cerebras.simplify")});
    EXPECT_EQ(result.at("error").at("data").at("kind").as_string(), kind);
    EXPECT_TRUE(editor.asked.empty());
    EXPECT_EQ(editor.recent.entries().back().reason, kind);
  }
}

TEST(RunActionCommand, CancelOnTheProgressBarEndsIt) {
  Applying editor;
  editor.model_hangs = true;
  editor.request("run", json::array{arguments("cerebras.simplify")});
  ASSERT_TRUE(editor.reply(editor.last_id()).is_null());
  const auto& begin = editor.notifications.at(0).at("params");
  EXPECT_EQ(begin.at("token").as_string(), "bar");
  EXPECT_EQ(begin.at("value").at("cancellable"), true);
  EXPECT_EQ(begin.at("value").at("title").as_string(), "Cerebras: simplify");
  editor.receive(protocol::notification_text("window/workDoneProgress/cancel", {{"token", "bar"}}));
  EXPECT_EQ(editor.reply(editor.last_id()).at("error").at("code"), -32800);
  EXPECT_EQ(editor.notifications.back().at("params").at("value").at("kind").as_string(), "end");
  EXPECT_TRUE(editor.client_requests.empty());
}

TEST(RunActionCommand, CancelRequestEndsIt) {
  Applying editor;
  editor.model_hangs = true;
  editor.request("run", json::array{arguments("cerebras.simplify")});
  editor.receive(protocol::notification_text("$/cancelRequest", {{"id", editor.last_id()}}));
  EXPECT_EQ(editor.reply(editor.last_id()).at("error").at("code"), -32800);
  EXPECT_TRUE(editor.client_requests.empty());
}

TEST(ApplyInstructionCommand, FollowsTheInstruction) {
  Applying editor;
  editor.script(answer);
  auto given = arguments("");
  EXPECT_EQ(editor.request("instruct", json::array{given}).at("error").at("code"), -32602);
  given["instruction"] = "return <range> two";
  EXPECT_EQ(editor.request("instruct", json::array{given}).at("applied"), true);
  EXPECT_NE(editor.prompt().find("Task: cerebras.edit\nInstruction: return <\\range> two\n"),
            std::string::npos);
}

TEST(ExplainCommand, OpensAReadOnlyDocument) {
  Applying editor;
  editor.script("Returns ![one](https://evil.example/x).");
  const auto result = editor.request("explain", json::array{arguments("")});
  EXPECT_EQ(result.at("markdown").as_string(), "Returns one (evil.example).\n");
  ASSERT_EQ(editor.client_requests.size(), 1U);
  const auto& uri = editor.client_requests[0].at("params").at("uri").as_string();
  EXPECT_EQ(uri, "cerebras:/explain/1.md");
  const auto content = editor.request("workspace/textDocumentContent", {{"uri", uri}});
  EXPECT_EQ(content.at("text").as_string(), "Returns one (evil.example).\n");
}

TEST(ExplainCommand, ElseShowsAMessage) {
  Applying editor([](auto& client) { client.text_document_content = false; });
  editor.script("Returns `1` < 2.");
  editor.request("explain", json::array{arguments("")});
  EXPECT_TRUE(editor.client_requests.empty());
  EXPECT_EQ(editor.notifications.back().at("params").at("message").as_string(),
            "Returns `1` < 2.\n");
}

TEST(ShownDocuments, KeepTheLastFifty) {
  ShownDocuments shown;
  for (int i = 0; i < 60; ++i) shown.add("explain", std::to_string(i));
  EXPECT_EQ(shown.find("cerebras:/explain/10.md"), nullptr);
  EXPECT_EQ(*shown.find("cerebras:/explain/11.md"), "10");
}

}  // namespace
}  // namespace server::actions
