// cerebras-ls doctor: one row per check, with a cure for each failure.
#include "server/cli/doctor.hpp"

#include "server/cli/subcommands.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <algorithm>
#include <iomanip>
#include <iostream>
#include <memory>

namespace server::cli {

namespace json = boost::json;

namespace {

std::string_view word(Verdict verdict) {
  switch (verdict) {
    case Verdict::pass:
      return "ok";
    case Verdict::fail:
      return "FAIL";
    case Verdict::skipped:
      break;
  }
  return "-";
}

void print_row(const Check& check) {
  const bool colour = use_colour();
  const char* start = "";
  if (colour) start = check.verdict == Verdict::fail ? "\033[31m" : "\033[32m";
  std::cout << start << std::left << std::setw(6) << word(check.verdict)
            << (colour ? "\033[0m" : "") << std::setw(14) << check.name << check.detail << "\n";
  if (!check.cure.empty()) std::cout << std::string(20, ' ') << "cure: " << check.cure << "\n";
  std::cout << std::flush;
}

json::array to_json(const std::vector<Check>& checks) {
  json::array result;
  for (const auto& check : checks) {
    result.push_back({{"name", check.name},
                      {"ok", check.verdict != Verdict::fail},
                      {"skipped", check.verdict == Verdict::skipped},
                      {"detail", check.detail},
                      {"cure", check.cure}});
  }
  return result;
}

int run_doctor(bool as_json) {
  // Read once more for the messages, which the environment itself sends to stderr.
  std::vector<std::string> messages;
  lsp::SettingsLayers layers(environment_base_url());
  load_settings(layers, lsp::default_paths(),
                [&](std::string message) { messages.push_back(std::move(message)); });
  Environment environment;
  const auto checks = run_checks(environment, messages, [as_json](const Check& check) {
    if (!as_json) print_row(check);
  });
  if (as_json) std::cout << json::serialize(to_json(checks)) << "\n";
  const bool all_pass = std::none_of(checks.begin(), checks.end(), [](const Check& check) {
    return check.verdict == Verdict::fail;
  });
  return all_pass ? exit_success : exit_failure;
}

}  // namespace

void add_doctor(CLI::App& app, int& exit_code) {
  auto as_json = std::make_shared<bool>(false);
  auto* command = app.add_subcommand("doctor", "Check key, network, service and settings");
  command->add_flag("--json", *as_json, "Print JSON");
  command->callback([as_json, &exit_code] { exit_code = run_doctor(*as_json); });
}

}  // namespace server::cli
