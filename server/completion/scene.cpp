#include "server/completion/scene.hpp"

#include "cerebras/token_estimate.hpp"
#include "server/completion/mode.hpp"
#include "server/context/privacy.hpp"

#include <algorithm>
#include <array>

namespace server::completion {
namespace {

/// Redacts the two sides as the one text they are: a secret may lie across the cursor. Its place is
/// taken in front of the cursor then.
void redact(std::string& before, std::string& after) {
  const std::string text = before + after;
  const std::size_t cursor = before.size();
  std::string sides[2];
  std::size_t done = 0;
  const auto copy = [&](std::size_t from, std::size_t to) {
    if (from < cursor) sides[0].append(text, from, std::min(to, cursor) - from);
    if (to > cursor) sides[1].append(text, std::max(from, cursor), to - std::max(from, cursor));
  };
  for (const auto& secret : context::secret_spans(text)) {
    copy(done, secret.begin);
    sides[secret.begin < cursor ? 0 : 1] += "REDACTED";
    done = secret.end;
  }
  copy(done, text.size());
  before = std::move(sides[0]);
  after = std::move(sides[1]);
}

bool has_indented_line(std::string_view text) {
  return text.starts_with(' ') || text.starts_with('\t') ||
         text.find("\n ") != std::string_view::npos || text.find("\n\t") != std::string_view::npos;
}

/// What the community of a language writes, for a document that shows nothing yet.
text::IndentStyle usual_style(std::string_view language) {
  constexpr std::array<std::string_view, 3> tabs = {"go", "go.mod", "makefile"};
  constexpr std::array<std::string_view, 14> two = {"javascript",
                                                    "typescript",
                                                    "javascriptreact",
                                                    "typescriptreact",
                                                    "ruby",
                                                    "html",
                                                    "css",
                                                    "scss",
                                                    "json",
                                                    "jsonc",
                                                    "yaml",
                                                    "lua",
                                                    "elixir",
                                                    "dart"};
  if (std::find(tabs.begin(), tabs.end(), language) != tabs.end()) return {true, 4};
  const bool narrow = std::find(two.begin(), two.end(), language) != two.end();
  return {false, narrow ? std::size_t{2} : std::size_t{4}};
}

/// The blanks in front of the cursor count as a line's indentation: the editor made them.
text::IndentStyle style_at(const Scene& scene) {
  const std::string text = scene.before + "x" + scene.after;
  return has_indented_line(text) ? text::indent_style(text) : usual_style(scene.language);
}

/// The end of the line that takes at most half of the answer.
std::string_view asked_part(std::string_view line, std::int64_t max_tokens) {
  const double most = std::max(static_cast<double>(max_tokens) / 2, 4.0);
  while (cerebras::estimate_tokens(line) > most && line.size() > 8) {
    std::size_t cut = line.find_first_of(" ,;(", line.size() / 4);
    cut = cut < line.size() - 1 ? cut + 1 : line.size() / 4;
    while (cut < line.size() && text::is_continuation(line[cut])) ++cut;
    line.remove_prefix(cut);
  }
  return line;
}

}  // namespace

Multiline multiline_of(std::string_view setting) {
  if (setting == "always") return Multiline::always;
  return setting == "never" ? Multiline::never : Multiline::automatic;
}

Scene make_scene(const Window& window, SceneOptions options) {
  Scene scene;
  scene.path = std::move(options.path);
  scene.language = std::move(options.language);
  scene.before = window.before;
  scene.after = window.after;
  if (options.redact_secrets) redact(scene.before, scene.after);
  scene.indent = style_at(scene);
  scene.current = scene.before.substr(scene.before.rfind('\n') + 1);  // npos + 1 is 0
  scene.asked = asked_part(scene.current, options.max_tokens);
  scene.mode = mode_for(scene, options.multiline);
  return scene;
}

}  // namespace server::completion
