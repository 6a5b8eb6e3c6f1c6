// One function per subcommand, each in the file of its name: adds itself to the command line and
// says, when chosen, with which exit code the program ends.
#pragma once

namespace CLI {
class App;
}

namespace server::cli {

void add_action(CLI::App& app, int& exit_code);
void add_auth(CLI::App& app, int& exit_code);
void add_complete(CLI::App& app, int& exit_code);
void add_doctor(CLI::App& app, int& exit_code);
void add_models(CLI::App& app, int& exit_code);
void add_prompt(CLI::App& app, int& exit_code);

}  // namespace server::cli
