// cerebras-ls auth set|status|remove: the user's credentials file.
#include "server/cli/environment.hpp"
#include "server/cli/subcommands.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <iostream>
#include <memory>
#include <string>
#include <termios.h>
#include <unistd.h>

namespace server::cli {

namespace json = boost::json;
namespace {

/// Terminal echo off while this lives.
class NoEcho {
 public:
  NoEcho() : active_(tcgetattr(STDIN_FILENO, &saved_) == 0) {
    if (!active_) return;
    auto silent = saved_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
  }
  ~NoEcho() {
    if (active_) tcsetattr(STDIN_FILENO, TCSAFLUSH, &saved_);
  }
  NoEcho(const NoEcho&) = delete;
  NoEcho& operator=(const NoEcho&) = delete;

 private:
  termios saved_{};
  bool active_;
};

std::string read_key() {
  std::string line;
  const bool terminal = isatty(STDIN_FILENO) == 1;
  if (terminal) std::cerr << "API key (not shown): " << std::flush;
  {
    NoEcho no_echo;
    std::getline(std::cin, line);
  }
  if (terminal) std::cerr << "\n";
  return line;
}

const cerebras::Origin& origin_of(const Environment& environment) {
  return environment.backend->client.settings().base_url.origin;
}

int store(const Environment& environment, const std::optional<cerebras::ApiKey>& key) {
  const auto& path = environment.paths.credentials_file;
  auto written = cerebras::write_credentials_file(path, origin_of(environment), key);
  if (!written) {
    complain(written.error());
    return exit_failure;
  }
  std::cout << (key ? "stored the key of " : "removed the key of ") << origin_of(environment).text()
            << " in " << path << "\n";
  return exit_success;
}

int run_set() {
  Environment environment;
  auto key = cerebras::ApiKey::parse(read_key());
  if (!key) {
    complain("not a key: " + key.error());
    return exit_failure;
  }
  return store(environment, *key);
}

int run_remove() {
  Environment environment;
  return store(environment, std::nullopt);
}

int run_status(bool as_json) {
  Environment environment;
  auto missing = environment.run(missing_key(*environment.backend));
  if (missing) return fail(*missing);
  const auto source = to_string(environment.backend->credentials.source());
  if (as_json) {
    const json::object result{{"origin", origin_of(environment).text()}, {"source", source}};
    std::cout << json::serialize(result) << "\n";
    return exit_success;
  }
  std::cout << "key for " << origin_of(environment).text() << " from "
            << to_string(environment.backend->credentials.source()) << "\n";
  return exit_success;
}

}  // namespace

void add_auth(CLI::App& app, int& exit_code) {
  auto* command = app.add_subcommand("auth", "Store, show the source of, or remove the API key");
  command->require_subcommand(1);
  command->add_subcommand("set", "Store the key from a prompt without echo, or from stdin")
      ->callback([&exit_code] { exit_code = run_set(); });
  auto as_json = std::make_shared<bool>(false);
  auto* status = command->add_subcommand("status", "Say where the key comes from, never the key");
  status->add_flag("--json", *as_json, "Print JSON");
  status->callback([as_json, &exit_code] { exit_code = run_status(*as_json); });
  command->add_subcommand("remove", "Remove the stored key")->callback([&exit_code] {
    exit_code = run_remove();
  });
}

}  // namespace server::cli
