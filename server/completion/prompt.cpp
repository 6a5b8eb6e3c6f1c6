#include "server/completion/prompt.hpp"

#include "cerebras/token_estimate.hpp"
#include "server/completion/few_shot.hpp"
#include "server/context/privacy.hpp"

#include <algorithm>
#include <cmath>

namespace server::completion {
namespace {

using context::neutralise_markers;

constexpr std::string_view system_text =
    "You complete code at the cursor. Answer with code only: no fences, no prose, no tags. Begin "
    "with the text of <current_line> exactly as given, go on from there, and stop where the text "
    "in <after> begins.";

/// Tokens of one line of code, with room for a long one.
constexpr std::int64_t one_line_tokens = 48;

std::int64_t tokens_of(std::string_view text) {
  return static_cast<std::int64_t>(std::ceil(cerebras::estimate_tokens(text)));
}

/// A name in a header line of the prompt: one line, no markers.
std::string header_text(std::string_view name) {
  std::string text = neutralise_markers(name);
  std::replace_if(
      text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, '?');
  return text;
}

}  // namespace

std::string user_message(const Scene& scene) {
  std::string message = "File: " + header_text(scene.path);
  message += "\nLanguage: " + header_text(scene.language);
  message += "\nIndentation: " + text::describe(scene.indent);
  message += "\n<before>\n" + neutralise_markers(scene.before) + "\n</before>";
  message += "\n<after>\n" + neutralise_markers(scene.after) + "\n</after>";
  message += scene.mode == Mode::one_line ? "\nMode: one line" : "\nMode: block";
  return message + "\n<current_line>" + neutralise_markers(scene.asked) + "</current_line>";
}

std::vector<cerebras::ChatMessage> messages_for(const Scene& scene) {
  std::vector<cerebras::ChatMessage> messages;
  messages.push_back({"system", std::string(system_text)});
  for (const auto& [example, answer] : few_shot_pairs(scene.language)) {
    messages.push_back({"user", user_message(example)});
    messages.push_back({"assistant", answer});
  }
  messages.push_back({"user", user_message(scene)});
  return messages;
}

std::vector<std::string> stops_for(const Scene& scene) {
  std::vector<std::string> stops = {"</after>", "\n```", "\n\n\n"};
  if (scene.mode == Mode::one_line) stops.emplace_back("\n");
  return stops;
}

std::int64_t answer_cap(const Scene& scene, std::int64_t max_tokens) {
  if (scene.mode == Mode::block) return std::max<std::int64_t>(max_tokens, 1);
  const std::int64_t repeated = tokens_of(scene.asked) + 2;
  return std::clamp<std::int64_t>(one_line_tokens + repeated, 1,
                                  std::max<std::int64_t>(max_tokens, 1));
}

}  // namespace server::completion
