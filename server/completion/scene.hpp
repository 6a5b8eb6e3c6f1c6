// What one completion is about: the text around the cursor as the model may see it (secrets
// redacted), and what follows from it. The prompt is written from it and the filters compare the
// answer with it. A value, no reference into the document. Pure.
#pragma once

#include "server/completion/window.hpp"
#include "server/text/indentation.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace server::completion {

enum class Mode { one_line, block };

struct Scene {
  std::string path;      ///< as the prompt shows it, relative to a workspace folder where possible
  std::string language;  ///< languageId
  text::IndentStyle indent;
  std::string before;   ///< ends with `current`
  std::string after;    ///< begins with the rest of the current line
  std::string current;  ///< the current line up to the cursor
  /// What the answer is asked to begin with: `current`, or its end when repeating a very long line
  /// would spend the answer's cap.
  std::string asked;
  Mode mode = Mode::one_line;

  /// The current line behind the cursor.
  [[nodiscard]] std::string_view rest() const {
    return std::string_view(after).substr(0, after.find('\n'));
  }
  /// The lines behind the current one, "" when there are none.
  [[nodiscard]] std::string_view below() const {
    const auto end = after.find('\n');
    return end == std::string::npos ? std::string_view() : std::string_view(after).substr(end + 1);
  }
  /// The lines in front of the current one, with their line end.
  [[nodiscard]] std::string_view above() const {
    return std::string_view(before).substr(0, before.size() - current.size());
  }
};

/// completion.multiline.
enum class Multiline { automatic, always, never };
Multiline multiline_of(std::string_view setting);

struct SceneOptions {
  std::string path;
  std::string language;
  Multiline multiline = Multiline::automatic;
  bool redact_secrets = true;
  std::int64_t max_tokens = 128;  ///< completion.maxTokens
};

Scene make_scene(const Window& window, SceneOptions options);

}  // namespace server::completion
