// The items that were given to the editor, by id, to count each as shown and accepted once.
// Asio thread.
#pragma once

#include "server/generate/status_object.hpp"

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

namespace server::completion {

class ShownItems {
 public:
  /// A new item's id. Given out is shown, until a client tells what it really shows
  /// (textDocument/didShowCompletion).
  std::string give(generate::Acceptance& counts);
  void shown(std::string_view id, generate::Acceptance& counts);
  /// Accepted, in parts or as a whole; counts once. False when the id is not known (any more).
  bool accepted(std::string_view id, generate::Acceptance& counts);

 private:
  struct Item {
    std::string id;
    bool shown = false;
    bool accepted = false;
  };
  Item* find(std::string_view id);

  std::deque<Item> items_;  // the last 100
  std::uint64_t next_ = 1;
  bool client_tells_ = false;
};

}  // namespace server::completion
