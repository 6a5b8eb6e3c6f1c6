#include "server/completion/draft.hpp"

#include <algorithm>

namespace server::completion {

std::size_t Draft::first_solid() const {
  const auto found = std::find_if_not(lines.begin(), lines.end(),
                                      [](const std::string& line) { return text::is_blank(line); });
  return static_cast<std::size_t>(found - lines.begin());
}

bool Draft::blank() const {
  return first_solid() == lines.size();
}

void Draft::drop_front(std::size_t count) {
  lines.erase(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(count));
}

std::string Draft::text() const {
  std::string text;
  for (std::size_t i = 0; i < lines.size(); ++i) text.append(i == 0 ? "" : "\n").append(lines[i]);
  return text;
}

}  // namespace server::completion
