#include "server/completion/trigger.hpp"

#include <gtest/gtest.h>

namespace server::completion {
namespace {

using std::chrono::milliseconds;

TEST(Trigger, KindsOfBothVersions) {
  struct Row {
    std::uint32_t kind;
    bool old_kinds, automatic;
  };
  const Row rows[] = {{0, false, false}, {1, false, false}, {2, false, true},
                      {0, true, false},  {1, true, true},   {2, true, false}};
  for (const auto& row : rows) EXPECT_EQ(is_automatic(row.kind, row.old_kinds), row.automatic);
}

TEST(Trigger, Languages) {
  lsp::Settings settings;
  EXPECT_TRUE(enabled_for(settings, "cpp"));
  EXPECT_FALSE(enabled_for(settings, "markdown"));
  settings.completion.languages = {{"cpp", true}, {"*", false}};
  EXPECT_TRUE(enabled_for(settings, "cpp"));
  EXPECT_FALSE(enabled_for(settings, "go"));
  settings.completion.languages = {};
  EXPECT_TRUE(enabled_for(settings, "go"));
  settings.completion.enabled = false;
  EXPECT_FALSE(enabled_for(settings, "go"));
  settings = {};
  settings.enabled = false;
  EXPECT_FALSE(enabled_for(settings, "go"));
}

TEST(Trigger, MiddleOfALine) {
  for (const char* rest : {"", "  ", ")", ");", "\"])", ") {", "  }", "> ,", "' :", "\r"}) {
    EXPECT_FALSE(in_mid_line(rest)) << rest;
  }
  for (const char* rest : {"x", " x", "(", ")x", "; y", "){}", ") {;", "\xC3\xA9"}) {
    EXPECT_TRUE(in_mid_line(rest)) << rest;
  }
}

struct Key {
  int after_ms;  ///< since the key before
  const char* line;
  std::optional<std::int64_t> setting;
  int wait_ms;
};

TEST(Trigger, WaitsOnlyWhileTyping) {
  const Key keys[] = {
      {0, "f", std::nullopt, 0},        // the first one
      {100, "fo", std::nullopt, 20},    //
      {120, "foo.", std::nullopt, 0},   // asks for more
      {90, "foo.b", std::nullopt, 20},  //
      {80, "    ", std::nullopt, 0},    // a new line
      {90, "x", std::nullopt, 20},      //
      {700, "xy", std::nullopt, 0},     // after a pause
      {50, "xyz", 75, 75},              // the setting
      {900, "a.", 75, 75},              // overrides all
      {50, "ab", 0, 0},
  };
  Typing typing;
  Typing::Now now{};
  for (const auto& key : keys) {
    now += milliseconds(key.after_ms);
    EXPECT_EQ(typing.wait(key.line, key.setting, now), milliseconds(key.wait_ms)) << key.line;
  }
}

}  // namespace
}  // namespace server::completion
