#include "server/commands/text_completion.hpp"

#include "cerebras/models.hpp"
#include "cerebras/sanitize.hpp"
#include "server/generate/refusal.hpp"

#include <algorithm>
#include <array>
#include <sstream>

namespace server::commands {

using protocol::ErrorCode;

namespace {

using Fault = std::optional<std::string>;

/// As a person would write it: 2.1, not the serializer's 2.1E0.
std::string shown(const json::value& value) {
  std::ostringstream number;
  if (value.is_double()) number << value.get_double();
  auto text = value.is_double() ? number.str() : json::serialize(value);
  return cerebras::one_line(text, 60);
}

struct NumberField {
  std::string_view name;
  double TextCompletionInput::*member;
  double low;
  double high;
  std::string_view range;
};
constexpr std::array<NumberField, 4> number_fields{{
    {"temperature", &TextCompletionInput::temperature, 0.0, 2.0, "0.0-2.0"},
    {"top_p", &TextCompletionInput::top_p, 0.0, 1.0, "0.0-1.0"},
    {"frequency_penalty", &TextCompletionInput::frequency_penalty, -2.0, 2.0, "-2.0-2.0"},
    {"presence_penalty", &TextCompletionInput::presence_penalty, -2.0, 2.0, "-2.0-2.0"},
}};

Fault read_number(const NumberField& field, const json::object& object,
                  TextCompletionInput& input) {
  const auto* value = object.if_contains(field.name);
  if (!value || value->is_null()) return std::nullopt;
  const std::string name(field.name);
  if (!value->is_number()) {
    return name + ": " + shown(*value) + " is not a number (range " + std::string(field.range) +
           ")";
  }
  const double number = value->to_number<double>();
  if (!(number >= field.low && number <= field.high)) {
    return name + ": " + shown(*value) + " is out of range " + std::string(field.range);
  }
  input.*field.member = number;
  return std::nullopt;
}

Fault read_string(std::string_view name, const json::object& object,
                  std::optional<std::string>& result) {
  const auto* value = object.if_contains(name);
  if (!value || value->is_null()) return std::nullopt;
  if (!value->is_string()) return std::string(name) + ": " + shown(*value) + " is not a string";
  result = std::string(value->get_string());
  return std::nullopt;
}

Fault read_max_tokens(const json::object& object, TextCompletionInput& input) {
  const auto facts = cerebras::model_facts(input.model);
  const auto range = "1-" + (facts.max_output_tokens ? std::to_string(*facts.max_output_tokens)
                                                     : "the model's maximum");
  const auto* value = object.if_contains("max_tokens");
  if (!value || value->is_null()) return std::nullopt;
  boost::system::error_code inexact;
  const auto number =
      value->is_number() ? value->to_number<std::int64_t>(inexact) : std::int64_t{0};
  if (!value->is_number() || inexact) {
    return "max_tokens: " + shown(*value) + " is not an integer (range " + range + ")";
  }
  if (number < 1 || (facts.max_output_tokens && number > *facts.max_output_tokens)) {
    return "max_tokens: " + shown(*value) + " is out of range " + range;
  }
  input.max_tokens = number;
  return std::nullopt;
}

Fault unknown_field(const json::object& object) {
  constexpr std::array<std::string_view, 8> known{"prompt",
                                                  "system",
                                                  "model",
                                                  "temperature",
                                                  "max_tokens",
                                                  "top_p",
                                                  "frequency_penalty",
                                                  "presence_penalty"};
  for (const auto& member : object) {
    const std::string_view key = member.key();
    if (std::find(known.begin(), known.end(), key) == known.end()) {
      return std::string(key) + ": unknown parameter";
    }
  }
  return std::nullopt;
}

Fault read_all(const json::object& object, TextCompletionInput& input) {
  std::optional<std::string> prompt;
  std::optional<std::string> model;
  if (auto fault = unknown_field(object)) return fault;
  if (auto fault = read_string("prompt", object, prompt)) return fault;
  if (!prompt || prompt->empty()) return "prompt: expected a string that is not empty";
  input.prompt = std::move(*prompt);
  if (auto fault = read_string("system", object, input.system)) return fault;
  if (auto fault = read_string("model", object, model)) return fault;
  if (model && model->empty()) return "model: expected an id, a display name or an alias";
  input.model = cerebras::canonical_model(model.value_or(std::string(cerebras::default_model)));
  for (const auto& field : number_fields) {
    if (auto fault = read_number(field, object, input)) return fault;
  }
  return read_max_tokens(object, input);
}

std::string_view wire_finish_reason(cerebras::FinishReason reason) {
  switch (reason) {
    case cerebras::FinishReason::length:
      return "length";
    case cerebras::FinishReason::tool_calls:
      return "tool_calls";
    case cerebras::FinishReason::error:
    case cerebras::FinishReason::content_filter:
      return "error";
    case cerebras::FinishReason::stop:
      break;
  }
  return "stop";
}

}  // namespace

tl::expected<TextCompletionInput, std::string> parse_text_completion(const json::object& object) {
  TextCompletionInput input;
  if (auto fault = read_all(object, input)) return tl::unexpected(std::move(*fault));
  return input;
}

generate::Ask to_ask(TextCompletionInput input) {
  generate::Ask ask;
  ask.feature = "textCompletion";
  ask.model = std::move(input.model);
  if (input.system) ask.messages.push_back({"system", std::move(*input.system)});
  ask.messages.push_back({"user", std::move(input.prompt)});
  ask.max_completion_tokens = input.max_tokens;
  ask.min_completion_tokens = 1;
  ask.temperature = input.temperature;
  if (input.top_p != 1.0) ask.top_p = input.top_p;
  if (input.frequency_penalty != 0.0) ask.frequency_penalty = input.frequency_penalty;
  if (input.presence_penalty != 0.0) ask.presence_penalty = input.presence_penalty;
  ask.user_parameters = false;
  return ask;
}

tl::expected<json::object, cerebras::Error> text_completion_output(
    tl::expected<generate::Answer, generate::AskFailure> outcome) {
  json::object output;
  if (!outcome) {
    auto& failure = outcome.error();
    if (!failure.sent) return tl::unexpected(std::move(failure.error));
    output["content"] = "";
    output["finish_reason"] = "error";
    output["model_used"] = failure.model;
    output["usage_total_tokens"] = failure.charged_tokens;
    output["usage_prompt_tokens"] = failure.charged_tokens;
    output["usage_completion_tokens"] = 0;
    if (failure.charged_tokens > 0) output["usage_estimated"] = true;
    const auto& hint = failure.error.hint;
    output["error"] = {{"kind", to_string(failure.error.failure)},
                       {"message", hint.empty() ? failure.error.message
                                                : failure.error.message + " (" + hint + ")"}};
    return output;
  }
  output["content"] = outcome->content;
  output["finish_reason"] = wire_finish_reason(outcome->finish_reason);
  output["model_used"] = outcome->model;
  output["usage_total_tokens"] = outcome->usage.total_tokens;
  output["usage_prompt_tokens"] = outcome->usage.prompt_tokens;
  output["usage_completion_tokens"] = outcome->usage.completion_tokens;
  if (outcome->usage_estimated) output["usage_estimated"] = true;
  if (outcome->finish_reason == cerebras::FinishReason::content_filter) {
    output["error"] = {{"kind", "bad_response"},
                       {"message", "the service's content filter ended the answer"}};
  }
  return output;
}

void register_text_completion(CommandTable& table, generate::Generate generate) {
  table.add(
      "cerebras.textCompletion",
      [generate = std::move(generate)](
          json::array arguments, std::optional<json::value>) -> asio::awaitable<lsp::Result<>> {
        auto object = object_argument(std::move(arguments));
        if (!object) co_return tl::unexpected(std::move(object.error()));
        auto input = parse_text_completion(*object);
        if (!input) {
          co_return tl::unexpected(
              protocol::ResponseError{ErrorCode::invalid_params, input.error(), {}});
        }
        auto ask = to_ask(std::move(*input));
        auto outcome = co_await generate(std::move(ask));
        auto output = text_completion_output(std::move(outcome));
        if (!output) co_return tl::unexpected(generate::refusal(output.error()));
        co_return json::value(std::move(*output));
      });
}

}  // namespace server::commands
