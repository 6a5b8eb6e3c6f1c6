// Values of which a part is wrong: settings_decode.cpp, settings_actions.cpp.
#include "server/lsp/settings_decode.hpp"

#include "tests/unit/lsp/settings_cases.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace server::lsp {
namespace {

struct PartRow {
  std::string settings;
  std::vector<std::string> messages;
};

TEST(SettingsParts, AFaultyPartIsLeftOutTheRestCounts) {
  const std::vector<PartRow> rows = {
      {R"({"extraHeaders": {"Authorization": "secret", "X-A": "secret", "Host": "secret"}})",
       {"cerebras.extraHeaders.Authorization: is set by the server itself",
        "cerebras.extraHeaders.Host: is set by the server itself"}},
      {R"({"extraHeaders": {"X-A": "a", "X-B": "secret\r\nX: y", "X C": "secret", "X-D": 1}})",
       {"cerebras.extraHeaders.X-B: expected a text of one line",
        "cerebras.extraHeaders: expected header names of letters, digits and -",
        "cerebras.extraHeaders.X-D: expected a text of one line"}},
      {R"({"extraBody": {"n": 4, "max_completion_tokens": -1, "user": "x"}})",
       {"cerebras.extraBody.n: is set by the server itself",
        "cerebras.extraBody.max_completion_tokens: is set by the server itself"}},
      {R"({"completion": {"languages": {"cpp": "yes", "lua": false}}})",
       {"cerebras.completion.languages.cpp: expected true or false"}},
      {R"({"actions": [{"id": "a", "title": "A", "prompt": "p", "output": "print"},
                       {"id": "b", "title": "B", "prompt": "two\nlines", "languages": ["c"]},
                       {"id": "c", "title": "C"}, {"title": "D"}, 7,
                       {"id": "cerebras.fix", "model": "m", "temperature": 3},
                       {"id": "cerebras.fix", "model": "m"},
                       {"id": "e", "title": "E", "prompt": "p", "colour": 1}]})",
       {R"(cerebras.actions[0].output: expected "edit", "insert", "newFile" or "show")",
        "cerebras.actions[2].prompt: expected a text", "cerebras.actions[3].id: expected a text",
        "cerebras.actions[4]: expected an object with id, title and prompt",
        "cerebras.actions[5].temperature: expected a number in 0.0..2.0",
        "cerebras.actions[7].colour: is not a member of an action"}},
  };
  for (const auto& row : rows) {
    const auto got = outcome(row.settings);
    EXPECT_EQ(got.messages, row.messages) << row.settings;
    for (const auto& message : got.messages) EXPECT_EQ(message.find("secret"), std::string::npos);
  }
  const auto headers = outcome(rows[1].settings);
  EXPECT_EQ(headers.settings.extra_headers, (Headers{{"X-A", "a"}}));
  const auto body = outcome(rows[2].settings);
  EXPECT_EQ(body.settings.extra_body, (json::object{{"user", "x"}}));
  const auto actions = outcome(rows[4].settings);
  ASSERT_EQ(actions.settings.actions.size(), 2U);
  EXPECT_EQ(actions.settings.actions[0].prompt, "two\nlines");
  EXPECT_EQ(actions.settings.actions[1].id, "cerebras.fix");
}

}  // namespace
}  // namespace server::lsp
