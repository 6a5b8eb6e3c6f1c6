#include "tests/simulator/model.hpp"

#include "tests/simulator/model_actions.hpp"
#include "tests/simulator/model_completion.hpp"
#include "tests/simulator/prompt_text.hpp"
#include "tests/simulator/tokens.hpp"

#include <array>
#include <utility>

namespace simulator {
namespace {

constexpr std::size_t echoed_words = 12;
constexpr std::size_t echoed_tokens = 4;  // of one word

using Rewrite = std::string (*)(const ActionPrompt&);
constexpr auto rewrites =
    std::to_array<std::pair<std::string_view, Rewrite>>({{"cerebras.document", document},
                                                         {"cerebras.simplify", simplify},
                                                         {"cerebras.fix", fix},
                                                         {"cerebras.implement", implement},
                                                         {"cerebras.edit", edit}});

/// The system message says in which form an action of the user's own wants its answer.
std::string act_as_told(const ActionPrompt& prompt, std::string_view system) {
  const bool has_range = system.find("</range>") != system.npos;
  if (system.find("</file>") != system.npos) return "<file>\n" + tests(prompt) + "</file>";
  if (has_range && system.find("lines to add") != system.npos) return rewritten(remark(prompt));
  if (has_range || system.empty()) return rewritten(edit(prompt));
  return explain(prompt);
}

std::string act(std::string_view text, std::string_view system) {
  const auto prompt = read_action(text);
  if (prompt.task == "cerebras.explain") return explain(prompt);
  if (prompt.task == "cerebras.tests") return "<file>\n" + tests(prompt) + "</file>";
  for (const auto& [task, rewrite] : rewrites) {
    if (task == prompt.task) return rewritten(rewrite(prompt));
  }
  return act_as_told(prompt, system);
}

std::string beginning_of(std::string_view word) {
  std::string beginning;
  const auto tokens = split_tokens(word);
  for (std::size_t i = 0; i < tokens.size() && i < echoed_tokens; ++i) beginning += tokens[i];
  return beginning;
}

/// Any other text: says what it is and gives some words back, so that the way there and back shows.
std::string reply_to(std::string_view text) {
  std::vector<std::string_view> words;
  for (const auto line : split_lines(text)) {
    for (auto rest = trim(line); !rest.empty();) {
      const auto end = std::min(rest.find_first_of(" \t"), rest.size());
      words.push_back(rest.substr(0, end));
      rest = trim(rest.substr(end));
    }
  }
  std::string answer =
      "This is a simulated answer: cerebras-sim has no model behind it. Your prompt has " +
      std::to_string(words.size()) + (words.size() == 1 ? " word:" : " words:");
  for (std::size_t i = 0; i < words.size() && i < echoed_words; ++i)
    answer += " " + beginning_of(words[i]);
  return answer + (words.size() > echoed_words ? " ..." : ".");
}

}  // namespace

std::string simulate(const std::vector<Message>& messages) {
  std::string_view prompt;
  std::string_view system;
  for (const auto& message : messages) {
    if (message.role == "user") prompt = message.content;
    if (message.role == "system") system = message.content;
  }
  if (prompt.find("</current_line>") != prompt.npos) return complete(prompt);
  const bool is_action = prompt.find("</range>") != prompt.npos && !field(prompt, "Task").empty();
  if (is_action) return act(prompt, system);
  return reply_to(prompt);
}

}  // namespace simulator
