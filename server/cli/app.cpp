#include "server/cli/app.hpp"

#include "server/cli/environment.hpp"
#include "server/cli/serve.hpp"
#include "server/cli/subcommands.hpp"
#include "server/cli/version.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <csignal>
#include <iostream>
#include <memory>

namespace server::cli {
namespace {

void add_serve_options(CLI::App& app, ServeOptions& options) {
  app.add_flag("--stdio", options.stdio, "Speak LSP on stdin and stdout (the default)");
  app.add_option("--clientProcessId", options.client_process_id, "Exit when this process ends");
  app.add_option("--log-file", options.log_file, "Write the log to this file");
  app.add_option("--log-level", options.log_level, "error, warn, info, debug or trace")
      ->check(CLI::IsMember({"error", "warn", "info", "debug", "trace"}));
}

}  // namespace

int run(int argc, char** argv) {
  // A client that went away is an error of write(), not the end of the process.
  std::signal(SIGPIPE, SIG_IGN);
  CLI::App app(
      "Language server for low-latency Cerebras completions and code actions.\n"
      "Without a subcommand it speaks LSP on stdin and stdout.",
      "cerebras-ls");
  int exit_code = exit_success;
  ServeOptions options;
  add_serve_options(app, options);
  add_serve_options(*app.add_subcommand("serve", "Speak LSP on stdin and stdout"), options);
  app.set_version_flag("--version", version_text());
  app.require_subcommand(0, 1);
  add_doctor(app, exit_code);
  add_models(app, exit_code);
  add_prompt(app, exit_code);
  add_complete(app, exit_code);
  add_action(app, exit_code);
  add_auth(app, exit_code);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& success) {
    return app.exit(success);  // --help, --version
  } catch (const CLI::ParseError& error) {
    complain(error.what());
    std::cerr << "Try: cerebras-ls --help\n";
    return exit_usage;
  } catch (const std::exception& error) {  // of a subcommand: a folder that is gone, memory
    complain(error.what());
    return exit_failure;
  }
  const auto chosen = app.get_subcommands();
  if (chosen.empty() || chosen.front()->get_name() == "serve") return serve(options, version());
  return exit_code;
}

}  // namespace server::cli
