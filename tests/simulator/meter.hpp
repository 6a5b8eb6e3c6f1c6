// The oracle of the budget tests: what the service was asked and what it billed. Bills when the
// answer is made, in full: a client that hangs up afterwards is billed all the same. Remembers the
// last 100 requests, without keys. One thread.
#pragma once

#include "tests/simulator/http_message.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace simulator {

struct Bill {
  std::uint64_t prompt_tokens = 0;
  std::uint64_t completion_tokens = 0;
  [[nodiscard]] std::uint64_t total() const { return prompt_tokens + completion_tokens; }
};

class Meter {
 public:
  /// Counts a request that was read completely; the number is its record's.
  std::uint64_t count(const Request& request);
  /// What the request of `record` was answered: status, and which scenario rule (from 1, 0 = none).
  void answered(std::uint64_t record, int status, std::size_t rule);
  void bill(std::uint64_t record, std::string_view model, Bill bill);
  /// All of the reply was handed to the network. Once per record.
  void delivered(std::uint64_t record);

  void reset();
  /// {requests, posts, connections, undelivered, billed_tokens, prompt_tokens, completion_tokens,
  /// by_model}
  [[nodiscard]] boost::json::object totals() const;
  /// The last 100 requests, oldest first.
  [[nodiscard]] boost::json::array requests() const;
  [[nodiscard]] std::uint64_t posts() const { return posts_; }

 private:
  struct Record {
    std::uint64_t number = 0;
    Request request;
    int status = 0;
    std::size_t rule = 0;
    Bill bill;
    bool delivered = false;
  };
  struct Model {
    std::uint64_t requests = 0;
    Bill bill;
  };
  Record* find(std::uint64_t number);
  static boost::json::object to_json(const Record& record);

  std::uint64_t last_number_ =
      0;                         // goes on over a reset: a late reply must not count for a new one
  std::uint64_t forgotten_ = 0;  // numbers up to here were before the last reset
  std::uint64_t requests_ = 0;
  std::uint64_t posts_ = 0;
  std::uint64_t delivered_ = 0;
  Bill bill_;
  std::set<std::uint64_t> connections_;
  std::map<std::string, Model, std::less<>> models_;
  std::deque<Record> records_;
};

}  // namespace simulator
