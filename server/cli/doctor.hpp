// The checks of `cerebras-ls doctor`: each a row with a cure for its failure.
#pragma once

#include "server/cli/environment.hpp"

#include <string>
#include <vector>

namespace server::cli {

enum class Verdict { pass, fail, skipped };

struct Check {
  std::string name;
  Verdict verdict = Verdict::pass;
  std::string detail;  ///< what was found
  std::string cure;    ///< what to do, when it failed
};

/// Runs all checks, calling `report` after each. Talks to the configured origin only.
std::vector<Check> run_checks(Environment& environment, const std::vector<std::string>& messages,
                              const std::function<void(const Check&)>& report);

}  // namespace server::cli
