// An answer on its way through the filters: its lines, of which the first goes on where the cursor
// is, and what the filters found out about it. Pure.
#pragma once

#include "server/completion/scene.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace server::completion {

struct Draft {
  std::vector<std::string> lines;
  /// The answer came in a fence or repeated what is before it: a line break in front of it means
  /// nothing.
  bool unwrapped = false;
  /// Columns in front of the first line as the model wrote it, when it wrote any.
  std::optional<std::size_t> first_columns;
  /// Lines may still turn out to repeat the text before the cursor.
  bool may_be_echo = false;
  /// Whatever the model writes next can not change the result.
  bool complete = false;
  /// The last line is the indentation of the closer behind the cursor.
  bool closer_below = false;
  /// Bytes of the rest of the current line that the answer replaces.
  std::size_t replaced = 0;

  [[nodiscard]] bool blank() const;
  /// Index of the first line that is not blank; lines.size() when there is none.
  [[nodiscard]] std::size_t first_solid() const;
  void drop() { lines.clear(); }
  void cut_at(std::size_t line) { lines.resize(line < lines.size() ? line : lines.size()); }
  void drop_front(std::size_t count);
  [[nodiscard]] std::string text() const;
};

/// A filter changes the draft, or drops it.
using Filter = void (*)(const Scene&, Draft&);

}  // namespace server::completion
