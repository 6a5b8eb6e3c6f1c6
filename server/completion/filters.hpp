// From the model's raw answer to the text to show, or to the name of the filter that dropped it
// (cerebras/recent: "filtered:NAME"). The filters and their order follow the failures of chat
// models that were measured (docs/completion.md). Pure.
#pragma once

#include "server/completion/scene.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace server::completion {

struct Filtered {
  std::string text;  ///< goes in at the cursor, LF line ends; "" when dropped
  std::size_t replaced =
      0;  ///< bytes of the rest of the current line (as in the scene) it replaces
  std::string_view dropped_by;  ///< "" when there is a text
};

/// Names in the order in which they run.
std::vector<std::string_view> filter_names();

/// Reads an answer as it comes. The result does not depend on how it was cut into pieces.
class AnswerReader {
 public:
  explicit AnswerReader(Scene scene) : scene_(std::move(scene)) {}

  /// False: the result is certain, nothing more is needed.
  bool push(std::string_view piece);
  /// `truncated`: the model was cut off (finish_reason length); a block loses its last line then.
  [[nodiscard]] Filtered finish(bool truncated = false) const;
  [[nodiscard]] const Scene& scene() const { return scene_; }

 private:
  Scene scene_;
  std::string raw_;
  std::size_t checked_ = 0;  // bytes up to the last line end that was looked at
  std::optional<Filtered> result_;
};

/// The whole answer at once.
Filtered filter_answer(const Scene& scene, std::string_view raw, bool truncated = false);

}  // namespace server::completion
