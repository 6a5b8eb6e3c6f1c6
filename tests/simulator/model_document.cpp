#include "tests/simulator/model_actions.hpp"
#include "tests/simulator/prompt_text.hpp"
#include "tests/simulator/signature.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace simulator {
namespace {

/// How a language writes a comment that documents what follows.
struct CommentStyle {
  std::string_view first;   ///< line of its own in front, "" = none
  std::string_view prefix;  ///< of every line
  std::string_view last;    ///< line of its own behind, "" = none
  std::string_view param;   ///< in front of a parameter's name
  std::string_view result;
};

constexpr CommentStyle star{"/**", " * ", " */", "@param ", "@returns "};
constexpr CommentStyle slashes{"", "/// ", "", "@param ", "@return "};
constexpr CommentStyle rust{"", "/// ", "", "* ", "Returns "};
constexpr CommentStyle plain{"", "// ", "", "", "Returns "};
constexpr CommentStyle dashes{"", "--- ", "", "@param ", "@return "};
constexpr CommentStyle hash{"", "# ", "", "", "Returns "};
constexpr CommentStyle docstring{"\"\"\"", "", "\"\"\"", "", "Returns "};

CommentStyle style_of(std::string_view language) {
  constexpr auto styles =
      std::to_array<std::pair<std::string_view, CommentStyle>>({{"c", slashes},
                                                                {"cpp", slashes},
                                                                {"rust", rust},
                                                                {"go", plain},
                                                                {"lua", dashes},
                                                                {"python", docstring},
                                                                {"ruby", hash},
                                                                {"shellscript", hash},
                                                                {"yaml", hash},
                                                                {"toml", hash},
                                                                {"swift", slashes},
                                                                {"csharp", slashes}});
  for (const auto& [name, style] : styles) {
    if (name == language) return style;
  }
  return star;
}

std::string sentence(std::string text) {
  if (!text.empty()) text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  return text + ".";
}

std::vector<std::string> comment_lines(const Signature& signature, std::string_view language) {
  const auto style = style_of(language);
  std::vector<std::string> lines;
  if (!style.first.empty() && language != "python") lines.emplace_back(style.first);
  auto add = [&](const std::string& text) { lines.push_back(std::string(style.prefix) + text); };
  const auto opening = language == "go" ? signature.name + ": " : std::string();
  const auto quotes = language == "python" ? "\"\"\"" : "";
  add(quotes + opening + sentence(words_of(signature.name)));
  for (const auto& parameter : signature.parameters) {
    const auto meaning = parameter.size() < 2 ? std::string() : " the " + words_of(parameter);
    add(std::string(style.param) + parameter + (style.param.starts_with('@') ? "" : ":") + meaning);
  }
  if (!signature.result.empty()) add(std::string(style.result) + signature.result);
  if (!style.last.empty()) lines.emplace_back(style.last);
  return lines;
}

bool belongs_to_declaration(std::string_view line) {
  const auto text = trim(line);
  return text.starts_with("template") || text.starts_with("[[") || text.starts_with("#[") ||
         text.starts_with("@");
}

}  // namespace

std::string document(const ActionPrompt& prompt) {
  const auto lines = split_lines(prompt.range);
  const auto signature = read_signature(lines, prompt.language);
  if (signature.kind == Signature::Kind::none) return std::string(prompt.range);
  const bool inside = prompt.language == "python";  // a docstring stands below the header
  auto at = inside ? signature.last_line + 1 : signature.line;
  while (!inside && at > 0 && belongs_to_declaration(lines[at - 1])) --at;
  std::vector<std::string> result(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(at));
  const auto indent = signature.indentation + (inside ? prompt.indentation : "");
  for (const auto& line : comment_lines(signature, prompt.language))
    result.push_back(indent + line);
  result.insert(result.end(), lines.begin() + static_cast<std::ptrdiff_t>(at), lines.end());
  return join_lines(result);
}

std::string remark(const ActionPrompt& prompt) {
  const auto style = style_of(prompt.language);
  const bool hashes = prompt.language == "python" || style.prefix == hash.prefix;
  const std::string_view start = hashes ? "# " : style.prefix == dashes.prefix ? "-- " : "// ";
  const auto indent = std::string(indentation(prompt.range));
  return indent + std::string(start) + "simulated: " + std::string(prompt.instruction);
}

}  // namespace simulator
