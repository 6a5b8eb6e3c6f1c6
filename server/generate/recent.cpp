#include "server/generate/recent.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace server::generate {

namespace json = boost::json;

namespace {
constexpr std::size_t capacity = 50;
}

std::uint64_t Recent::add(RecentEntry entry) {
  entry.id = next_id_++;
  if (entry.started == std::chrono::system_clock::time_point{}) {
    entry.started = std::chrono::system_clock::now();
  }
  if (entries_.size() == capacity) entries_.pop_front();
  entries_.push_back(std::move(entry));
  return entries_.back().id;
}

RecentEntry* Recent::find(std::uint64_t id) {
  auto found = std::find_if(entries_.begin(), entries_.end(),
                            [id](const RecentEntry& entry) { return entry.id == id; });
  return found == entries_.end() ? nullptr : &*found;
}

void Recent::add_empty(std::string feature, std::string reason) {
  RecentEntry entry;
  entry.feature = std::move(feature);
  entry.outcome = "empty";
  entry.reason = std::move(reason);
  add(std::move(entry));
}

void Recent::set_outcome(std::uint64_t id, std::string outcome, std::string reason) {
  if (auto* entry = find(id)) {
    entry->outcome = std::move(outcome);
    entry->reason = std::move(reason);
  }
}

json::array Recent::to_json() const {
  json::array result;
  for (auto entry = entries_.rbegin(); entry != entries_.rend(); ++entry) {
    const auto started =
        std::chrono::duration_cast<std::chrono::milliseconds>(entry->started.time_since_epoch());
    result.push_back({{"id", entry->id},
                      {"feature", entry->feature},
                      {"outcome", entry->outcome},
                      {"reason", entry->reason},
                      {"model", entry->model},
                      {"tokens",
                       {{"prompt_tokens", entry->prompt_tokens},
                        {"completion_tokens", entry->completion_tokens},
                        {"charged", entry->charged_tokens}}},
                      {"milliseconds",
                       {{"firstText", entry->first_text.count()}, {"total", entry->total.count()}}},
                      {"startedAt", started.count()}});
  }
  return result;
}

double Recent::latency_ms(double quantile) const {
  std::vector<double> times;
  for (const auto& entry : entries_) {
    if (entry.total.count() > 0 && entry.outcome != "failed") {
      times.push_back(static_cast<double>(entry.total.count()));
    }
  }
  if (times.empty()) return 0;
  std::sort(times.begin(), times.end());
  const auto rank = std::ceil(quantile * static_cast<double>(times.size()));
  return times[static_cast<std::size_t>(std::max(rank, 1.0)) - 1];
}

}  // namespace server::generate
