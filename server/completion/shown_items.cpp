#include "server/completion/shown_items.hpp"

#include <algorithm>

namespace server::completion {

std::string ShownItems::give(generate::Acceptance& counts) {
  constexpr std::size_t most = 100;
  if (items_.size() == most) items_.pop_front();
  items_.push_back({"c" + std::to_string(next_++), !client_tells_, false});
  if (!client_tells_) ++counts.shown;
  return items_.back().id;
}

ShownItems::Item* ShownItems::find(std::string_view id) {
  const auto found =
      std::find_if(items_.begin(), items_.end(), [id](const Item& item) { return item.id == id; });
  return found == items_.end() ? nullptr : &*found;
}

void ShownItems::shown(std::string_view id, generate::Acceptance& counts) {
  Item* item = find(id);
  if (item == nullptr) return;
  client_tells_ = true;
  if (!item->shown) ++counts.shown;
  item->shown = true;
}

bool ShownItems::accepted(std::string_view id, generate::Acceptance& counts) {
  Item* item = find(id);
  if (item == nullptr) return false;
  if (!item->accepted) ++counts.accepted;
  item->accepted = true;
  return true;
}

}  // namespace server::completion
