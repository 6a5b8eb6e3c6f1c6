#include "tests/simulator/prompt_text.hpp"

#include <cctype>

namespace simulator {

std::string_view section(std::string_view prompt, std::string_view name) {
  const auto open = "<" + std::string(name) + ">";
  const auto close = "</" + std::string(name) + ">";
  auto start = prompt.rfind(open);
  if (start == prompt.npos) return {};
  start += open.size();
  const auto end = prompt.find(close, start);
  if (end == prompt.npos) return {};
  auto text = prompt.substr(start, end - start);
  if (text.starts_with('\n')) text.remove_prefix(1);
  if (text.ends_with('\n')) text.remove_suffix(1);
  return text;
}

std::string_view field(std::string_view prompt, std::string_view name) {
  const auto key = std::string(name) + ": ";
  for (const auto line : split_lines(prompt)) {
    if (line.starts_with('<')) break;  // sections begin here
    if (line.starts_with(key)) return line.substr(key.size());
  }
  return {};
}

std::vector<std::string_view> split_lines(std::string_view text) {
  std::vector<std::string_view> lines;
  for (;;) {
    const auto end = text.find('\n');
    lines.push_back(text.substr(0, end));
    if (end == text.npos) return lines;
    text.remove_prefix(end + 1);
  }
}

std::string join_lines(const std::vector<std::string>& lines) {
  std::string text;
  for (std::size_t i = 0; i < lines.size(); ++i) text += (i > 0 ? "\n" : "") + lines[i];
  return text;
}

std::string_view trim(std::string_view text) {
  const auto start = text.find_first_not_of(" \t\r\n");
  if (start == text.npos) return {};
  return text.substr(start, text.find_last_not_of(" \t\r\n") + 1 - start);
}

std::string_view indentation(std::string_view line) {
  const auto end = line.find_first_not_of(" \t");
  return line.substr(0, end == line.npos ? line.size() : end);
}

std::string words_of(std::string_view name) {
  std::string words;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    const bool separator = c == '_' || c == '-';
    if (separator || (std::isupper(byte) != 0 && !words.empty() && words.back() != ' ')) {
      if (!words.empty() && words.back() != ' ') words += ' ';
    }
    if (!separator) words += static_cast<char>(std::tolower(byte));
  }
  return std::string(trim(words));
}

}  // namespace simulator
