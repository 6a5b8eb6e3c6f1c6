// How many tokens a prompt can be at most, and what it will probably be.
#include "cerebras/budget_state.hpp"
#include "cerebras/token_estimate.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

namespace cerebras {
namespace {

// Tokens that the service adds around our text. Per message: role, separators. Per request: what a
// chat template puts in front (gpt-oss-120b's is about 65 tokens of text of its own).
constexpr std::uint64_t template_bound_per_message = 16;
constexpr std::uint64_t template_bound_per_request = 128;
// The usual size of the same, for display.
constexpr double template_estimate_per_message = 5;
constexpr double template_estimate_per_request = 3;

/// On top of the largest ratio seen: the next prompt may be harder on the tokenizer than any so
/// far.
constexpr double margin = 1.15;
/// Estimated tokens below which a prompt says little about the tokenizer and much about the
/// template.
constexpr double smallest_evidence = 256;

std::uint64_t template_bound(const ChatCompletionRequest& request) {
  return template_bound_per_request + template_bound_per_message * request.messages.size();
}

/// Fields of `extra_body` (tools, schemas) may be rendered into the prompt: counted byte by byte.
std::uint64_t extra_bytes(const ChatCompletionRequest& request) {
  return request.extra_body.empty() ? 0 : json::serialize(request.extra_body).size();
}

std::uint64_t mixed(std::uint64_t hash, std::uint64_t value) {
  return hash ^ (value + 0x9e3779b97f4a7c15U + (hash << 6U) + (hash >> 2U));
}

}  // namespace

Fingerprint fingerprint(const ChatCompletionRequest& request) {
  const std::hash<std::string_view> hash;
  Fingerprint result{hash(request.model), 0};
  for (const auto& message : request.messages) {
    result.hash = mixed(mixed(result.hash, hash(message.role)), hash(message.content));
    result.bytes += message.role.size() + message.content.size();
  }
  if (!request.extra_body.empty()) {
    const auto extra = json::serialize(request.extra_body);
    result.hash = mixed(result.hash, hash(extra));
    result.bytes += extra.size();
  }
  return result;
}

PromptSize measure(const ChatCompletionRequest& request) {
  PromptSize size;
  for (const auto& message : request.messages) {
    size.bytes += token_upper_bound(message.content);
    size.non_ascii += non_ascii_bytes(message.content);
    size.estimate += estimate_tokens(message.content);
  }
  size.around = extra_bytes(request) + template_bound(request);
  return size;
}

std::optional<double> evidence(const PromptSize& size) {
  if (size.estimate < smallest_evidence) return std::nullopt;
  return size.estimate + static_cast<double>(size.non_ascii);
}

std::uint64_t prompt_token_bound(const PromptSize& size, BudgetMode mode, double learned_ratio) {
  const std::uint64_t strict = size.bytes + size.around;
  if (mode == BudgetMode::strict || !(learned_ratio > 0) || !evidence(size)) return strict;
  // How many tokens other scripts take varies too much from text to text to be learned: their bytes
  // count in full, here and in the evidence.
  // A ratio below 1 is of another kind of text, not of this one.
  const double ratio = std::max(1.0, learned_ratio);
  const double likely =
      std::ceil(size.estimate * ratio * margin) + static_cast<double>(size.non_ascii);
  if (likely >= static_cast<double>(size.bytes)) return strict;
  return static_cast<std::uint64_t>(likely) + size.around;
}

std::uint64_t prompt_token_bound(const ChatCompletionRequest& request, BudgetMode mode,
                                 double learned_ratio) {
  return prompt_token_bound(measure(request), mode, learned_ratio);
}

std::uint64_t estimate_prompt_tokens(const ChatCompletionRequest& request) {
  const double tokens =
      measure(request).estimate + template_estimate_per_request +
      template_estimate_per_message * static_cast<double>(request.messages.size());
  return static_cast<std::uint64_t>(std::lround(tokens));
}

}  // namespace cerebras
