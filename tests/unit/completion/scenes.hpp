// Scenes for the tests from a text with the cursor as "¦".
#pragma once

#include "server/completion/scene.hpp"
#include "server/completion/window.hpp"
#include "server/text/text.hpp"

#include <string>
#include <string_view>

namespace server::completion {

struct MarkedText {
  std::string text;
  std::size_t cursor = 0;
};

inline MarkedText at_cursor(std::string_view marked) {
  constexpr std::string_view mark = "\xC2\xA6";
  const std::size_t cursor = marked.find(mark);
  std::string text(marked.substr(0, cursor));
  text += marked.substr(cursor + mark.size());
  return {std::move(text), cursor};
}

inline Scene scene_at(std::string_view marked, const std::string& language,
                      Multiline multiline = Multiline::automatic) {
  const auto [text, cursor] = at_cursor(marked);
  SceneOptions options;
  options.path = "src/sample";
  options.language = language;
  options.multiline = multiline;
  return make_scene(window_at(text::Text(text), cursor, 2000), std::move(options));
}

}  // namespace server::completion
