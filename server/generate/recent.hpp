// The last 50 requests of the features, with what became of each (request cerebras/recent): no
// answer is empty without a recorded reason. No content, sizes and names only. Asio thread.
#pragma once

#include <boost/json.hpp>

#include <chrono>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

namespace server::generate {

struct RecentEntry {
  std::uint64_t id = 0;
  std::string feature;
  std::string outcome;  ///< "shown", "empty", "failed", "applied", "running"
  std::string reason;   ///< when empty or failed: "no_key", "budget", "filtered:echo", ...
  std::string model;
  std::uint64_t prompt_tokens = 0;
  std::uint64_t completion_tokens = 0;
  std::uint64_t charged_tokens = 0;
  std::chrono::milliseconds first_text{};
  std::chrono::milliseconds total{};
  std::chrono::system_clock::time_point started;
};

class Recent {
 public:
  /// Returns the entry's id. The oldest entry goes when there are 50.
  std::uint64_t add(RecentEntry entry);
  /// nullptr when it has gone.
  RecentEntry* find(std::uint64_t id);
  /// Notes an answer that needed no request ("ignored_file", "mid_word", "disabled", ...).
  void add_empty(std::string feature, std::string reason);
  void set_outcome(std::uint64_t id, std::string outcome, std::string reason);

  /// Newest first.
  [[nodiscard]] boost::json::array to_json() const;
  [[nodiscard]] const std::deque<RecentEntry>& entries() const { return entries_; }
  /// Milliseconds of finished requests with an answer: the p-th quantile, 0 when none.
  [[nodiscard]] double latency_ms(double quantile) const;

 private:
  std::deque<RecentEntry> entries_;
  std::uint64_t next_id_ = 1;
};

}  // namespace server::generate
