// The parts of the service that remember earlier requests: prompt cache and rate limits.
#include "tests/simulator/service.hpp"
#include "tests/simulator/tokens.hpp"

#include <algorithm>

namespace simulator {
namespace {

constexpr std::size_t remembered_prompts = 20;
constexpr std::uint64_t cache_block_tokens = 128;
constexpr std::uint64_t requests_per_day = 14'400;
constexpr std::uint64_t tokens_per_minute = 1'000'000;
constexpr std::chrono::seconds minute{60};

std::string left(std::uint64_t limit, std::uint64_t used) {
  return std::to_string(limit - std::min(limit, used));
}

}  // namespace

/// As the service counts: the longest prefix shared with an earlier prompt, in whole blocks.
std::uint64_t Service::cached_tokens(const std::string& prompt) {
  std::size_t longest = 0;
  for (const auto& earlier : prompts_) {
    const auto end =
        std::mismatch(prompt.begin(), prompt.end(), earlier.begin(), earlier.end()).first;
    longest = std::max(longest, static_cast<std::size_t>(end - prompt.begin()));
  }
  prompts_.push_back(prompt);
  if (prompts_.size() > remembered_prompts) prompts_.pop_front();
  const auto tokens = count_tokens(std::string_view(prompt).substr(0, longest));
  return tokens / cache_block_tokens * cache_block_tokens;
}

void Service::count_minute(std::uint64_t tokens) {
  const auto now = std::chrono::steady_clock::now();
  if (now - minute_start_ >= minute) {
    minute_start_ = now;
    minute_tokens_ = 0;
  }
  minute_tokens_ += tokens;
}

/// Told, never enforced: a 429 comes from a scenario.
void Service::add_rate_limits(Headers& headers) {
  count_minute(0);
  const auto now = std::chrono::steady_clock::now();
  const std::chrono::duration<double> to_reset = minute_start_ + minute - now;
  const Headers limits{
      {"x-ratelimit-limit-requests-day", std::to_string(requests_per_day)},
      {"x-ratelimit-remaining-requests-day", left(requests_per_day, meter_.posts())},
      {"x-ratelimit-reset-requests-day", "43200.5"},
      {"x-ratelimit-limit-tokens-minute", std::to_string(tokens_per_minute)},
      {"x-ratelimit-remaining-tokens-minute", left(tokens_per_minute, minute_tokens_)},
      {"x-ratelimit-reset-tokens-minute", std::to_string(to_reset.count())}};
  headers.insert(headers.end(), limits.begin(), limits.end());
}

}  // namespace simulator
