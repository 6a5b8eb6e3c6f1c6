#include "cerebras/models.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace cerebras {
namespace {

using Names = std::vector<std::string>;

TEST(Models, CanonicalNames) {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"llama-4-scout-17b-16e-instruct", "llama-4-scout-17b-16e-instruct"},
      {"Llama 4 Scout 17B", "llama-4-scout-17b-16e-instruct"},
      {"llama 4 scout 17b", "llama-4-scout-17b-16e-instruct"},
      {"llama3.3-70b", "llama-3.3-70b"},
      {"llama-3.3-70b", "llama-3.3-70b"},
      {"Llama 3.3 70B", "llama-3.3-70b"},
      {"llama3.1-8b", "llama3.1-8b"},
      {"llama-3.1-8b", "llama3.1-8b"},
      {"Llama 3.1 8B", "llama3.1-8b"},
      {"gpt-oss-120b", "gpt-oss-120b"},
      {"openai/gpt-oss-120b", "openai/gpt-oss-120b"},
      {"My-Own_Model v2", "My-Own_Model v2"},
      {"", ""},
      {"--", "--"},
  };
  for (const auto& [name, id] : rows) EXPECT_EQ(canonical_model(name), id) << name;
}

struct FactsRow {
  std::string id;
  std::string display_name;
  std::optional<std::int64_t> context_tokens;
  std::optional<std::int64_t> max_output_tokens;
  std::optional<std::string> effort;
  bool always_reasons;
};

TEST(Models, Facts) {
  const std::vector<FactsRow> rows = {
      {default_model.data(), "Llama 4 Scout 17B", 32768, 8192, {}, false},
      {"llama-3.3-70b", "Llama 3.3 70B", 131072, {}, {}, false},
      {"llama3.1-8b", "Llama 3.1 8B", 32768, 8192, {}, false},
      {"gpt-oss-120b", "OpenAI GPT OSS 120B", 131072, 40960, "low", true},
      {"openai/gpt-oss-120b:cerebras", "OpenAI GPT OSS 120B", 131072, 40960, "low", true},
      {"qwen-3.8-27b", "Qwen 3.8 27B", 131072, {}, "none", false},
      {"gemma-4-31b", "Gemma 4 31B", 131072, 40960, "none", false},
      {"kimi-k2.7-code", "Kimi K2.7 Code", {}, {}, {}, true},
      {"unheard-of", "", {}, {}, {}, false},
  };
  for (const auto& row : rows) {
    const auto facts = model_facts(row.id);
    EXPECT_EQ(facts.id, row.id);
    EXPECT_EQ(facts.display_name, row.display_name) << row.id;
    EXPECT_EQ(facts.context_tokens, row.context_tokens) << row.id;
    EXPECT_EQ(facts.max_output_tokens, row.max_output_tokens) << row.id;
    EXPECT_EQ(facts.lowest_reasoning_effort, row.effort) << row.id;
    EXPECT_EQ(facts.always_reasons, row.always_reasons) << row.id;
  }
  EXPECT_EQ(model_facts("Llama 3.3 70B").id, "llama-3.3-70b");
}

struct ChoiceRow {
  std::string configured;
  Names fallbacks;
  Names offered;
  std::string id;  ///< "!": none
  bool fell_back;
};

TEST(Models, Choice) {
  const Names today = {"gpt-oss-120b", "qwen-3.8-27b"};
  const std::vector<ChoiceRow> rows = {
      // the list is not known yet: the configured one, by its wire id
      {"llama3.3-70b", {"auto"}, {}, "llama-3.3-70b", false},
      {"Llama 4 Scout 17B", {}, {}, "llama-4-scout-17b-16e-instruct", false},
      // offered, in whatever spelling
      {"qwen-3.8-27b", {"auto"}, today, "qwen-3.8-27b", false},
      {"Llama 3.3 70B", {"auto"}, {"x", "llama-3.3-70b"}, "llama-3.3-70b", false},
      {"llama3.3-70b", {"auto"}, {"llama3.3-70b"}, "llama3.3-70b", false},
      {"llama-3.3-70b", {"auto"}, {"llama3.3-70b"}, "llama3.3-70b", false},
      {"my model", {"auto"}, {"My-Model"}, "My-Model", false},
      // not offered
      {"llama-4-scout-17b-16e-instruct", {"auto"}, today, "gpt-oss-120b", true},
      {"llama3.1-8b", {"qwen-3.8-27b", "auto"}, today, "qwen-3.8-27b", true},
      {"llama3.1-8b", {"Llama 3.3 70B", "auto"}, today, "gpt-oss-120b", true},
      {"llama3.1-8b", {"Llama 3.3 70B"}, {"y", "llama-3.3-70b"}, "llama-3.3-70b", true},
      {"llama3.1-8b", {}, today, "!", false},
      {"llama3.1-8b", {"gone"}, today, "!", false},
  };
  for (const auto& row : rows) {
    const auto choice = choose_model(row.configured, row.fallbacks, row.offered);
    if (row.id == "!") {
      ASSERT_FALSE(choice) << row.configured;
      EXPECT_NE(choice.error().find(row.configured), std::string::npos);
      EXPECT_NE(choice.error().find("gpt-oss-120b, qwen-3.8-27b"), std::string::npos);
      continue;
    }
    ASSERT_TRUE(choice) << row.configured;
    EXPECT_EQ(choice->id, row.id) << row.configured;
    EXPECT_EQ(choice->fell_back, row.fell_back) << row.configured;
    EXPECT_EQ(choice->notice.find(row.configured) != std::string::npos &&
                  choice->notice.find(row.id) != std::string::npos,
              row.fell_back)
        << choice->notice;
  }
}

}  // namespace
}  // namespace cerebras
