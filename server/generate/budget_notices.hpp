// One notice per threshold and window when a budget fills up (setting `budget.notifyAt`). Pure.
#pragma once

#include "cerebras/budget.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace server::generate {

class BudgetNotices {
 public:
  /// The notice to show now, for the highest threshold newly passed; nullopt when there is none.
  /// A window that starts again (usage fell) notifies again.
  std::optional<std::string> check(cerebras::Scope scope, const cerebras::WindowState& window,
                                   const std::vector<double>& thresholds);

 private:
  std::map<cerebras::Scope, double> passed_;
};

}  // namespace server::generate
