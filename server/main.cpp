// cerebras-ls: language server and command line (docs/architecture.md).
#include "server/cli/app.hpp"

int main(int argc, char** argv) {
  return server::cli::run(argc, argv);
}
