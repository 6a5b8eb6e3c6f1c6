// Every key of the table: what it takes, what it refuses and how it says so.
#include "server/lsp/settings_rows.hpp"

#include "tests/unit/lsp/settings_cases.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

namespace server::lsp {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct KeyRow {
  std::string key;
  std::string good;                            ///< a value that is taken, as JSON
  std::function<bool(const Settings&)> taken;  ///< it is there
  std::vector<std::string> bad;                ///< values that are refused
  std::string message;                         ///< what is said of each, after the key
};

const std::string whole_message = "expected a whole number of at least 1";
const std::string wait_message = "expected a whole number in 1..3600000";
const std::string limit_message = "expected a whole number of at least 0";
const std::string multi_message = R"(expected "auto", "always" or "never")";

const std::vector<KeyRow>& key_rows() {
  using std::chrono::milliseconds;
  static const std::vector<KeyRow> rows = {
      {"enabled",
       "false",
       [](auto& s) { return !s.enabled; },
       {"1", R"("no")"},
       "expected true or false"},
      {"apiKey",
       R"("csk-x")",
       [](auto& s) { return s.api_key == "csk-x"; },
       {"7", R"("a\nb")"},
       "expected a text"},
      {"apiKeyCommand",
       R"(["pass", "show", "x"])",
       [](auto& s) { return s.api_key_command.size() == 3; },
       {R"("pass show x")", R"(["pass", 1])"},
       "expected a list of texts"},
      {"baseUrl",
       R"("http://localhost:8080/")",
       [](auto& s) { return s.base_url == "http://localhost:8080/v1"; },
       {R"("http://example.com")"},
       "plain http is accepted for loopback only (localhost, 127.0.0.1, [::1]); use https"},
      {"extraHeaders",
       R"({"X-Team": "a"})",
       [](auto& s) {
         return s.extra_headers == Headers{{"X-Team", "a"}};
       },
       {"[]", R"("X: y")"},
       "expected an object of header names and texts"},
      {"extraBody",
       R"({"service_tier": "flex"})",
       [](auto& s) { return s.extra_body.contains("service_tier"); },
       {"[]", "1"},
       "expected an object"},
      {"network.proxy",
       R"("http://proxy:3128")",
       [](auto& s) { return s.proxy == "http://proxy:3128"; },
       {"1", R"("http://a b")"},
       "expected a text without blanks"},
      {"network.caFile",
       R"("/etc/our ca.pem")",
       [](auto& s) { return s.ca_file == "/etc/our ca.pem"; },
       {"1", R"("a\nb")"},
       "expected a file name"},
      {"network.connectTimeoutMs",
       "7",
       [](auto& s) { return s.timeouts.connect == milliseconds(7); },
       {"0", "-1", "1.5", "3600001", R"("7")"},
       wait_message},
      {"network.firstByteTimeoutMs",
       "7",
       [](auto& s) { return s.timeouts.first_byte == milliseconds(7); },
       {"0"},
       wait_message},
      {"network.idleTimeoutMs",
       "7",
       [](auto& s) { return s.timeouts.idle == milliseconds(7); },
       {"0"},
       wait_message},
      {"network.totalTimeoutMs",
       "7.0",
       [](auto& s) { return s.timeouts.total == milliseconds(7); },
       {"0"},
       wait_message},
      {"model",
       R"("gpt-oss-120b")",
       [](auto& s) { return s.model == "gpt-oss-120b"; },
       {"1"},
       "expected a text"},
      {"fallbackModels",
       "[]",
       [](auto& s) { return s.fallback_models.empty(); },
       {R"("auto")", "[1]"},
       "expected a list of texts"},
      {"parameters.temperature",
       "2",
       [](auto& s) { return s.parameters.temperature == 2.0; },
       {"2.01", "-0.1", R"("1")"},
       "expected a number in 0.0..2.0"},
      {"parameters.topP",
       "0.5",
       [](auto& s) { return s.parameters.top_p == 0.5; },
       {"1.1", "-1"},
       "expected a number in 0.0..1.0"},
      {"parameters.maxTokens",
       "1",
       [](auto& s) { return s.parameters.max_tokens == 1; },
       {"0", "-1", "1e300", "18446744073709551615"},
       whole_message},
      {"parameters.frequencyPenalty",
       "-2",
       [](auto& s) { return s.parameters.frequency_penalty == -2.0; },
       {"-2.1", "2.1"},
       "expected a number in -2.0..2.0"},
      {"parameters.presencePenalty",
       "0.5",
       [](auto& s) { return s.parameters.presence_penalty == 0.5; },
       {"3"},
       "expected a number in -2.0..2.0"},
      {"parameters.seed",
       "-5",
       [](auto& s) { return s.parameters.seed == -5; },
       {"0.5", "1e17"},
       "expected a whole number in -9007199254740992..9007199254740992"},
      {"parameters.reasoningEffort",
       R"("none")",
       [](auto& s) { return s.parameters.reasoning_effort == "none"; },
       {R"("max")", "1"},
       R"(expected "none", "low", "medium" or "high")"},
      {"completion.enabled",
       "false",
       [](auto& s) { return !s.completion.enabled; },
       {"0"},
       "expected true or false"},
      {"completion.model",
       R"("m")",
       [](auto& s) { return s.completion.model == "m"; },
       {"false"},
       "expected a text"},
      {"completion.multiline",
       R"("never")",
       [](auto& s) { return s.completion.multiline == "never"; },
       {"true", R"("Never")"},
       multi_message},
      {"completion.maxTokens",
       "64",
       [](auto& s) { return s.completion.max_tokens == 64; },
       {"0"},
       whole_message},
      {"completion.contextTokens",
       "64",
       [](auto& s) { return s.completion.context_tokens == 64; },
       {"63", "1000001"},
       "expected a whole number in 64..1000000"},
      {"completion.debounceMs",
       "0",
       [](auto& s) { return s.completion.debounce_ms == 0; },
       {"-1", "10001", R"("fast")"},
       R"(expected "auto" or a whole number in 0..10000)"},
      {"completion.languages",
       R"({"markdown": true, "cpp": false})",
       [](auto& s) {
         return s.completion.languages ==
                Languages{{"*", true}, {"cpp", false}, {"markdown", true}, {"plaintext", false}};
       },
       {R"(["cpp"])"},
       "expected an object of language ids and true or false"},
      {"completion.popup",
       R"("always")",
       [](auto& s) { return s.completion.popup == "always"; },
       {"true"},
       multi_message},
      {"edits.model",
       R"("m")",
       [](auto& s) { return s.edits.model == "m"; },
       {"1"},
       "expected a text"},
      {"edits.maxTokens",
       "1",
       [](auto& s) { return s.edits.max_tokens == 1; },
       {"0"},
       whole_message},
      {"edits.confirm",
       "false",
       [](auto& s) { return s.edits.confirm == false; },
       {R"("no")", "0"},
       R"(expected "auto" or true or false)"},
      {"actions",
       R"([{"id": "a", "title": "A", "prompt": "p"}])",
       [](auto& s) { return s.actions.size() == 1; },
       {"{}"},
       "expected a list of actions"},
      {"budget.sessionTokens",
       "0",
       [](auto& s) { return s.budget.session_tokens == 0U; },
       {"-1", "0.5", R"("many")"},
       limit_message},
      {"budget.dayTokens",
       "9",
       [](auto& s) { return s.budget.day_tokens == 9U; },
       {"-1"},
       limit_message},
      {"budget.monthTokens",
       "9",
       [](auto& s) { return s.budget.month_tokens == 9U; },
       {"-1"},
       limit_message},
      {"budget.mode",
       R"("strict")",
       [](auto& s) { return s.budget.mode == cerebras::BudgetMode::strict; },
       {R"("soft")"},
       R"(expected "balanced" or "strict")"},
      {"budget.reserveForExplicit",
       "1",
       [](auto& s) { return s.budget.reserve_for_explicit == 1; },
       {"1.1", "-0.1"},
       "expected a number in 0.0..1.0"},
      {"budget.notifyAt",
       "[0.9, 0.1]",
       [](auto& s) {
         return s.budget_notify_at == std::vector<double>{0.1, 0.9};
       },
       {"[2]", "0.5"},
       "expected a list of numbers in 0.0..1.0"},
      {"privacy.ignoreFiles",
       R"([".noai"])",
       [](auto& s) { return s.privacy.ignore_files == std::vector<std::string>{".noai"}; },
       {"1"},
       "expected a list of texts"},
      {"privacy.deny",
       R"(["*.secret"])",
       [](auto& s) { return s.privacy.deny == std::vector<std::string>{"*.secret"}; },
       {"[null]"},
       "expected a list of texts"},
      {"privacy.redactSecrets",
       "false",
       [](auto& s) { return !s.privacy.redact_secrets; },
       {"1"},
       "expected true or false"},
  };
  return rows;
}

/// "a.b" and `value` -> {"a": {"b": value}}
std::string nested(const std::string& key, const std::string& value) {
  const auto dot = key.find('.');
  if (dot == std::string::npos) return "{\"" + key + "\": " + value + "}";
  return "{\"" + key.substr(0, dot) + "\": " + nested(key.substr(dot + 1), value) + "}";
}

std::string dotted(const std::string& key, const std::string& value) {
  return "{\"" + key + "\": " + value + "}";
}

TEST(SettingsKeys, TheTableAndTheseRowsNameTheSameKeys) {
  std::vector<std::string> tested;
  std::vector<std::string> known;
  for (const auto& row : key_rows()) tested.push_back(row.key);
  for (const auto& row : setting_rows()) known.push_back(row.key);
  EXPECT_EQ(tested, known);
}

TEST(SettingsKeys, GoodValuesAreTakenNestedAndDotted) {
  for (const auto& row : key_rows()) {
    EXPECT_FALSE(row.taken(outcome("").settings)) << row.key << ": the case must change something";
    for (const auto& text :
         {nested(row.key, row.good), dotted(row.key, row.good),
          dotted("cerebras." + row.key, row.good), nested("cerebras", dotted(row.key, row.good))}) {
      const auto got = outcome(text);
      EXPECT_TRUE(row.taken(got.settings)) << text;
      EXPECT_THAT(got.messages, IsEmpty()) << text;
    }
  }
}

TEST(SettingsKeys, BadValuesAreNamedOnceAndTheLayerBelowCounts) {
  for (const auto& row : key_rows()) {
    for (const auto& bad : row.bad) {
      const auto got = outcome(nested(row.key, row.good), dotted(row.key, bad));
      EXPECT_TRUE(row.taken(got.settings)) << row.key << " = " << bad;
      EXPECT_THAT(got.messages, ElementsAre("cerebras." + row.key + ": " + row.message)) << bad;
    }
  }
}

TEST(SettingsKeys, NullAndEmptyTextAreUnset) {
  for (const auto& row : key_rows()) {
    const auto file = nested(row.key, row.good);
    EXPECT_TRUE(row.taken(outcome(file, nested(row.key, R"("")")).settings)) << row.key;
    if (row.key == "budget.sessionTokens") continue;  // null is a value there: no limit
    const auto got = outcome(file, nested(row.key, "null"));
    EXPECT_TRUE(row.taken(got.settings)) << row.key;
    EXPECT_THAT(got.messages, IsEmpty());
  }
  const auto unlimited = outcome(nested("budget.sessionTokens", "null"));
  EXPECT_EQ(unlimited.settings.budget.session_tokens, std::nullopt);
}

TEST(SettingsKeys, Defaults) {
  const auto settings = SettingsLayers().current();
  EXPECT_EQ(settings.base_url, "https://api.cerebras.ai/v1");
  EXPECT_EQ(settings.model, "llama-4-scout-17b-16e-instruct");
  EXPECT_EQ(settings.budget.session_tokens, 2'000'000U);
  EXPECT_EQ(settings.completion.debounce_ms, std::nullopt);
  EXPECT_EQ(settings.edits.confirm, std::nullopt);
  EXPECT_EQ(settings.privacy.deny, default_deny_list());
  EXPECT_THAT(settings.privacy.deny,
              testing::IsSupersetOf({".env*", "*.pem", "*.key", ".netrc", ".npmrc", ".pypirc",
                                     ".Renviron", "kubeconfig", "*.tfstate", "secrets.*"}));
}

}  // namespace
}  // namespace server::lsp
