#include "tests/simulator/options.hpp"

#include <CLI/CLI.hpp>

#include <fstream>
#include <limits>
#include <sstream>

namespace simulator {
namespace {

constexpr int usage_error = 2;
constexpr int most_ms = 3'600'000;

constexpr auto description =
    "cerebras-sim: a SIMULATION of the Cerebras Inference API on this machine's loopback.\n"
    "No model is behind it: a small program answers by copying from the prompt. It is for the "
    "demo,\n"
    "the tests and the benchmarks of cerebras-ls.";

constexpr auto footer =
    "First line on stdout: listening on http://127.0.0.1:PORT/v1\n"
    "GET /sim/meter: what was billed. GET /sim/requests: the last 100 requests.\n"
    "POST /sim/reset: start counting again. POST /sim/scenario: load other rules.\n"
    "Scenario files: tests/simulator/README.md";

Ending bad_usage(const std::string& text) {
  return {usage_error, "cerebras-sim: " + text + "\nRun with --help for the options.\n"};
}

tl::expected<Scenario, Ending> read_scenario(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return tl::unexpected(bad_usage("can not read the scenario " + path));
  std::ostringstream text;
  text << file.rdbuf();
  auto rules = parse_scenario(text.str());
  if (!rules) return tl::unexpected(bad_usage(path + ": " + rules.error()));
  return Scenario(std::move(*rules));
}

}  // namespace

tl::expected<Options, Ending> parse_options(int argc, const char* const* argv) {
  Options options;
  std::string scenario;
  int delay = 0;
  int chunk_delay = 0;
  std::int64_t context = 0;
  CLI::App app(description, "cerebras-sim");
  app.footer(footer);
  app.add_option("--port", options.port, "port on 127.0.0.1; 0 picks a free one")->default_val(0);
  app.add_flag("--tls", options.tls, "HTTPS with a self-signed certificate, HTTP/2 and HTTP/1.1");
  app.add_option("--cert-out", options.certificate_file,
                 "write that certificate (PEM) there, for a client to trust")
      ->needs("--tls");
  app.add_option("--scenario", scenario, "answer by the rules of this file");
  app.add_option("--delay-ms", delay, "wait before the first byte of a chat answer")
      ->check(CLI::Range(0, most_ms));
  app.add_option("--chunk-delay-ms", chunk_delay, "wait between two events of a stream")
      ->check(CLI::Range(0, most_ms));
  app.add_option("--tokens-per-event", options.service.tokens_per_event, "tokens in one event")
      ->check(CLI::Range(std::size_t{1}, std::size_t{1'000'000}))
      ->capture_default_str();
  app.add_option("--models", options.service.models, "offered models, separated by commas")
      ->delimiter(',')
      ->capture_default_str();
  app.add_option("--key", options.service.key,
                 "the only accepted key (default: any non-empty one)");
  app.add_option("--context-limit", context, "tokens of every model's context")
      ->check(CLI::Range(std::int64_t{1}, std::numeric_limits<std::int64_t>::max()));
  app.add_flag("--exit-with-stdin", options.exit_with_stdin, "end when stdin is closed");
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    return tl::unexpected(Ending{0, app.help()});
  } catch (const CLI::ParseError& error) {
    return tl::unexpected(bad_usage(error.what()));
  }
  options.service.delay = std::chrono::milliseconds(delay);
  options.service.chunk_delay = std::chrono::milliseconds(chunk_delay);
  if (context > 0) options.service.context_tokens = context;
  if (scenario.empty()) return options;
  auto rules = read_scenario(scenario);
  if (!rules) return tl::unexpected(std::move(rules.error()));
  options.scenario = std::move(*rules);
  return options;
}

}  // namespace simulator
