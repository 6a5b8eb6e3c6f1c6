// cerebras-ls without a subcommand: the language server on stdin and stdout. Builds the objects,
// runs the Asio thread until exit, EOF or the parent's death.
#pragma once

#include <optional>
#include <string>

namespace server::cli {

struct ServeOptions {
  bool stdio = true;  ///< the only way to speak; accepted because clients pass the flag
  std::optional<int> client_process_id;
  std::string log_file;
  std::string log_level;  ///< "" = warnings on stderr, info in a file
};

/// Returns the exit code that the specification asks for.
int serve(const ServeOptions& options, const std::string& version);

}  // namespace server::cli
