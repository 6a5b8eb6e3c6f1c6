#include "tests/simulator/action_prompt.hpp"

#include "tests/simulator/prompt_text.hpp"

#include <charconv>

namespace simulator {
namespace {

/// "2 spaces", "tabs".
std::string unit_of(std::string_view text) {
  std::size_t width = 0;
  std::from_chars(text.data(), text.data() + text.size(), width);
  if (text.find("tab") != text.npos) return "\t";
  return std::string(width > 0 && width <= 16 ? width : 2, ' ');
}

std::vector<Diagnostic> read_diagnostics(std::string_view text) {
  std::vector<Diagnostic> found;
  for (const auto line : split_lines(text)) {
    Diagnostic diagnostic;
    const auto end = std::from_chars(line.data(), line.data() + line.size(), diagnostic.line).ptr;
    const auto rest = line.substr(static_cast<std::size_t>(end - line.data()));
    if (diagnostic.line == 0 || !rest.starts_with(':')) continue;
    diagnostic.message = trim(rest.substr(1));
    found.push_back(diagnostic);
  }
  return found;
}

}  // namespace

ActionPrompt read_action(std::string_view prompt) {
  ActionPrompt action;
  action.file = field(prompt, "File");
  action.language = field(prompt, "Language");
  action.indentation = unit_of(field(prompt, "Indentation"));
  action.task = field(prompt, "Task");
  action.instruction = field(prompt, "Instruction");
  action.before = section(prompt, "context_before");
  action.range = section(prompt, "range");
  action.after = section(prompt, "context_after");
  action.diagnostics = read_diagnostics(section(prompt, "diagnostics"));
  return action;
}

std::string rewritten(std::string_view lines) {
  return "<range>\n" + std::string(lines) + "\n</range>";
}

}  // namespace simulator
