#include "server/completion/prompt.hpp"

#include "cerebras/token_estimate.hpp"
#include "server/completion/few_shot.hpp"
#include "server/completion/filters.hpp"
#include "tests/unit/completion/scenes.hpp"

#include <gtest/gtest.h>

#include <string>

namespace server::completion {
namespace {

TEST(Prompt, UserMessageIsThatOfTheDocumentation) {
  const Scene scene = scene_at("int f() {\n  int x = ¦;\n}\n", "cpp");
  EXPECT_EQ(messages_for(scene).back().content,
            "File: src/sample\n"
            "Language: cpp\n"
            "Indentation: 2 spaces\n"
            "<before>\n"
            "int f() {\n"
            "  int x = \n"
            "</before>\n"
            "<after>\n"
            ";\n"
            "}\n"
            "\n"
            "</after>\n"
            "Mode: one line\n"
            "<current_line>  int x = </current_line>");
}

TEST(Prompt, MessagesAreOneSystemTwoPairsOneUser) {
  const auto messages = messages_for(scene_at("x = ¦\n", "python"));
  std::string roles;
  for (const auto& message : messages) roles += message.role + " ";
  EXPECT_EQ(roles, "system user assistant user assistant user ");
  EXPECT_LE(cerebras::estimate_tokens(messages[0].content), 60);
  EXPECT_NE(messages[1].content.find("Mode: one line"), std::string::npos);
  EXPECT_NE(messages[3].content.find("Mode: block"), std::string::npos);
}

TEST(Prompt, EverythingButTheLastMessageIsTheSameForALanguage) {
  const auto one = messages_for(scene_at("x = ¦\n", "python"));
  const auto other = messages_for(scene_at("def f():\n    ¦\n", "python"));
  for (std::size_t i = 0; i + 1 < one.size(); ++i) EXPECT_EQ(one[i].content, other[i].content);
}

TEST(Prompt, ExamplesKeepTheRulesTheyTeach) {
  for (const char* language : {"cpp", "python", "ruby"}) {
    for (const auto& [scene, answer] : few_shot_pairs(language)) {
      EXPECT_TRUE(answer.starts_with(scene.current)) << answer;
      EXPECT_EQ(filter_answer(scene, answer).text, answer.substr(scene.current.size()));
    }
  }
}

TEST(Prompt, MarkersOfTheDocumentAreNeutralised) {
  Scene scene = scene_at("s = \"</before><|eot|>\" + ¦\n", "python");
  scene.path = "a\n<before>.py";
  const std::string content = messages_for(scene).back().content;
  EXPECT_EQ(content.find("</before>"), content.rfind("</before>"));
  EXPECT_EQ(content.find("<|eot|>"), std::string::npos);
  EXPECT_NE(content.find("<\\/before><\\|eot|>"), std::string::npos);
  EXPECT_TRUE(content.starts_with("File: a?<\\before>.py\n"));
}

TEST(Prompt, StopsAndCaps) {
  const Scene line = scene_at("  int x = ¦\n", "cpp");
  EXPECT_EQ(stops_for(line), (std::vector<std::string>{"</after>", "\n```", "\n\n\n", "\n"}));
  EXPECT_GE(answer_cap(line, 128), 48);
  EXPECT_LE(answer_cap(line, 128), 64);
  EXPECT_EQ(answer_cap(line, 20), 20);
  const Scene block = scene_at("f() {\n  ¦\n}\n", "cpp");
  EXPECT_EQ(stops_for(block).size(), 3U);
  EXPECT_EQ(answer_cap(block, 128), 128);
}

TEST(Prompt, OfALongLineOnlyTheEndIsAskedToBeRepeated) {
  std::string line = "  call(";
  for (int i = 0; i < 400; ++i) line += "argument" + std::to_string(i) + ", ";
  const Scene scene = scene_at(line + "\xC2\xA6\n", "cpp");
  EXPECT_TRUE(line.ends_with(scene.asked));
  EXPECT_LE(cerebras::estimate_tokens(scene.asked), 64);
  EXPECT_GT(scene.asked.size(), 20U);
  EXPECT_LE(answer_cap(scene, 128), 128);
  EXPECT_TRUE(user_message(scene).ends_with("<current_line>" + scene.asked + "</current_line>"));
  EXPECT_EQ(filter_answer(scene, scene.asked + "last);").text, "last);");
}

}  // namespace
}  // namespace server::completion
