// Answers that are not a rewrite: a test file, an explanation.
#include "tests/simulator/model_actions.hpp"
#include "tests/simulator/prompt_text.hpp"
#include "tests/simulator/signature.hpp"

#include <cctype>

namespace simulator {
namespace {

/// "parse_base_url" -> "ParseBaseUrl".
std::string camel_case(std::string_view name) {
  std::string result;
  bool start = true;
  for (const char c : words_of(name)) {
    if (c == ' ') {
      start = true;
      continue;
    }
    result += start ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
    start = false;
  }
  return result;
}

std::string stem(std::string_view path) {
  path = path.substr(path.rfind('/') + 1);  // npos + 1 is 0
  return std::string(path.substr(0, path.find('.')));
}

std::string header_of(std::string_view path) {
  if (path.ends_with(".hpp") || path.ends_with(".h")) return std::string(path);
  const auto dot = path.rfind('.');
  return std::string(path.substr(0, dot)) + ".hpp";
}

std::string call_of(const Signature& signature) {
  std::string call = signature.name + "(";
  for (std::size_t i = 0; i < signature.parameters.size(); ++i)
    call += (i > 0 ? ", " : "") + signature.parameters[i];
  return call + ")";
}

std::string cpp_test(const ActionPrompt& prompt, const std::string& name, const std::string& call) {
  return "// Simulated test skeleton (cerebras-sim).\n#include <gtest/gtest.h>\n\n#include \"" +
         header_of(prompt.file) + "\"\n\nTEST(" + camel_case(name) +
         ", DoesWhatItsNameSays) {\n  GTEST_SKIP() << \"say here what " + call + " must do\";\n}\n";
}

std::string python_test(const ActionPrompt& prompt, const std::string& name,
                        const std::string& call) {
  return "# Simulated test skeleton (cerebras-sim).\nimport pytest\n\nfrom " + stem(prompt.file) +
         " import " + name + "\n\n\ndef test_" + name + "():\n    pytest.skip(\"say here what " +
         call + " must do\")\n";
}

std::string script_test(const ActionPrompt& prompt, const std::string& name,
                        const std::string& call) {
  return "// Simulated test skeleton (cerebras-sim).\nimport test from 'node:test';\n\nimport { " +
         name + " } from './" + stem(prompt.file) + "';\n\ntest('" + words_of(name) +
         "', { skip: 'say here what " + call + " must do' }, () => {});\n";
}

std::string rust_test(const std::string& name, const std::string& call) {
  return "// Simulated test skeleton (cerebras-sim).\n#[cfg(test)]\nmod tests {\n    use "
         "super::*;\n\n"
         "    #[test]\n    #[ignore = \"say here what " +
         call + " must do\"]\n    fn " + name + "_works() {}\n}\n";
}

std::string go_test(const std::string& name, const std::string& call) {
  return "// Simulated test skeleton (cerebras-sim).\npackage main\n\nimport \"testing\"\n\nfunc "
         "Test" +
         camel_case(name) + "(t *testing.T) {\n\tt.Skip(\"say here what " + call +
         " must do\")\n}\n";
}

}  // namespace

std::string tests(const ActionPrompt& prompt) {
  const auto signature = read_signature(split_lines(prompt.range), prompt.language);
  const auto name = signature.name.empty() ? stem(prompt.file) : signature.name;
  const auto call = signature.kind == Signature::Kind::function ? call_of(signature) : name;
  const auto& language = prompt.language;
  if (language == "python") return python_test(prompt, name, call);
  if (language == "rust") return rust_test(name, call);
  if (language == "go") return go_test(name, call);
  if (language.starts_with("javascript") || language.starts_with("typescript"))
    return script_test(prompt, name, call);
  return cpp_test(prompt, name, call);
}

std::string explain(const ActionPrompt& prompt) {
  const auto lines = split_lines(prompt.range);
  const auto signature = read_signature(lines, prompt.language);
  const auto name = signature.name.empty() ? stem(prompt.file) : signature.name;
  std::string text =
      "## `" + name + "`\n\n*Simulated explanation: cerebras-sim has no model behind it.*\n\n";
  text += std::to_string(lines.size()) + (lines.size() == 1 ? " line" : " lines") + " of " +
          std::string(prompt.language) + ", about \"" + words_of(name) + "\".\n";
  for (const auto& parameter : signature.parameters) text += "\n- takes `" + parameter + "`";
  if (!signature.result.empty()) text += "\n- gives `" + signature.result + "`";
  if (!signature.parameters.empty() || !signature.result.empty()) text += "\n";
  return text;
}

}  // namespace simulator
