#include "tests/simulator/model_facts.hpp"

#include <boost/json.hpp>

#include <array>

namespace simulator {
namespace {

namespace json = boost::json;

const std::array<ModelFacts, 4>& known_models() {
  static const std::array<ModelFacts, 4> models{{
      {"llama-4-scout-17b-16e-instruct", "Llama 4 Scout 17B", 32'768, 8'192, false, "0.00000065",
       "0.00000085"},
      {"llama-3.3-70b", "Llama 3.3 70B", 131'072, 8'192, false, "0.00000085", "0.0000012"},
      {"llama3.1-8b", "Llama 3.1 8B", 32'768, 8'192, false, "0.0000001", "0.0000001"},
      {"gpt-oss-120b", "OpenAI GPT OSS", 131'072, 40'960, true, "0.00000035", "0.00000075"},
  }};
  return models;
}

json::object public_entry(std::string_view id) {
  const auto facts = model_facts(id);
  json::object entry{{"id", facts.id}, {"object", "model"}, {"created", 0}};
  entry["owned_by"] = "Cerebras";
  entry["name"] = facts.name;
  entry["description"] = "A model of cerebras-sim: simulated";
  entry["pricing"] = {{"prompt", facts.prompt_price}, {"completion", facts.completion_price}};
  entry["capabilities"] = {{"streaming", true},           {"function_calling", false},
                           {"structured_outputs", false}, {"vision", false},
                           {"json_mode", false},          {"tools", false},
                           {"reasoning", facts.reasons}};
  entry["supported_parameters"] = {{"temperature", true},
                                   {"top_p", true},
                                   {"seed", true},
                                   {"stop", true},
                                   {"max_completion_tokens", true},
                                   {"logprobs", false},
                                   {"frequency_penalty", true},
                                   {"presence_penalty", true},
                                   {"logit_bias", true},
                                   {"repetition_penalty", false}};
  entry["limits"] = {{"max_context_length", facts.context_tokens},
                     {"max_completion_tokens", facts.max_output_tokens},
                     {"requests_per_minute", nullptr},
                     {"tokens_per_minute", nullptr}};
  entry["deprecated"] = false;
  entry["preview"] = false;
  return entry;
}

}  // namespace

ModelFacts model_facts(std::string_view id) {
  for (const auto& model : known_models()) {
    if (model.id == id) return model;
  }
  ModelFacts unknown;
  unknown.id = id;
  unknown.name = id;
  return unknown;
}

json::object model_entry(std::string_view id) {
  return {{"id", id}, {"object", "model"}, {"created", 0}, {"owned_by", "Cerebras"}};
}

json::object model_list(const std::vector<std::string>& ids) {
  json::array data;
  for (const auto& id : ids) data.push_back(model_entry(id));
  return {{"object", "list"}, {"data", std::move(data)}};
}

json::object public_model_list(const std::vector<std::string>& ids) {
  json::array data;
  for (const auto& id : ids) data.push_back(public_entry(id));
  return {{"object", "list"}, {"data", std::move(data)}};
}

}  // namespace simulator
