// Model names: aliases and display names, what the service offers, and which model is really used.
// The service's own list decides; the built-in table only knows names and what the service can not
// tell. Pure; any thread.
#pragma once

#include <tl/expected.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cerebras {

inline constexpr std::string_view default_model = "llama-4-scout-17b-16e-instruct";

struct ModelFacts {
  std::string id;            ///< wire id
  std::string display_name;  ///< "Llama 4 Scout 17B", "" when unknown
  std::optional<std::int64_t> context_tokens;
  std::optional<std::int64_t> max_output_tokens;
  /// Lowest `reasoning_effort` the model takes for quick answers; nullopt: does not reason.
  std::optional<std::string> lowest_reasoning_effort;
  /// Reasoning can not be switched off: completions need headroom on top of their cap.
  bool always_reasons = false;
};

/// An id, a display name or an alias ("llama3.3-70b") -> the wire id; unknown names unchanged.
std::string canonical_model(std::string_view name);

/// What the built-in table knows; an entry with just the id when it knows nothing.
ModelFacts model_facts(std::string_view id);

struct ModelChoice {
  std::string id;          ///< wire id to use
  bool fell_back = false;  ///< not the configured one
  std::string notice;      ///< one sentence that names both, when fell_back
};

/// The model to use: `configured` when offered (or when `offered` is empty = not known yet), else
/// the first of `fallbacks` that is offered; "auto" = the catalogue's own order. The error (no
/// fallback left) says what is offered.
tl::expected<ModelChoice, std::string> choose_model(std::string_view configured,
                                                    const std::vector<std::string>& fallbacks,
                                                    const std::vector<std::string>& offered);

}  // namespace cerebras
