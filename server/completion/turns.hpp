// At most one running request per document and feature: a newer one ends the older one, which is
// answered with an empty list. Asio thread.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <functional>
#include <map>
#include <memory>
#include <string>

namespace server::completion {

struct Turn {
  explicit Turn(const boost::asio::any_io_executor& executor);
  boost::asio::steady_timer ended;  ///< never expires; cancelled when a newer request came
  bool superseded = false;
};

class Turns {
 public:
  /// Ends the turn under `key` and begins a new one.
  std::shared_ptr<Turn> begin(const std::string& key, const boost::asio::any_io_executor& executor);
  /// Forgets `turn`, unless a newer one has its place.
  void finish(const std::string& key, const std::shared_ptr<Turn>& turn);
  [[nodiscard]] std::size_t running() const { return turns_.size(); }

 private:
  std::map<std::string, std::shared_ptr<Turn>, std::less<>> turns_;
};

}  // namespace server::completion
