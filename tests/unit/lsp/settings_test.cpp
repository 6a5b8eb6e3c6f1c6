#include "server/lsp/settings.hpp"

#include "server/lsp/settings_rows.hpp"
#include "tests/unit/lsp/settings_cases.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace server::lsp {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

const std::string ignored =
    ": ignored in workspace settings, because a repository could set it; set it in the user's "
    "config.json or in the initialization options";
const std::string stricter =
    ": workspace settings can only make it stricter; the value of the user's settings stays";
const std::string fixed_by = ": fixed by managed.json; your value is not used";

TEST(SettingsLayers, LaterLayersWin) {
  SettingsLayers layers;
  layers.set(Layer::user_file, object(R"({"model": "file", "edits": {"maxTokens": 1}})"));
  layers.set(Layer::command, object(R"({"model": "command"})"));
  layers.set(Layer::workspace, object(R"({"model": "workspace"})"));
  layers.set(Layer::initialization, object(R"({"model": "initialization"})"));
  EXPECT_EQ(layers.current().model, "command");
  layers.set(Layer::command, {});
  EXPECT_EQ(layers.current().model, "workspace");
  layers.set(Layer::workspace, {});
  EXPECT_EQ(layers.current().model, "initialization");
  layers.set(Layer::initialization, {});
  EXPECT_EQ(layers.current().model, "file");
  EXPECT_EQ(layers.current().edits.max_tokens, 1);
}

TEST(SettingsLayers, LanguagesMergeOverAllLayers) {
  SettingsLayers layers;
  layers.set(Layer::user_file, object(R"({"completion.languages": {"markdown": true}})"));
  layers.set(Layer::workspace, object(R"({"completion": {"languages": {"*": false}}})"));
  EXPECT_EQ(layers.current().completion.languages,
            (std::map<std::string, bool>{{"*", false}, {"markdown", true}, {"plaintext", false}}));
}

