// cerebras-ls models: the models that this key can use.
#include "server/commands/models.hpp"

#include "server/cli/environment.hpp"
#include "server/cli/subcommands.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <iomanip>
#include <iostream>
#include <memory>

namespace server::cli {

namespace json = boost::json;

namespace {

std::string number_or_dash(const json::value& value) {
  return value.is_null() ? "-" : std::to_string(value.to_number<std::int64_t>());
}

void print_table(const json::array& models) {
  std::cout << std::left << std::setw(34) << "MODEL" << std::setw(20) << "NAME" << std::right
            << std::setw(9) << "CONTEXT" << std::setw(9) << "OUTPUT"
            << "\n";
  for (const auto& model : models) {
    const auto& object = model.as_object();
    std::string mark;
    if (object.at("used").as_bool()) mark = "  used";
    if (object.at("configured").as_bool()) mark += "  configured";
    std::cout << std::left << std::setw(34) << object.at("id").as_string().c_str() << std::setw(20)
              << object.at("name").as_string().c_str() << std::right << std::setw(9)
              << number_or_dash(object.at("contextTokens")) << std::setw(9)
              << number_or_dash(object.at("maxOutputTokens")) << mark << "\n";
  }
}

int run_models(bool as_json) {
  Environment environment;
  auto& generator = environment.backend->generator;
  auto listed = environment.run(generator.refresh_models());
  if (!listed) return fail(listed.error());
  const auto models = commands::models_array(generator);
  if (as_json) {
    std::cout << json::serialize(models) << "\n";
  } else {
    print_table(models);
  }
  return exit_success;
}

}  // namespace

void add_models(CLI::App& app, int& exit_code) {
  auto as_json = std::make_shared<bool>(false);
  auto* command = app.add_subcommand("models", "The models that this key can use");
  command->add_flag("--json", *as_json, "Print JSON");
  command->callback([as_json, &exit_code] { exit_code = run_models(*as_json); });
}

}  // namespace server::cli
