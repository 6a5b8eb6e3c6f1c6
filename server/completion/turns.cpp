#include "server/completion/turns.hpp"

namespace server::completion {

Turn::Turn(const boost::asio::any_io_executor& executor)
    : ended(executor, boost::asio::steady_timer::time_point::max()) {}

std::shared_ptr<Turn> Turns::begin(const std::string& key,
                                   const boost::asio::any_io_executor& executor) {
  auto& place = turns_[key];
  if (place) {
    place->superseded = true;
    place->ended.cancel();
  }
  place = std::make_shared<Turn>(executor);
  return place;
}

void Turns::finish(const std::string& key, const std::shared_ptr<Turn>& turn) {
  const auto found = turns_.find(key);
  if (found != turns_.end() && found->second == turn) turns_.erase(found);
}

}  // namespace server::completion