TEST(SettingsLayers, EnvironmentBaseUrlIsAboveTheDefaultAndBelowTheFile) {
  SettingsLayers layers("http://127.0.0.1:1234");
  EXPECT_EQ(layers.current().base_url, "http://127.0.0.1:1234/v1");
  EXPECT_THAT(layers.set(Layer::user_file, object(R"({"baseUrl": "https://gateway.example"})")),
              IsEmpty());
  EXPECT_EQ(layers.current().base_url, "https://gateway.example/v1");

  SettingsLayers faulty("http://example.com");
  EXPECT_EQ(faulty.current().base_url, "https://api.cerebras.ai/v1");
  EXPECT_THAT(faulty.set(Layer::user_file, {}), ElementsAre(HasSubstr("CEREBRAS_BASE_URL: plain")));
}

struct WorkspaceRow {
  std::string below;
  std::string workspace;
  std::vector<std::string> messages;
};

TEST(SettingsLayers, AWorkspaceNeverChoosesWhereTheKeyGoes) {
  const std::vector<WorkspaceRow> rows = {
      {"", R"({"apiKey": "csk-secret"})", {"cerebras.apiKey" + ignored}},
      {"", R"({"apiKey": 7})", {"cerebras.apiKey" + ignored}},
      {"", R"({"apiKeyCommand": ["secret"]})", {"cerebras.apiKeyCommand" + ignored}},
      {"", R"({"baseUrl": "https://evil.example/v1"})", {"cerebras.baseUrl" + ignored}},
      {"", R"({"extraHeaders": {"X-A": "secret"}})", {"cerebras.extraHeaders" + ignored}},
      {"", R"({"extraBody": {"a": 1}})", {"cerebras.extraBody" + ignored}},
      {"",
       R"({"network": {"proxy": "http://evil.example"}})",
       {"cerebras.network.proxy" + ignored}},
      {"", R"({"network.caFile": "evil.pem"})", {"cerebras.network.caFile" + ignored}},
      {R"({"apiKey": "mine"})", R"({"apiKey": "other"})", {"cerebras.apiKey" + ignored}},
      // what an editor sends when it sends its whole section
      {R"({"apiKey": "mine"})", R"({"apiKey": "mine"})", {}},
      {R"({"apiKey": "mine"})",
       R"({"apiKey": null, "apiKeyCommand": [], "extraHeaders": {},
          "extraBody": {}, "baseUrl": "https://api.cerebras.ai", "network": {"proxy": "",
          "caFile": ""}})",
       {}},
  };
  for (const auto& row : rows) {
    SettingsLayers layers;
    layers.set(Layer::initialization, object(row.below));
    const auto before = layers.current();
    EXPECT_EQ(layers.set(Layer::workspace, object(row.workspace)), row.messages) << row.workspace;
    for (const auto& setting : setting_rows()) {
      EXPECT_TRUE(setting.equal(before, layers.current())) << setting.key << " " << row.workspace;
    }
    EXPECT_THAT(layers.set(Layer::workspace, object(row.workspace)), IsEmpty()) << "once";
  }
}

TEST(SettingsLayers, ProtectedKeys) {
  std::vector<std::string> keys;
  for (const auto& row : setting_rows()) {
    EXPECT_EQ(SettingsLayers::is_protected(row.key), row.is_protected);
    if (row.is_protected) keys.push_back(row.key);
  }
  EXPECT_THAT(keys, UnorderedElementsAre("apiKey", "apiKeyCommand", "baseUrl", "extraHeaders",
                                         "extraBody", "network.proxy", "network.caFile"));
  EXPECT_FALSE(SettingsLayers::is_protected("no.such.key"));
}

TEST(SettingsLayers, AWorkspaceOnlyLowersBudgetsAndTightensPrivacy) {
  const std::string below = R"({"budget": {"sessionTokens": 1000, "monthTokens": 5000,
      "mode": "strict", "reserveForExplicit": 0.5}, "privacy.deny": ["*.a"]})";
  SettingsLayers layers;
  layers.set(Layer::user_file, object(below));
  EXPECT_THAT(layers.set(Layer::workspace, object(R"({"budget": {"sessionTokens": 999,
      "dayTokens": 10, "monthTokens": 5000, "mode": "strict", "reserveForExplicit": 0.6},
      "privacy": {"deny": ["*.b", "*.a"], "ignoreFiles": [".noai"], "redactSecrets": true}})")),
              IsEmpty());
  EXPECT_EQ(layers.current().budget.session_tokens, 999U);
  EXPECT_EQ(layers.current().budget.day_tokens, 10U);
  EXPECT_EQ(layers.current().budget.month_tokens, 5000U);
  EXPECT_EQ(layers.current().budget.reserve_for_explicit, 0.6);
  EXPECT_THAT(layers.current().privacy.deny, ElementsAre("*.a", "*.b"));
  EXPECT_THAT(layers.current().privacy.ignore_files, ElementsAre(".aiignore", ".noai"));

  EXPECT_THAT(
      layers.set(Layer::workspace, object(R"({"budget": {"sessionTokens": 1001,
      "dayTokens": null, "monthTokens": 6000, "mode": "balanced", "reserveForExplicit": 0},
      "privacy": {"deny": [], "redactSecrets": false}})")),
      ElementsAre("cerebras.budget.sessionTokens" + stricter,
                  "cerebras.budget.monthTokens" + stricter, "cerebras.budget.mode" + stricter,
                  "cerebras.budget.reserveForExplicit" + stricter,
                  "cerebras.privacy.redactSecrets" + stricter));
  EXPECT_EQ(layers.current().budget.session_tokens, 1000U);
  EXPECT_EQ(layers.current().budget.day_tokens, std::nullopt);
  EXPECT_EQ(layers.current().budget.month_tokens, 5000U);
  EXPECT_EQ(layers.current().budget.mode, cerebras::BudgetMode::strict);
  EXPECT_EQ(layers.current().budget.reserve_for_explicit, 0.5);
  EXPECT_THAT(layers.current().privacy.deny, ElementsAre("*.a"));
  EXPECT_TRUE(layers.current().privacy.redact_secrets);

  layers.set(Layer::workspace, object(R"({"budget": {"sessionTokens": null}})"));
  EXPECT_EQ(layers.current().budget.session_tokens, 1000U);
}

struct ManagedRow {
  std::string managed;
  std::string user;
  std::vector<std::string> messages;
  std::function<bool(const Settings&)> holds;
};

