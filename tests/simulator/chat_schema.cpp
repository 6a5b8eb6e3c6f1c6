#include "tests/simulator/chat_schema.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <sstream>
#include <string_view>

namespace simulator {
namespace {

namespace json = boost::json;

constexpr auto body_fields = std::to_array<std::string_view>({"model",
                                                              "messages",
                                                              "max_completion_tokens",
                                                              "max_tokens",
                                                              "min_tokens",
                                                              "min_completion_tokens",
                                                              "temperature",
                                                              "top_p",
                                                              "stop",
                                                              "seed",
                                                              "stream",
                                                              "stream_options",
                                                              "response_format",
                                                              "tools",
                                                              "tool_choice",
                                                              "parallel_tool_calls",
                                                              "logprobs",
                                                              "top_logprobs",
                                                              "logit_bias",
                                                              "frequency_penalty",
                                                              "presence_penalty",
                                                              "n",
                                                              "user",
                                                              "prediction",
                                                              "prompt_cache_key",
                                                              "reasoning_effort",
                                                              "reasoning_format",
                                                              "disable_reasoning",
                                                              "clear_thinking",
                                                              "service_tier",
                                                              "model_parameters"});

constexpr auto message_fields = std::to_array<std::string_view>(
    {"role", "content", "name", "reasoning", "tool_calls", "tool_call_id"});

constexpr auto efforts = std::to_array<std::string_view>({"none", "low", "medium", "high"});

constexpr std::size_t stop_limit = 4;

struct NumberRange {
  std::string_view field;
  double min;
  double max;
  bool integer;
};

constexpr double any = 9e15;
constexpr auto ranges = std::to_array<NumberRange>({{"temperature", 0, 2, false},
                                                    {"top_p", 0, 1, false},
                                                    {"frequency_penalty", -2, 2, false},
                                                    {"presence_penalty", -2, 2, false},
                                                    {"n", 1, 1, true},
                                                    {"seed", -any, any, true},
                                                    {"top_logprobs", 0, 20, true},
                                                    {"max_completion_tokens", -1, any, true},
                                                    {"max_tokens", -1, any, true}});

template <class List>
bool contains(const List& list, std::string_view text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

std::string unsupported(const std::string& path) {
  return path + ": property '" + path + "' is unsupported";
}

const json::value* present(const json::object& body, std::string_view field) {
  const auto* value = body.if_contains(field);
  return value != nullptr && !value->is_null() ? value : nullptr;
}

std::string complaint(std::string_view field, std::string_view text) {
  return "body." + std::string(field) + ": " + std::string(text);
}

std::optional<std::string> check_number(const json::object& body, const NumberRange& range) {
  const auto* value = present(body, range.field);
  if (value == nullptr) return {};
  boost::system::error_code error;
  const auto number = value->to_number<double>(error);
  if (!value->is_number() || error) return complaint(range.field, "value must be a number");
  if (range.integer && value->is_double()) {
    return complaint(range.field, "value must be an integer");
  }
  if (number >= range.min && number <= range.max) return {};
  std::ostringstream text;
  text << "value must be between " << range.min << " and " << range.max << ", got " << number;
  return complaint(range.field, text.str());
}

std::optional<std::string> check_stop(const json::object& body) {
  const auto* value = present(body, "stop");
  if (value == nullptr || value->is_string()) return {};
  if (!value->is_array()) return complaint("stop", "value must be a string or an array");
  const auto& list = value->get_array();
  if (list.size() > stop_limit) return complaint("stop", "at most 4 stop sequences are supported");
  const bool strings = std::all_of(list.begin(), list.end(), [](const json::value& item) {
    return item.is_string() && !item.get_string().empty();
  });
  if (!strings) return complaint("stop", "stop sequences must be non-empty strings");
  return {};
}

std::optional<std::string> check_reasoning_effort(const json::object& body) {
  const auto* value = present(body, "reasoning_effort");
  if (value == nullptr) return {};
  if (value->is_string() && contains(efforts, value->get_string())) return {};
  return complaint("reasoning_effort", "value must be one of none, low, medium, high");
}

}  // namespace

std::vector<std::string> unsupported_fields(const json::object& body) {
  std::vector<std::string> found;
  for (const auto& field : body) {
    if (!contains(body_fields, field.key()))
      found.push_back(unsupported("body." + std::string(field.key())));
  }
  if (const auto* options = present(body, "stream_options"); options && options->is_object()) {
    for (const auto& field : options->get_object()) {
      if (field.key() == "include_usage") continue;
      found.push_back(unsupported("body.stream_options." + std::string(field.key())));
    }
  }
  const auto* messages = present(body, "messages");
  if (messages == nullptr || !messages->is_array()) return found;
  for (std::size_t i = 0; i < messages->get_array().size(); ++i) {
    const auto* message = messages->get_array()[i].if_object();
    if (message == nullptr) continue;
    const auto* role = message->if_contains("role");
    const auto role_name = role && role->is_string() ? std::string(role->get_string()) : "unknown";
    for (const auto& field : *message) {
      if (contains(message_fields, field.key())) continue;
      found.push_back(unsupported("messages." + std::to_string(i) + "." + role_name + "." +
                                  std::string(field.key())));
    }
  }
  return found;
}

std::vector<std::string> bad_values(const json::object& body) {
  std::vector<std::string> found;
  auto add = [&found](std::optional<std::string> text) {
    if (text) found.push_back(std::move(*text));
  };
  for (const auto& range : ranges) add(check_number(body, range));
  for (const auto* field : {"max_completion_tokens", "max_tokens"}) {
    const auto* value = present(body, field);
    if (value && value->is_int64() && value->get_int64() == 0) {
      found.push_back(complaint(field, "value must be at least 1"));
    }
  }
  add(check_stop(body));
  add(check_reasoning_effort(body));
  const auto* stream = present(body, "stream");
  if (stream && !stream->is_bool()) found.push_back(complaint("stream", "value must be a boolean"));
  if (present(body, "tool_choice") && !present(body, "tools")) {
    found.push_back(complaint("tool_choice", "is only allowed when tools are given"));
  }
  return found;
}

}  // namespace simulator
