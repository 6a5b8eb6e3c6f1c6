#include "server/generate/budget_notices.hpp"

#include <algorithm>
#include <cmath>

namespace server::generate {

std::optional<std::string> BudgetNotices::check(cerebras::Scope scope,
                                                const cerebras::WindowState& window,
                                                const std::vector<double>& thresholds) {
  if (!window.limit || *window.limit == 0) return std::nullopt;
  const double share = static_cast<double>(window.used) / static_cast<double>(*window.limit);
  double highest = 0;
  for (const double threshold : thresholds) {
    if (share >= threshold) highest = std::max(highest, threshold);
  }
  auto& passed = passed_[scope];
  const bool news = highest > passed;
  passed = highest;
  if (!news) return std::nullopt;
  return "Cerebras: " + std::to_string(std::lround(share * 100)) + " % of the " +
         std::string(to_string(scope)) + " budget is used (" + std::to_string(window.used) +
         " of " + std::to_string(*window.limit) + " tokens)";
}

}  // namespace server::generate
