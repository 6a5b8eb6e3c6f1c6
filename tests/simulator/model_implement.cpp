#include "tests/simulator/model_actions.hpp"
#include "tests/simulator/prompt_text.hpp"
#include "tests/simulator/signature.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace simulator {
namespace {

/// Where a statement's end is written.
std::string_view terminator(std::string_view language) {
  constexpr auto without =
      std::to_array<std::string_view>({"python", "go", "ruby", "lua", "kotlin", "swift"});
  return std::find(without.begin(), without.end(), language) == without.end() ? ";" : "";
}

std::string default_value(const Signature& signature, std::string_view language) {
  constexpr auto numbers = std::to_array<std::string_view>(
      {"int", "unsigned", "long", "float", "double", "number", "i32", "i64", "u32", "u64", "usize",
       "f64", "size_t", "std::size_t", "int64", "float64"});
  const auto& type = signature.result;
  if (type == "bool" || type == "boolean") return language == "python" ? "False" : "false";
  if (std::find(numbers.begin(), numbers.end(), type) != numbers.end()) return "0";
  if (language == "c") return "0";
  if (language == "cpp") return "{}";
  if (language == "python") return "None";
  if (language == "go" || language == "ruby" || language == "lua") return "nil";
  if (language == "rust") return "Default::default()";
  return type == "string" ? "\"\"" : "null";
}

struct KnownName {
  std::string_view word;
  std::string_view middle;  ///< between the two parameters
};

constexpr auto operators = std::to_array<KnownName>({{"add", " + "},
                                                     {"sum", " + "},
                                                     {"plus", " + "},
                                                     {"subtract", " - "},
                                                     {"minus", " - "},
                                                     {"difference", " - "},
                                                     {"multiply", " * "},
                                                     {"product", " * "},
                                                     {"divide", " / "},
                                                     {"equals", " == "},
                                                     {"concat", " + "}});

std::optional<std::string> value_from_name(const Signature& signature, const ActionPrompt& prompt) {
  const auto words = words_of(signature.name);
  const auto first = words.substr(0, words.find(' '));
  const auto& p = signature.parameters;
  if (p.size() == 2) {
    for (const auto& known : operators) {
      if (known.word == first) return p[0] + std::string(known.middle) + p[1];
    }
    const bool larger = first == "max" || first == "maximum" || first == "larger";
    const bool smaller = first == "min" || first == "minimum" || first == "smaller";
    if (prompt.language == "python" && (larger || smaller))
      return (larger ? "max(" : "min(") + p[0] + ", " + p[1] + ")";
    if (larger) return p[0] + " < " + p[1] + " ? " + p[1] + " : " + p[0];
    if (smaller) return p[1] + " < " + p[0] + " ? " + p[1] + " : " + p[0];
  }
  if (p.size() == 1 && first == "square") return p[0] + " * " + p[0];
  if (p.size() == 1 && words == "is even") return p[0] + " % 2 == 0";
  const auto field_name =
      (first == "get" ? signature.name.substr(std::min<std::size_t>(4, signature.name.size()))
                      : signature.name) +
      "_";
  if (p.empty() && (prompt.before.find(field_name) != prompt.before.npos ||
                    prompt.after.find(field_name) != prompt.after.npos)) {
    return field_name;
  }
  return {};
}

/// The body's one line, "" when there is nothing to do.
std::string statement(const Signature& signature, const ActionPrompt& prompt) {
  const auto end = std::string(terminator(prompt.language));
  const auto words = words_of(signature.name);
  if (signature.parameters.size() == 1 && words.starts_with("set ") && prompt.language == "cpp") {
    return signature.name.substr(4) + "_ = " + signature.parameters[0] + end;
  }
  if (const auto value = value_from_name(signature, prompt)) return "return " + *value + end;
  const bool untyped = prompt.language == "python" || prompt.language == "javascript";
  if (signature.result.empty() && !untyped) return {};
  return "return " + default_value(signature, prompt.language) + end;
}

/// Nothing but blanks, comments and placeholders.
bool is_unwritten(std::string_view body) {
  for (const auto line : split_lines(body)) {
    const auto text = trim(line);
    if (text.empty() || text.starts_with("//") || text.starts_with("#")) continue;
    if (text == "pass" || text == "..." || text.starts_with("todo!") ||
        text.starts_with("unimplemented!"))
      continue;
    return false;
  }
  return true;
}

std::size_t matching_brace(std::string_view text, std::size_t open) {
  int depth = 0;
  for (auto i = open; i < text.size(); ++i) {
    if (text[i] == '{') ++depth;
    if (text[i] == '}' && --depth == 0) return i;
  }
  return text.npos;
}

std::string implement_indented(const ActionPrompt& prompt, const Signature& signature,
                               const std::string& line) {
  const auto lines = split_lines(prompt.range);
  std::vector<std::string> result;
  for (std::size_t i = 0; i <= signature.last_line; ++i) result.emplace_back(lines[i]);
  std::string body;
  for (auto i = signature.last_line + 1; i < lines.size(); ++i)
    body += std::string(lines[i]) + "\n";
  if (!is_unwritten(body)) return std::string(prompt.range);
  result.push_back(signature.indentation + prompt.indentation + line);
  return join_lines(result);
}

}  // namespace

std::string implement(const ActionPrompt& prompt) {
  const auto text = prompt.range;
  const auto signature = read_signature(split_lines(text), prompt.language);
  if (signature.kind != Signature::Kind::function) return std::string(text);
  const auto line = statement(signature, prompt);
  if (prompt.language == "python") return implement_indented(prompt, signature, line);
  const auto body = line.empty() ? "\n" + signature.indentation
                                 : "\n" + signature.indentation + prompt.indentation + line + "\n" +
                                       signature.indentation;
  const auto name = text.find(signature.name);
  const auto open = text.find_first_of("{;", name);
  if (open == text.npos) return std::string(text) + " {" + body + "}";
  if (text[open] == ';')
    return std::string(text.substr(0, open)) + " {" + body + "}" +
           std::string(text.substr(open + 1));
  const auto close = matching_brace(text, open);
  if (close == text.npos || !is_unwritten(text.substr(open + 1, close - open - 1)))
    return std::string(text);
  return std::string(text.substr(0, open + 1)) + body + std::string(text.substr(close));
}

}  // namespace simulator
