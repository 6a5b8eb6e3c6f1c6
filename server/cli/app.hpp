// The command line: flags of the language server and the subcommands.
#pragma once

namespace server::cli {

/// Runs the program; returns its exit code (0 success, 1 failure, 2 usage error).
int run(int argc, char** argv);

}  // namespace server::cli
