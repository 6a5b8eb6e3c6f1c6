// JSON -> completion, chunk, list of models. Tolerant of what gateways leave out or add.
#include "cerebras/api_json.hpp"
#include "cerebras/sanitize.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

namespace cerebras {
namespace {

/// Exact unsigned integers only: 1e400, -1, 2.0 and "12" are no count of tokens.
std::optional<std::uint64_t> count_of(const json::value* value) {
  if (!value) return std::nullopt;
  if (const auto* number = value->if_uint64()) return *number;
  if (const auto* number = value->if_int64(); number && *number >= 0) {
    return static_cast<std::uint64_t>(*number);
  }
  return std::nullopt;
}

std::optional<Usage> usage_of(const json::value* value) {
  const auto prompt = count_of(member(value, "prompt_tokens"));
  const auto completion = count_of(member(value, "completion_tokens"));
  if (!prompt || !completion) return std::nullopt;
  if (*completion > std::numeric_limits<std::uint64_t>::max() - *prompt) return std::nullopt;
  const json::value* total = member(value, "total_tokens");
  const auto told = count_of(total);
  if (total && !told) return std::nullopt;

  Usage usage;
  usage.prompt_tokens = *prompt;
  usage.completion_tokens = *completion;
  usage.total_tokens = std::max(told.value_or(0), *prompt + *completion);
  const auto* prompt_details = member(value, "prompt_tokens_details");
  const auto* completion_details = member(value, "completion_tokens_details");
  usage.cached_tokens = count_of(member(prompt_details, "cached_tokens")).value_or(0);
  usage.reasoning_tokens = count_of(member(completion_details, "reasoning_tokens")).value_or(0);
  return usage;
}

/// The service's own values, and what servers behind gateways call the same. "" = not yet. A value
/// nobody knows may stand for an abort: not passed off as a complete answer.
std::optional<FinishReason> finish_reason_of(std::string_view text) {
  using Pair = std::pair<std::string_view, FinishReason>;
  static constexpr std::array<Pair, 10> names{{{"stop", FinishReason::stop},
                                               {"eos", FinishReason::stop},
                                               {"end_turn", FinishReason::stop},
                                               {"stop_sequence", FinishReason::stop},
                                               {"length", FinishReason::length},
                                               {"max_tokens", FinishReason::length},
                                               {"content_filter", FinishReason::content_filter},
                                               {"tool_calls", FinishReason::tool_calls},
                                               {"function_call", FinishReason::tool_calls},
                                               {"error", FinishReason::error}}};
  if (text.empty()) return std::nullopt;
  for (const auto& [name, reason] : names) {
    if (name == text) return reason;
  }
  return FinishReason::error;
}

std::optional<double> seconds_of(const json::value* value) {
  if (!value || !value->is_number()) return std::nullopt;
  const auto seconds = value->to_number<double>();
  return seconds >= 0 && seconds < 1e9 ? std::optional<double>(seconds) : std::nullopt;
}

/// "content" is a string, or parts of which the ones of type "text" count.
void append_content(const json::value* content, std::string& out) {
  append_valid_utf8(out, text_of(content));
  const json::array* parts = content ? content->if_array() : nullptr;
  if (!parts) return;
  for (const auto& part : *parts) {
    if (text_of(member(&part, "type")) == "text") {
      append_valid_utf8(out, text_of(member(&part, "text")));
    }
  }
}

/// The choice with index 0 (we never ask for more).
const json::value* first_choice(const json::value* body) {
  const json::value* choices = member(body, "choices");
  const json::array* array = choices ? choices->if_array() : nullptr;
  if (!array) return nullptr;
  for (const auto& choice : *array) {
    if (count_of(member(&choice, "index")).value_or(0) == 0) return &choice;
  }
  return nullptr;
}

/// What a whole answer and a chunk have in common; `text` is "message" or "delta".
void add(const json::value* body, std::string_view text, ChatCompletion& completion) {
  if (completion.id.empty()) append_valid_utf8(completion.id, text_of(member(body, "id")));
  if (completion.model.empty()) append_valid_utf8(completion.model, text_of(member(body, "model")));
  const json::value* choice = first_choice(body);
  append_content(member(member(choice, text), "content"), completion.content);
  if (auto reason = finish_reason_of(text_of(member(choice, "finish_reason")))) {
    completion.finish_reason = reason;
  }
  // The last complete one counts.
  if (auto usage = usage_of(member(body, "usage"))) completion.usage = usage;
  const json::value* time = member(body, "time_info");
  if (auto queue = seconds_of(member(time, "queue_time"))) completion.queue_time = queue;
  if (auto total = seconds_of(member(time, "total_time"))) completion.total_time = total;
}

}  // namespace

std::string_view to_string(FinishReason reason) {
  switch (reason) {
    case FinishReason::stop:
      return "stop";
    case FinishReason::length:
      return "length";
    case FinishReason::content_filter:
      return "content_filter";
    case FinishReason::tool_calls:
      return "tool_calls";
    case FinishReason::error:
      return "error";
  }
  return "error";
}

tl::expected<ChatCompletion, Error> parse_completion(std::string_view body) {
  const ParsedJson parsed(body);
  if (auto error = find_error(parsed.value(), 200)) return tl::unexpected(std::move(*error));
  if (!member(parsed.value(), "choices")) {
    return tl::unexpected(not_an_answer("the answer is not a chat completion"));
  }
  ChatCompletion completion;
  add(parsed.value(), "message", completion);
  return completion;
}

tl::expected<void, Error> add_chunk(std::string_view data, ChatCompletion& completion) {
  const ParsedJson parsed(data);
  if (!parsed.value() || !parsed.value()->is_object()) {
    return tl::unexpected(not_an_answer("a part of the streamed answer is not a JSON object"));
  }
  if (auto error = find_error(parsed.value(), 200)) return tl::unexpected(std::move(*error));
  add(parsed.value(), "delta", completion);
  return {};
}

tl::expected<std::vector<std::string>, Error> parse_models(std::string_view body) {
  const ParsedJson parsed(body);
  if (auto error = find_error(parsed.value(), 200)) return tl::unexpected(std::move(*error));
  // Some gateways give the array alone.
  const json::value* data = member(parsed.value(), "data");
  if (!data) data = parsed.value();
  const json::array* models = data ? data->if_array() : nullptr;
  if (!models) return tl::unexpected(not_an_answer("the answer is not a list of models"));
  std::vector<std::string> ids;
  for (const auto& model : *models) {
    const auto id = text_of(member(&model, "id"));
    if (!id.empty()) append_valid_utf8(ids.emplace_back(), id);
  }
  return ids;
}

}  // namespace cerebras
