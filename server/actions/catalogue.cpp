#include "server/actions/catalogue.hpp"

#include <algorithm>

namespace server::actions {
namespace {

lsp::ActionSettings action(std::string id, std::string title, std::string kind, std::string output,
                           std::string prompt) {
  lsp::ActionSettings entry;
  entry.id = std::move(id);
  entry.title = std::move(title);
  entry.kind = std::move(kind);
  entry.output = std::move(output);
  entry.prompt = std::move(prompt);
  return entry;
}

std::vector<lsp::ActionSettings> built_in() {
  return {
      action("cerebras.fix", "Cerebras: fix", "quickfix", "edit",
             "Fix the reported problem with the smallest change. Leave everything else as it is."),
      action("cerebras.edit", "Cerebras: edit", "refactor.rewrite.cerebras", "edit",
             "{{instruction}}"),
      action("cerebras.implement", "Cerebras: implement", "refactor.rewrite.cerebras", "edit",
             "Write the missing implementation. Keep the signature, and the style of the code "
             "around it."),
      action("cerebras.document", "Cerebras: document", "refactor.rewrite.cerebras", "edit",
             "Write or correct the documentation comment of this declaration in the language's "
             "usual form: what it is for, parameters and results where their names do not say it, "
             "what can go wrong. Change comments only, no line of code."),
      action("cerebras.simplify", "Cerebras: simplify", "refactor.rewrite.cerebras", "edit",
             "Make this code simpler and easier to read without changing what it does."),
      action("cerebras.tests", "Cerebras: write tests", "source.cerebras", "newFile",
             "Write a test file for this code: usual cases, borders and failures, with the test "
             "framework that is usual in this language."),
      action("cerebras.explain", "Cerebras: explain", "source.cerebras", "show",
             "Explain what this code does, why it is written this way and what to watch out for. "
             "Be brief."),
  };
}

void replace_named(lsp::ActionSettings& entry, const lsp::ActionSettings& user) {
  if (!user.title.empty()) entry.title = user.title;
  if (!user.kind.empty()) entry.kind = user.kind;
  if (!user.prompt.empty()) entry.prompt = user.prompt;
  if (user.output != lsp::ActionSettings().output) entry.output = user.output;
  if (user.model) entry.model = user.model;
  if (user.temperature) entry.temperature = user.temperature;
  if (user.max_tokens) entry.max_tokens = user.max_tokens;
  if (!user.languages.empty()) entry.languages = user.languages;
}

}  // namespace

std::vector<lsp::ActionSettings> catalogue(const std::vector<lsp::ActionSettings>& user) {
  auto entries = built_in();
  for (const auto& own : user) {
    const auto same = std::find_if(entries.begin(), entries.end(),
                                   [&own](const auto& entry) { return entry.id == own.id; });
    if (same != entries.end()) {
      replace_named(*same, own);
    } else {
      entries.push_back(own);
    }
  }
  return entries;
}

std::optional<lsp::ActionSettings> find_action(const std::vector<lsp::ActionSettings>& user,
                                               std::string_view id) {
  for (auto& entry : catalogue(user)) {
    if (entry.id == id) return std::move(entry);
  }
  return std::nullopt;
}

bool fits_language(const lsp::ActionSettings& action, std::string_view language_id) {
  return action.languages.empty() || std::find(action.languages.begin(), action.languages.end(),
                                               language_id) != action.languages.end();
}

bool kind_is_wanted(std::string_view kind, const std::optional<std::vector<std::string>>& only) {
  if (!only || only->empty()) return true;
  return std::any_of(only->begin(), only->end(), [kind](const std::string& wanted) {
    return wanted.empty() || kind == wanted || kind.starts_with(wanted + ".");
  });
}

}  // namespace server::actions
