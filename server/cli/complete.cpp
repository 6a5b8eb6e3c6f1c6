// cerebras-ls complete FILE:LINE:COL: one inline completion; with --dry-run the request that would
// be sent, without any network traffic.
#include "cerebras/budget.hpp"
#include "server/cli/environment.hpp"
#include "server/cli/location.hpp"
#include "server/cli/subcommands.hpp"
#include "server/completion/suggest.hpp"
#include "server/context/privacy.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <iostream>
#include <memory>

namespace server::cli {

namespace json = boost::json;

namespace {

struct CompleteOptions {
  std::string place;
  bool dry_run = false;
  bool json = false;
};

json::object source_object(const completion::Source& source) {
  return {{"path", source.path},
          {"lines", {source.first_line + 1, source.last_line + 1}},
          {"why", source.why},
          {"tokens", source.tokens}};
}

int print_request(const generate::Generator& generator, const completion::SuggestInput& input) {
  const auto suggestion = completion::build_ask(input);
  const auto request = generator.build(suggestion.ask);
  auto result = json::parse(cerebras::to_body(request)).as_object();
  result["estimated_prompt_tokens"] = cerebras::estimate_prompt_tokens(request);
  json::array sources;
  for (const auto& source : suggestion.sources) sources.push_back(source_object(source));
  result["sources"] = sources;
  std::cout << json::serialize(result) << "\n";
  return exit_success;
}

void print_suggestion(const completion::Suggestion& suggestion, const generate::Recent& recent,
                      bool as_json) {
  if (!as_json) {
    std::cout << suggestion.text << "\n";
    return;
  }
  json::object result{{"text", suggestion.text},
                      {"replaced", suggestion.replaced},
                      {"reason", suggestion.reason},
                      {"model", suggestion.model},
                      {"usage_prompt_tokens", suggestion.usage.prompt_tokens},
                      {"usage_completion_tokens", suggestion.usage.completion_tokens},
                      {"usage_total_tokens", suggestion.usage.total_tokens}};
  for (const auto& entry : recent.entries()) {
    if (entry.id == suggestion.recent_id) result["milliseconds"] = entry.total.count();
  }
  std::cout << json::serialize(result) << "\n";
}

int ask(Environment& environment, completion::SuggestInput input, bool as_json) {
  auto& backend = *environment.backend;
  generate::Generate generate = [&backend](generate::Ask ask) {
    return backend.generator.generate(std::move(ask));
  };
  const auto suggestion =
      environment.run(completion::suggest(std::move(input), std::move(generate)));
  if (suggestion.error) return fail(*suggestion.error);
  if (suggestion.text.empty()) complain("no completion here: " + suggestion.reason);
  print_suggestion(suggestion, backend.recent, as_json);
  return exit_success;
}

int run_complete(const CompleteOptions& options) {
  const auto place = parse_position(options.place);
  if (!place) {
    complain(place.error());
    return exit_usage;
  }
  auto item = open_file(place->path);
  if (!item) {
    complain(item.error());
    return exit_failure;
  }
  if (auto there = check_line(*item, place->line); !there) {
    complain(there.error());
    return exit_usage;
  }
  Environment environment;
  const auto& settings = environment.layers.current();
  const std::vector<std::string> folders{absolute_path(".")};
  if (auto reason = context::denied(item->uri, settings.privacy, folders)) {
    complain(place->path + " is not sent: " + *reason);
    return exit_failure;
  }
  const text::Document document{item->uri, item->languageId, item->version, text::Text(item->text)};
  const auto offset = document.text.offset_from_position({place->line - 1, place->column - 1},
                                                         text::PositionEncoding::utf32);
  auto input = completion::input_at(document, offset, settings, folders);
  if (options.dry_run) return print_request(environment.backend->generator, input);
  return ask(environment, std::move(input), options.json);
}

}  // namespace

void add_complete(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<CompleteOptions>();
  auto* command = app.add_subcommand("complete", "One inline completion");
  command->add_option("FILE:LINE:COL", options->place, "Counted from 1, columns in characters")
      ->required();
  command->add_flag("--dry-run", options->dry_run, "Print the request, send nothing");
  command->add_flag("--json", options->json, "Print JSON");
  command->callback([options, &exit_code] { exit_code = run_complete(*options); });
}

}  // namespace server::cli
