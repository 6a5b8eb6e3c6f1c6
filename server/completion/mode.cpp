#include "server/completion/mode.hpp"

#include "server/completion/lines.hpp"

#include <algorithm>
#include <array>

namespace server::completion {

using text::indent_columns;
using text::is_blank;
using text::trimmed;

namespace {

/// `#` begins a comment, not a preprocessor line or an attribute.
bool hash_comments(std::string_view language) {
  constexpr std::array<std::string_view, 12> languages = {
      "python", "ruby", "shellscript", "bash",       "yaml",   "toml",
      "perl",   "r",    "makefile",    "dockerfile", "elixir", "julia"};
  return std::find(languages.begin(), languages.end(), language) != languages.end();
}

bool dash_comments(std::string_view language) {
  return language == "lua" || language == "sql" || language == "haskell" || language == "ada";
}

/// A colon, or a word, opens a block here.
bool opens_block(std::string_view line, std::string_view language) {
  const auto text = trimmed(line);
  if (text.empty()) return false;
  if (text.back() == '{') return true;
  if (text.back() == ':')
    return language == "python" || language == "starlark" || language == "nim";
  return text.back() != '(' && text.back() != '[' && opens(text) && !text.ends_with("->") &&
         !text.ends_with("=>");
}

/// The block that a line with this indentation opens has no body yet: what follows is not deeper.
bool body_is_empty(const Scene& scene, std::size_t opener_columns) {
  const auto next = first_solid_line(scene.below());
  return next.empty() || indent_columns(next, scene.indent.width) <= opener_columns;
}

Mode automatic(const Scene& scene) {
  const auto rest = trimmed(scene.rest());
  if (in_comment(scene) || (!rest.empty() && !is_closer(rest))) return Mode::one_line;
  const std::size_t width = scene.indent.width;
  if (!is_blank(scene.current)) {
    const bool empty_body = opens_block(scene.current, scene.language) &&
                            body_is_empty(scene, indent_columns(scene.current, width));
    return empty_body ? Mode::block : Mode::one_line;
  }
  if (!rest.empty()) return Mode::one_line;
  const auto previous = last_solid_line(scene.above());
  if (opens_block(previous, scene.language)) {
    return body_is_empty(scene, indent_columns(previous, width)) ? Mode::block : Mode::one_line;
  }
  return opens(previous) ? Mode::one_line : Mode::block;  // an open list goes on by its next line
}

}  // namespace

bool in_comment(const Scene& scene) {
  const auto text = trimmed(scene.current);
  if (text.starts_with("//") || text.starts_with("/*") || text.starts_with("* ")) return true;
  if (text.find(" // ") != std::string_view::npos) return true;
  if (hash_comments(scene.language)) {
    return text.starts_with('#') || text.find(" # ") != std::string_view::npos;
  }
  return dash_comments(scene.language) && text.starts_with("--");
}

Mode mode_for(const Scene& scene, Multiline multiline) {
  if (multiline == Multiline::never) return Mode::one_line;
  if (multiline == Multiline::always) return Mode::block;
  return automatic(scene);
}

}  // namespace server::completion
