#include "server/completion/suggest.hpp"

#include "tests/unit/completion/editor.hpp"

#include <boost/asio/co_spawn.hpp>
#include <gtest/gtest.h>

namespace server::completion {
namespace {

text::Document document_at(const std::string& uri, std::string text) {
  return {uri, "cpp", 1, text::Text(std::move(text))};
}

SuggestInput input_of(std::string_view marked, const lsp::Settings& settings = {}) {
  const auto [text, cursor] = at_cursor(marked);
  return input_at(document_at("file:///w/src/a.cpp", text), cursor, settings, {"file:///w"});
}

struct PathRow {
  const char* uri;
  std::vector<std::string> folders;
  const char* path;
};

TEST(Suggest, PathsAreShownRelativeToAFolder) {
  const PathRow rows[] = {
      {"file:///w/src/a.cpp", {"file:///w"}, "src/a.cpp"},
      {"file:///w/src/a.cpp", {"/x", "/w/"}, "src/a.cpp"},
      {"file:///w2/a.cpp", {"file:///w"}, "a.cpp"},
      {"file:///home/someone/a.cpp", {}, "a.cpp"},
      {"untitled:Untitled-1", {}, "untitled:Untitled-1"},
  };
  for (const auto& row : rows) {
    const auto input = input_at(document_at(row.uri, "x"), 1, {}, row.folders);
    EXPECT_EQ(input.scene.path, row.path);
  }
}

TEST(Suggest, SourcesSayWhatIsSentAndWhy) {
  const auto request = build_ask(input_of("int f() {\n  int x = ¦\n}\n"));
  ASSERT_EQ(request.sources.size(), 2U);
  EXPECT_EQ(request.sources[0].path, "src/a.cpp");
  EXPECT_EQ(request.sources[0].why, "text before the cursor");
  EXPECT_EQ(request.sources[0].first_line, 0U);
  EXPECT_EQ(request.sources[0].last_line, 1U);
  EXPECT_EQ(request.sources[1].first_line, 1U);
  EXPECT_EQ(request.sources[1].last_line, 3U);
  EXPECT_GT(request.sources[0].tokens, 3);
  EXPECT_EQ(request.ask.messages.size(), 6U);
  EXPECT_FALSE(request.ask.on_text);
}

TEST(Suggest, ContextTokensBoundTheWindow) {
  lsp::Settings settings;
  settings.completion.context_tokens = 100;
  std::string text;
  for (int i = 0; i < 500; ++i) text += "statement(" + std::to_string(i) + ");\n";
  const auto request = build_ask(input_of(text + "\xC2\xA6", settings));
  EXPECT_LE(request.sources[0].tokens + request.sources[1].tokens, 102);
}

/// The command line's way: no Rpc, no session.
Suggestion suggestion_of(std::string_view marked, Reply reply) {
  asio::io_context io;
  Model model;
  model.replies = {std::move(reply)};
  generate::Generate generate = [&model](generate::Ask ask) {
    return answer(model, std::move(ask));
  };
  Suggestion result;
  asio::co_spawn(io, suggest(input_of(marked), generate),
                 [&result](const std::exception_ptr&, Suggestion suggestion) {
                   result = std::move(suggestion);
                 });
  io.run();
  return result;
}

TEST(Suggest, TextOrTheReasonForNone) {
  const auto good = suggestion_of("int x = ¦\n", {"int x = 4;"});
  EXPECT_EQ(good.text, "4;");
  EXPECT_EQ(good.reason, "");
  EXPECT_NE(good.recent_id, 0U);

  const auto none = suggestion_of("int x = ¦\n", {"int x = "});
  EXPECT_EQ(none.text, "");
  EXPECT_EQ(none.reason, "filtered:current_line");
  EXPECT_FALSE(none.error);

  const auto failure =
      suggestion_of("int x = ¦\n", {std::nullopt, error_of(cerebras::Failure::budget)});
  EXPECT_EQ(failure.reason, "budget");
  ASSERT_TRUE(failure.error);
  EXPECT_EQ(failure.error->failure, cerebras::Failure::budget);
}

}  // namespace
}  // namespace server::completion
