// The chat completions wire: request -> JSON, JSON -> completion, chunk, error. Only fields that
// the service documents are ever written (it rejects unknown ones), absent rather than null. Facts:
// docs/cerebras-api.md. Pure; any thread.
#pragma once

#include "cerebras/error.hpp"

#include <boost/json.hpp>
#include <tl/expected.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cerebras {

namespace json = boost::json;

struct ChatMessage {
  std::string role;  ///< "system", "user", "assistant"
  std::string content;
};

struct ChatCompletionRequest {
  std::string model;
  std::vector<ChatMessage> messages;
  /// Always sent, >= 1; includes reasoning tokens; the service reserves it from the rate limit.
  std::int64_t max_completion_tokens = 0;
  std::optional<double> temperature;
  std::optional<double> top_p;
  std::optional<double> frequency_penalty;
  std::optional<double> presence_penalty;
  std::optional<std::int64_t> seed;
  std::vector<std::string> stop;  ///< at most 4
  std::optional<std::string> reasoning_effort;
  std::optional<std::string> prompt_cache_key;
  bool stream = false;
  bool include_usage = false;  ///< stream_options.include_usage; not for the service's own origin
  json::object extra_body;     ///< the user's setting `extraBody`, merged last
};

/// The service's `usage`. Numbers are validated uint64; absent details are 0.
struct Usage {
  std::uint64_t prompt_tokens = 0;
  std::uint64_t completion_tokens = 0;
  std::uint64_t total_tokens = 0;
  std::uint64_t cached_tokens = 0;
  std::uint64_t reasoning_tokens = 0;
};

enum class FinishReason { stop, length, content_filter, tool_calls, error };
std::string_view to_string(FinishReason reason);

/// A whole answer: the body of an unstreamed response, or what a stream added up to.
struct ChatCompletion {
  std::string id;
  std::string model;
  std::string content;  ///< never reasoning text
  std::optional<FinishReason> finish_reason;
  std::optional<Usage> usage;
  std::optional<double> queue_time;  ///< seconds, from time_info
  std::optional<double> total_time;  ///< seconds, from time_info
};

/// Compact JSON. Field order is fixed, so that equal requests are equal bytes.
std::string to_body(const ChatCompletionRequest& request);

/// An unstreamed body. An `error` in it (even under HTTP 200) is returned as such.
tl::expected<ChatCompletion, Error> parse_completion(std::string_view body);

/// Adds one stream event's data (not "[DONE]") to `completion`. The event's new text is what was
/// appended to `completion.content`. Unknown fields, empty or null choices and deltas are fine.
tl::expected<void, Error> add_chunk(std::string_view data, ChatCompletion& completion);

/// An error body (flat, nested, string, HTML or empty) under an HTTP status. `code` decides first,
/// then the status. Headers' retry hints are the caller's.
Error parse_error(int status, std::string_view body);

/// {"object":"list","data":[{"id":...}]} -> ids in the service's order.
tl::expected<std::vector<std::string>, Error> parse_models(std::string_view body);

}  // namespace cerebras
