#include "cerebras/models.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace cerebras {
namespace {

/// Facts as of October 2026 (docs/cerebras-api.md). Limits are those of the paid tier, an upper
/// bound: a free key may be held to less, and says so with context_length_exceeded. 0 and "" mean
/// not known; retired models stay, because gateways still offer some of them.
struct Row {
  std::string_view id;
  std::string_view display_name;
  std::int64_t context_tokens;
  std::int64_t max_output_tokens;
  std::string_view lowest_reasoning_effort;
  bool always_reasons;
};

constexpr std::array rows{
    Row{"llama-4-scout-17b-16e-instruct", "Llama 4 Scout 17B", 32'768, 8'192, "", false},
    Row{"llama-3.3-70b", "Llama 3.3 70B", 131'072, 0, "", false},
    Row{"llama3.1-8b", "Llama 3.1 8B", 32'768, 8'192, "", false},
    Row{"gpt-oss-120b", "OpenAI GPT OSS 120B", 131'072, 40'960, "low", true},
    Row{"qwen-3.8-27b", "Qwen 3.8 27B", 131'072, 0, "none", false},
    Row{"gemma-4-31b", "Gemma 4 31B", 131'072, 40'960, "none", false},
    // Takes `reasoning_effort` but ignores it, so none is sent.
    Row{"kimi-k2.7-code", "Kimi K2.7 Code", 0, 0, "", true},
    Row{"zai-glm-4.7", "Z.ai GLM 4.7", 131'072, 40'960, "none", false},
};

/// Letters, digits and a gateway's separators in lower case: the form in which "llama3.3-70b",
/// "llama-3.3-70b" and "Llama 3.3 70B" are the same name.
std::string folded(std::string_view name) {
  std::string result;
  for (const char c : name) {
    if (c >= 'A' && c <= 'Z') {
      result += static_cast<char>(c - 'A' + 'a');
    } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '/' || c == ':') {
      result += c;
    } else if (static_cast<unsigned char>(c) >= 0x80) {
      result += c;
    }
  }
  return result;
}

const Row* find_row(std::string_view name) {
  const auto exact =
      std::find_if(rows.begin(), rows.end(), [&](auto& row) { return row.id == name; });
  if (exact != rows.end()) return &*exact;
  const auto key = folded(name);
  if (key.empty()) return nullptr;
  const auto alike = std::find_if(rows.begin(), rows.end(), [&](auto& row) {
    return folded(row.id) == key || folded(row.display_name) == key;
  });
  return alike == rows.end() ? nullptr : &*alike;
}

/// Gateways write "openai/gpt-oss-120b" or "openai/gpt-oss-120b:cerebras" for the same model.
std::string_view without_vendor(std::string_view id) {
  if (const auto slash = id.rfind('/'); slash != std::string_view::npos)
    id.remove_prefix(slash + 1);
  return id.substr(0, id.find(':'));
}

/// The offered id that `name` means: exactly, by its wire id, or by another spelling of it.
const std::string* find_offered(std::string_view name, const std::vector<std::string>& offered) {
  const auto equals = [&](std::string_view wanted) {
    return std::find(offered.begin(), offered.end(), wanted);
  };
  if (auto exact = equals(name); exact != offered.end()) return &*exact;
  const auto wire = canonical_model(name);
  if (auto known = equals(wire); known != offered.end()) return &*known;
  const auto alike = std::find_if(offered.begin(), offered.end(), [&](const std::string& id) {
    return canonical_model(id) == wire || folded(id) == folded(name);
  });
  return alike == offered.end() ? nullptr : &*alike;
}

std::string joined(const std::vector<std::string>& names) {
  constexpr std::size_t most = 12;
  std::string result;
  for (std::size_t i = 0; i < std::min(names.size(), most); ++i) {
    result += (i == 0 ? "" : ", ") + names[i];
  }
  if (names.size() > most) result += " and " + std::to_string(names.size() - most) + " more";
  return result;
}

ModelChoice fallback_choice(std::string_view configured, const std::string& id) {
  return {id, true,
          "The model " + std::string(configured) + " is not offered by the service; using " + id +
              " instead."};
}

}  // namespace

std::string canonical_model(std::string_view name) {
  const Row* row = find_row(name);
  return std::string(row == nullptr ? name : row->id);
}

ModelFacts model_facts(std::string_view id) {
  ModelFacts facts;
  facts.id = canonical_model(id);
  const Row* row = find_row(facts.id);
  if (row == nullptr) row = find_row(without_vendor(id));
  if (row == nullptr) return facts;
  facts.display_name = row->display_name;
  if (row->context_tokens > 0) facts.context_tokens = row->context_tokens;
  if (row->max_output_tokens > 0) facts.max_output_tokens = row->max_output_tokens;
  if (!row->lowest_reasoning_effort.empty()) {
    facts.lowest_reasoning_effort = row->lowest_reasoning_effort;
  }
  facts.always_reasons = row->always_reasons;
  return facts;
}

tl::expected<ModelChoice, std::string> choose_model(std::string_view configured,
                                                    const std::vector<std::string>& fallbacks,
                                                    const std::vector<std::string>& offered) {
  if (offered.empty()) return ModelChoice{canonical_model(configured), false, {}};
  if (const auto* id = find_offered(configured, offered)) return ModelChoice{*id, false, {}};
  for (const auto& name : fallbacks) {
    if (name == "auto") return fallback_choice(configured, offered.front());
    if (const auto* id = find_offered(name, offered)) return fallback_choice(configured, *id);
  }
  return tl::unexpected("The model " + std::string(configured) + " is not offered" +
                        (fallbacks.empty() ? "" : ", nor is any of fallbackModels") +
                        ". Offered: " + joined(offered) + ".");
}

}  // namespace cerebras
