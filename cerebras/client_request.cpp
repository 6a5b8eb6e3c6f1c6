#include "cerebras/client_request.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace cerebras {
namespace {

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return result;
}

bool is_ours(std::string_view lower_name) {
  constexpr std::array<std::string_view, 7> ours{
      "authorization",     "host",       "content-type",   "content-length",
      "transfer-encoding", "connection", "accept-encoding"};
  return std::find(ours.begin(), ours.end(), lower_name) != ours.end();
}

/// A field that may go without changing what the answer is allowed to be.
struct OptionalField {
  std::string_view name;
  void (*leave_out)(ChatCompletionRequest& request);
};

constexpr std::array<OptionalField, 6> optional_fields{{
    {"stream_options", [](ChatCompletionRequest& request) { request.include_usage = false; }},
    {"prompt_cache_key", [](ChatCompletionRequest& request) { request.prompt_cache_key.reset(); }},
    {"reasoning_effort", [](ChatCompletionRequest& request) { request.reasoning_effort.reset(); }},
    {"seed", [](ChatCompletionRequest& request) { request.seed.reset(); }},
    {"frequency_penalty",
     [](ChatCompletionRequest& request) { request.frequency_penalty.reset(); }},
    {"presence_penalty", [](ChatCompletionRequest& request) { request.presence_penalty.reset(); }},
}};

}  // namespace

HttpRequest make_request(const ClientSettings& settings, std::string method, std::string url) {
  HttpRequest request;
  request.method = std::move(method);
  request.url = std::move(url);
  request.timeouts = settings.timeouts;
  request.headers = {{"Accept", "application/json"}, {"User-Agent", settings.user_agent}};
  if (settings.base_url.origin.is_cerebras()) {
    // What the service asks integrations to send.
    request.headers.emplace_back("X-Cerebras-3rd-Party-Integration", "cerebras-ls");
  }
  for (const auto& extra : settings.extra_headers) {
    const auto name = lower(extra.first);
    if (is_ours(name)) continue;
    std::erase_if(request.headers, [&](const auto& header) { return lower(header.first) == name; });
    request.headers.push_back(extra);
  }
  return request;
}

void note_refused_fields(const Error& error, RefusedFields& refused) {
  if (error.failure != Failure::invalid_request) return;
  for (const auto& field : optional_fields) {
    const bool named = error.message.find(field.name) != std::string::npos;
    const bool known = std::find(refused.begin(), refused.end(), field.name) != refused.end();
    if (named && !known) refused.push_back(field.name);
  }
}

void leave_out(const RefusedFields& refused, ChatCompletionRequest& request) {
  for (const auto& field : optional_fields) {
    if (std::find(refused.begin(), refused.end(), field.name) != refused.end()) {
      field.leave_out(request);
    }
  }
}

}  // namespace cerebras
