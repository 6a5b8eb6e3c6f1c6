// What becomes of a request that is refused, fails, is overtaken or cancelled.
#include "server/completion/request.hpp"

#include "tests/unit/completion/editor.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

namespace server::completion {
namespace {

using cerebras::Failure;

/// Why nothing is asked or shown; the same for automatic (empty, recorded) and invoked requests.
struct UnableRow {
  const char* name;
  void (*arrange)(Editor&);
  const char* reason;
  const char* kind;  ///< data.kind of the error when invoked; "" = an empty list there too
};

const UnableRow unable[] = {
    {"off", [](Editor& e) { e.settings.completion.enabled = false; }, "disabled", "disabled"},
    {"all off", [](Editor& e) { e.settings.enabled = false; }, "disabled", "disabled"},
    {"language off", [](Editor& e) { e.open("a ¦", "file:///w/a.md", "markdown"); }, "disabled",
     "disabled"},
    {"ignored", [](Editor& e) { e.open("A=¦", "file:///w/.env", "shellscript"); }, "ignored_file",
     "ignored_file"},
    {"other scheme", [](Editor& e) { e.open("a¦", "git:/w/a.cpp"); }, "ignored_file",
     "ignored_file"},
    {"no key",
     [](Editor& e) {
       e.model.replies = {{std::nullopt, error_of(Failure::no_key)}};
     },
     "no_key", "no_key"},
    {"budget",
     [](Editor& e) {
       e.model.replies = {{std::nullopt, error_of(Failure::budget)}};
     },
     "budget", "budget"},
    {"rate",
     [](Editor& e) {
       e.model.replies = {{std::nullopt, error_of(Failure::rate_limited)}};
     },
     "rate_limited", "rate_limited"},
    {"network",
     [](Editor& e) {
       e.model.replies = {{std::nullopt, error_of(Failure::network)}};
     },
     "network", "network"},
    {"filtered", [](Editor& e) { e.model.replies = {{"int x = "}}; }, "filtered:current_line", ""},
    {"nothing", [](Editor& e) { e.model.replies = {{""}}; }, "filtered:nothing", ""},
};

TEST(Request, AutomaticNeverFailsAndInvokedSaysWhy) {
  for (const auto& row : unable) {
    SCOPED_TRACE(row.name);
    for (const int trigger : {1, 2}) {
      Editor editor;
      editor.open("int x = ¦\n");
      row.arrange(editor);
      const auto reply = editor.ask_inline(trigger);
      EXPECT_EQ(editor.reason(), row.reason);
      EXPECT_EQ(editor.model.recent.entries().size(), 1U) << "one entry for one request";
      if (trigger == 2 || *row.kind == '\0') {
        EXPECT_TRUE(editor.items(reply).empty());
        continue;
      }
      const auto& error = reply.at("error").as_object();
      EXPECT_EQ(error.at("code"), -32803);
      EXPECT_EQ(error.at("data").at("kind"), row.kind);
      EXPECT_FALSE(error.at("data").at("hint").as_string().empty());
    }
  }
}

TEST(Request, DocumentThatIsNotOpen) {
  Editor editor;
  editor.uri = "file:///w/none.cpp";
  EXPECT_TRUE(editor.items(editor.ask_inline(2)).empty());
  const auto error = editor.ask_inline(1).at("error").as_object();
  EXPECT_EQ(error.at("code"), -32602);
  EXPECT_NE(error.at("message").as_string().find("none.cpp"), std::string::npos);
}

TEST(Request, InsideALineOnlyWhenInvoked) {
  Editor editor;
  editor.open("int ¦x = 1;\n");
  EXPECT_TRUE(editor.items(editor.ask_inline(2)).empty());
  EXPECT_EQ(editor.reason(), "mid_word");
  EXPECT_TRUE(editor.model.asked.empty());
  editor.model.replies = {{"int max_"}};
  EXPECT_EQ(editor.items(editor.ask_inline(1)).size(), 1U);
}

TEST(Request, NewerRequestEndsTheOlderOne) {
  Editor editor;
  editor.open("int x = ¦\n");
  editor.model.replies = {{}, {"int x = 2;"}};
  const auto older = editor.start("textDocument/inlineCompletion", {{"triggerKind", 2}});
  editor.poll();
  EXPECT_TRUE(editor.replies.empty());
  const auto newer = editor.ask_inline(2);
  EXPECT_TRUE(editor.items(editor.replies.at(older)).empty());
  EXPECT_EQ(editor.items(newer).size(), 1U);
  EXPECT_EQ(editor.model.cancelled, 1U);
  EXPECT_EQ(editor.model.recent.entries().front().reason, "superseded");
  EXPECT_EQ(editor.model.recent.entries().size(), 2U);
  EXPECT_EQ(editor.services.session->turns.running(), 0U);
}

TEST(Request, OtherDocumentsAndThePopupDoNotEndIt) {
  Editor editor;
  editor.settings.completion.popup = "always";
  editor.open("int y = ¦\n", "file:///w/b.cpp");
  editor.open("int x = ¦\n");
  editor.model.replies = {{}, {"int x = 2;"}};
  const auto first = editor.start("textDocument/inlineCompletion", {{"triggerKind", 2}});
  editor.start("textDocument/completion", {{"triggerKind", 1}});
  editor.uri = "file:///w/b.cpp";
  editor.start("textDocument/inlineCompletion", {{"triggerKind", 2}});
  editor.poll();
  EXPECT_FALSE(editor.replies.contains(first));
  editor.rpc.cancel_all();
  editor.poll();
}

TEST(Request, CancelledByTheClient) {
  Editor editor;
  editor.open("int x = ¦\n");
  const auto id = editor.start("textDocument/inlineCompletion", {{"triggerKind", 1}});
  editor.poll();
  editor.cancel(id);
  editor.poll();
  EXPECT_EQ(editor.replies.at(id).at("error").at("code"), -32800);
  EXPECT_EQ(editor.model.cancelled, 1U);
  EXPECT_EQ(editor.reason(), "cancelled");
  EXPECT_EQ(editor.services.session->turns.running(), 0U);
}

TEST(Request, CancelledWhileItWaitsCostsNothing) {
  Editor editor;
  editor.settings.completion.debounce_ms = 3'600'000;
  editor.open("int x = ¦\n");
  const auto id = editor.start("textDocument/inlineCompletion", {{"triggerKind", 2}});
  editor.poll();
  EXPECT_TRUE(editor.replies.empty());
  editor.cancel(id);
  editor.poll();
  EXPECT_EQ(editor.replies.at(id).at("error").at("code"), -32800);
  EXPECT_TRUE(editor.model.asked.empty());
  EXPECT_EQ(editor.reason(), "cancelled");
}

TEST(Request, InvokedRequestsDoNotWait) {
  Editor editor;
  editor.settings.completion.debounce_ms = 3'600'000;
  editor.open("int x = ¦\n");
  editor.model.replies = {{"int x = 4;"}};
  EXPECT_EQ(editor.items(editor.ask_inline(1)).size(), 1U);
}

TEST(Request, DocumentThatMovedOnGetsNothing) {
  Editor editor;
  editor.open("int x = ¦\n");
  editor.model.replies = {{"int x = 4;"}};
  editor.model.before_answer = [&editor] {
    editor.documents.change({{editor.uri, 2}, {{std::nullopt, "something else"}}});
  };
  EXPECT_TRUE(editor.items(editor.ask_inline()).empty());
  EXPECT_EQ(editor.reason(), "superseded");
}

TEST(Request, ModelThatThrowsIsAnAnswerNotAnEnd) {
  Editor editor;
  editor.services.generate = [](generate::Ask) -> asio::awaitable<Answered> {
    throw std::runtime_error("bug");
  };
  lsp::Rpc rpc(editor.io.get_executor(), [&editor](std::string body, lsp::Priority) {
    editor.replies[1] = json::parse(body).as_object();
  });
  register_inline_completion(rpc, editor.services);
  editor.open("int x = ¦\n");
  rpc.receive(protocol::request_text(protocol::Id(std::int64_t{1}), "textDocument/inlineCompletion",
                                     json::object{{"textDocument", {{"uri", editor.uri}}},
                                                  {"position", protocol::encode(editor.position)},
                                                  {"context", {{"triggerKind", 1}}}}));
  editor.poll();
  EXPECT_EQ(editor.replies.at(1).at("error").at("code"), -32803);
}

}  // namespace
}  // namespace server::completion
