// cerebras-ls prompt TEXT: one text completion.
#include "server/cli/environment.hpp"
#include "server/cli/subcommands.hpp"
#include "server/commands/text_completion.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <array>
#include <iostream>
#include <iterator>
#include <memory>

namespace server::cli {

namespace json = boost::json;

namespace {

/// Option and field names differ only in dashes.
constexpr std::array<std::pair<const char*, const char*>, 5> numbers{{
    {"--temperature", "temperature"},
    {"--max-tokens", "max_tokens"},
    {"--top-p", "top_p"},
    {"--frequency-penalty", "frequency_penalty"},
    {"--presence-penalty", "presence_penalty"},
}};

struct PromptOptions {
  std::string text;
  std::string model;
  std::string system;
  std::array<std::string, numbers.size()> values;
  bool stream = false;
  bool json = false;
};

/// The text of an option as JSON when it is a number; else as it is, for the error message.
json::value number_or_text(const std::string& text) {
  boost::system::error_code bad;
  auto value = json::parse(text, bad);
  return bad || !value.is_number() ? json::value(text) : value;
}

json::object to_arguments(const PromptOptions& options) {
  json::object result;
  result["prompt"] = options.text == "-" ? std::string(std::istreambuf_iterator<char>(std::cin), {})
                                         : options.text;
  if (!options.model.empty()) result["model"] = options.model;
  if (!options.system.empty()) result["system"] = options.system;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (!options.values[i].empty()) result[numbers[i].second] = number_or_text(options.values[i]);
  }
  return result;
}

int print(const json::object& output, const PromptOptions& options, bool streamed) {
  const bool failed = output.at("finish_reason") == "error";
  if (options.json) {
    std::cout << json::serialize(output) << "\n";
  } else if (!failed) {
    if (!streamed) std::cout << std::string_view(output.at("content").as_string());
    std::cout << "\n";
  }
  if (!failed) return exit_success;
  const auto* error = output.if_contains("error");
  complain(error ? error->at("message").as_string().c_str() : "the service ended with an error");
  return exit_failure;
}

int run_prompt(const PromptOptions& options) {
  auto input = commands::parse_text_completion(to_arguments(options));
  if (!input) {
    complain(input.error());
    return exit_usage;
  }
  Environment environment;
  auto ask = commands::to_ask(std::move(*input));
  ask.stream = options.stream;
  if (options.stream && !options.json) {
    ask.on_text = [](std::string_view text) {
      std::cout << text << std::flush;
      return true;
    };
  }
  const bool streamed = static_cast<bool>(ask.on_text);
  auto outcome = environment.run(environment.backend->generator.generate(std::move(ask)));
  auto output = commands::text_completion_output(std::move(outcome));
  return output ? print(*output, options, streamed) : fail(output.error());
}

}  // namespace

void add_prompt(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<PromptOptions>();
  auto* command = app.add_subcommand("prompt", "One text completion");
  command->add_option("TEXT", options->text, "The prompt; - reads it from stdin")->required();
  command->add_option("--model", options->model, "Id, display name or alias");
  command->add_option("--system", options->system, "System message");
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    command->add_option(numbers[i].first, options->values[i]);
  }
  command->add_flag("--stream", options->stream, "Print the text as it comes");
  command->add_flag("--json", options->json, "Print the output fields as JSON");
  command->callback([options, &exit_code] { exit_code = run_prompt(*options); });
}

}  // namespace server::cli