TEST(SettingsLayers, ManagedFixesWhatItNamesAndLimitsMayBeStricter) {
  const std::vector<ManagedRow> rows = {
      {R"({"model": "m"})", "", {}, [](auto& s) { return s.model == "m"; }},
      {R"({"model": "m"})", R"({"model": "m"})", {}, [](auto& s) { return s.model == "m"; }},
      {R"({"model": "m"})",
       R"({"model": "u"})",
       {"cerebras.model" + fixed_by},
       [](auto& s) { return s.model == "m"; }},
      {R"({"baseUrl": "https://gw.example"})",
       R"({"baseUrl": "https://evil.example"})",
       {"cerebras.baseUrl" + fixed_by},
       [](auto& s) { return s.base_url == "https://gw.example/v1"; }},
      // other keys stay the user's
      {R"({"edits": {"maxTokens": 9}})",
       R"({"model": "u"})",
       {},
       [](auto& s) { return s.model == "u" && s.edits.max_tokens == 9; }},
      // limits: the lower one
      {R"({"budget.dayTokens": 100})", "", {}, [](auto& s) { return s.budget.day_tokens == 100U; }},
      {R"({"budget.dayTokens": 100})",
       R"({"budget.dayTokens": 50})",
       {},
       [](auto& s) { return s.budget.day_tokens == 50U; }},
      {R"({"budget.dayTokens": 100})",
       R"({"budget.dayTokens": 500})",
       {"cerebras.budget.dayTokens" + fixed_by},
       [](auto& s) { return s.budget.day_tokens == 100U; }},
      {R"({"budget.sessionTokens": 100})",
       R"({"budget.sessionTokens": null})",
       {"cerebras.budget.sessionTokens" + fixed_by},
       [](auto& s) { return s.budget.session_tokens == 100U; }},
      // a default of ours is nobody's wish
      {R"({"budget.sessionTokens": 9000000})",
       "",
       {},
       [](auto& s) { return s.budget.session_tokens == 9'000'000U; }},
      {R"({"budget.reserveForExplicit": 0.05})",
       "",
       {},
       [](auto& s) { return s.budget.reserve_for_explicit == 0.05; }},
      {R"({"budget.mode": "strict"})",
       R"({"budget.mode": "balanced"})",
       {"cerebras.budget.mode" + fixed_by},
       [](auto& s) { return s.budget.mode == cerebras::BudgetMode::strict; }},
      {R"({"budget.mode": "balanced"})",
       R"({"budget.mode": "strict"})",
       {},
       [](auto& s) { return s.budget.mode == cerebras::BudgetMode::strict; }},
      // lists of what is kept back add up
      {R"({"privacy.deny": ["*.m"]})",
       R"({"privacy.deny": ["*.u"]})",
       {},
       [](auto& s) {
         return s.privacy.deny == std::vector<std::string>{"*.m", "*.u"};
       }},
      {R"({"privacy.deny": ["*.m"]})",
       "",
       {},
       [](auto& s) { return s.privacy.deny.size() == default_deny_list().size() + 1; }},
      {R"({"privacy.redactSecrets": true})",
       R"({"privacy.redactSecrets": false})",
       {"cerebras.privacy.redactSecrets" + fixed_by},
       [](auto& s) { return s.privacy.redact_secrets; }},
      // a fault in it is named with its place
      {R"({"enabled": 7})",
       R"({"enabled": false})",
       {"cerebras.enabled: expected true or false (in managed.json)"},
       [](auto& s) { return !s.enabled; }},
  };
  for (const auto& row : rows) {
    for (const auto layer : {Layer::user_file, Layer::initialization, Layer::command}) {
      SettingsLayers layers;
      auto messages = layers.set(Layer::managed, object(row.managed));
      for (auto& message : layers.set(layer, object(row.user))) messages.push_back(message);
      EXPECT_EQ(messages, row.messages) << row.managed << " " << row.user;
      EXPECT_TRUE(row.holds(layers.current())) << row.managed << " " << row.user;
    }
  }
}

TEST(SettingsLayers, InitializationOptions) {
  struct Row {
    std::string options;
    std::string settings;
    std::string session_id;
  };
  const std::vector<Row> rows = {
      {"null", "{}", ""},
      {"[1]", "{}", ""},
      {R"({"model": "m"})", R"({"model":"m"})", ""},
      {R"({"model": "m", "sessionId": "s"})", R"({"model":"m"})", "s"},
      {R"({"cerebras": {"model": "m"}, "sessionId": "s"})", R"({"model":"m"})", "s"},
      {R"({"cerebras": {"model": "m", "sessionId": "s"}})", R"({"model":"m"})", "s"},
      {R"({"sessionId": 7})", "{}", ""},
  };
  for (const auto& row : rows) {
    const auto got = initialization_options(json::parse(row.options));
    EXPECT_EQ(json::serialize(got.settings), row.settings) << row.options;
    EXPECT_EQ(got.session_id, row.session_id) << row.options;
  }
}

}  // namespace
}  // namespace server::lsp
