#include "server/generate/build_request.hpp"

#include "cerebras/models.hpp"

#include <algorithm>

namespace server::generate {
namespace {

template <class T>
void override_with(std::optional<T>& value, const std::optional<T>& setting) {
  if (setting) value = setting;
}

void apply_user_parameters(const lsp::Parameters& parameters,
                           cerebras::ChatCompletionRequest& request) {
  override_with(request.temperature, parameters.temperature);
  override_with(request.top_p, parameters.top_p);
  override_with(request.frequency_penalty, parameters.frequency_penalty);
  override_with(request.presence_penalty, parameters.presence_penalty);
  override_with(request.seed, parameters.seed);
  override_with(request.reasoning_effort, parameters.reasoning_effort);
  if (parameters.max_tokens) request.max_completion_tokens = *parameters.max_tokens;
}

}  // namespace

cerebras::ChatCompletionRequest build_request(const Ask& ask, const lsp::Settings& settings,
                                              std::string_view model, bool own_origin) {
  const auto facts = cerebras::model_facts(model);
  cerebras::ChatCompletionRequest request;
  request.model = model;
  request.messages = ask.messages;
  request.max_completion_tokens = ask.max_completion_tokens;
  request.temperature = ask.temperature;
  request.top_p = ask.top_p;
  request.frequency_penalty = ask.frequency_penalty;
  request.presence_penalty = ask.presence_penalty;
  request.stop = ask.stop;
  request.reasoning_effort = facts.lowest_reasoning_effort;
  request.stream = ask.stream;
  request.include_usage = ask.stream && !own_origin;
  if (ask.user_parameters) apply_user_parameters(settings.parameters, request);
  if (facts.always_reasons) request.max_completion_tokens += reasoning_headroom;
  if (facts.max_output_tokens) {
    request.max_completion_tokens =
        std::min(request.max_completion_tokens, *facts.max_output_tokens);
  }
  return request;
}

}  // namespace server::generate
