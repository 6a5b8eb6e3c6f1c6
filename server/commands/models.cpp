#include "server/commands/models.hpp"

#include "cerebras/models.hpp"
#include "server/generate/refusal.hpp"

namespace server::commands {

using protocol::ErrorCode;

namespace {

json::value optional_number(const std::optional<std::int64_t>& number) {
  return number ? json::value(*number) : json::value(nullptr);
}

asio::awaitable<lsp::Result<>> list_models(CommandServices services) {
  auto listed = co_await services.backend().generator.refresh_models();
  if (!listed) co_return tl::unexpected(generate::refusal(listed.error()));
  co_return json::value(models_array(services.backend().generator));
}

lsp::Result<> select_model(const CommandServices& services, json::array arguments) {
  if (services.locked("model")) {
    return tl::unexpected(generate::refusal("model_not_found", "the model is fixed by managed.json",
                                            "ask who manages this machine"));
  }
  auto object = object_argument(std::move(arguments));
  if (!object) return tl::unexpected(std::move(object.error()));
  const auto* model = object->if_contains("model");
  if (!model || !model->is_string() || model->get_string().empty()) {
    return tl::unexpected(protocol::ResponseError{
        ErrorCode::invalid_params, "params.arguments.0.model: expected string", {}});
  }
  auto selected = services.backend().generator.select_model(model->get_string());
  if (!selected) {
    return tl::unexpected(generate::refusal("model_not_found", selected.error(), ""));
  }
  return json::value(json::object{{"model", *selected}});
}

}  // namespace

json::array models_array(const generate::Generator& generator) {
  json::array result;
  const auto configured = generator.configured_model();
  const auto used = generator.current_model();
  for (const auto& id : generator.offered_models()) {
    const auto facts = cerebras::model_facts(id);
    result.push_back({{"id", id},
                      {"name", facts.display_name},
                      {"contextTokens", optional_number(facts.context_tokens)},
                      {"maxOutputTokens", optional_number(facts.max_output_tokens)},
                      {"configured", id == configured},
                      {"used", id == used}});
  }
  return result;
}

void register_model_commands(CommandTable& table, const CommandServices& services) {
  table.add("cerebras.listModels",
            [services](json::array, std::optional<json::value>) { return list_models(services); });
  table.add("cerebras.selectModel",
            [services](json::array arguments,
                       std::optional<json::value>) -> asio::awaitable<lsp::Result<>> {
              co_return select_model(services, std::move(arguments));
            });
}

}  // namespace server::commands
