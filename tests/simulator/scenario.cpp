#include "tests/simulator/scenario.hpp"

#include <utility>

namespace simulator {
namespace {

bool matches(const Match& match, std::string_view path, std::string_view body,
             std::string_view text, std::string_view model) {
  if (match.path != path) return false;
  if (match.model && *match.model != model) return false;
  if (!match.contains) return true;
  return body.find(*match.contains) != body.npos || text.find(*match.contains) != text.npos;
}

}  // namespace

Scenario::Scenario(std::vector<Rule> rules) {
  for (auto& rule : rules) rules_.push_back({std::move(rule)});
}

Scenario::Hit Scenario::choose(std::string_view path, std::string_view body, std::string_view text,
                               std::string_view model) {
  Hit hit;
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    auto& counted = rules_[i];
    const auto& rule = counted.rule;
    if (!matches(rule.match, path, body, text, model)) continue;
    ++counted.seen;  // also when an earlier rule answers: `nth` counts requests, not turns
    if (hit.number != 0) continue;
    if (rule.match.nth && *rule.match.nth != counted.seen) continue;
    if (rule.times && counted.used >= *rule.times) continue;
    ++counted.used;
    hit = {i + 1, &rule.reply};
  }
  return hit;
}

void Scenario::rewind() {
  for (auto& counted : rules_) counted.seen = counted.used = 0;
}

}  // namespace simulator
