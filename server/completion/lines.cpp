#include "server/completion/lines.hpp"

#include "server/text/indentation.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace server::completion {

using text::is_blank;
using text::trimmed;

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  for (;;) {
    const std::size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return lines;
    text.remove_prefix(end + 1);
  }
}

std::vector<std::string_view> solid_lines_of(std::string_view text) {
  std::vector<std::string_view> solid;
  for (const auto line : lines_of(text)) {
    if (!is_blank(line)) solid.push_back(trimmed(line));
  }
  return solid;
}

std::string_view last_solid_line(std::string_view text) {
  while (!text.empty()) {
    const std::size_t start = text.rfind('\n') + 1;
    if (!is_blank(text.substr(start))) return text.substr(start);
    text = text.substr(0, start == 0 ? 0 : start - 1);
  }
  return {};
}

std::string_view first_solid_line(std::string_view text) {
  for (;;) {
    const std::size_t end = text.find('\n');
    if (!is_blank(text.substr(0, end))) return text.substr(0, end);
    if (end == std::string_view::npos) return {};
    text.remove_prefix(end + 1);
  }
}

std::string_view trim_left(std::string_view text) {
  return text.substr(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
}

std::string_view trim_right(std::string_view text) {
  return text.substr(0, text.find_last_not_of(" \t\r\n") + 1);  // npos + 1 is 0
}

std::size_t word_characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return std::isalnum(byte) != 0 || byte == '_' || byte >= 0x80;
  }));
}

bool is_telling(std::string_view line) {
  return line.size() >= 6 && word_characters(line) >= 3;
}

namespace {

std::string_view first_word(std::string_view line) {
  const auto is_letter = [](char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; };
  const auto end = std::find_if_not(line.begin(), line.end(), is_letter);
  return line.substr(0, static_cast<std::size_t>(end - line.begin()));
}

template <std::size_t Size>
bool contains(const std::array<std::string_view, Size>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

constexpr std::array<std::string_view, 5> end_words = {"end", "fi", "done", "esac", "endif"};
constexpr std::array<std::string_view, 7> middle_words = {"else",   "elif",   "elsif",  "except",
                                                          "rescue", "ensure", "finally"};

}  // namespace

bool opens(std::string_view line) {
  const auto text = trimmed(line);
  if (text.empty()) return false;
  if (std::string_view("{([:").find(text.back()) != std::string_view::npos) return true;
  for (const std::string_view word : {" do", " then", "=>", "->", "|"}) {
    if (text.ends_with(word)) return word != "|" || text.find(" do |") != std::string_view::npos;
  }
  return text == "do" || text == "then" || text == "else" || text == "begin";
}

bool closes(std::string_view line) {
  const auto text = trimmed(line);
  if (text.empty()) return false;
  if (std::string_view("})]").find(text.front()) != std::string_view::npos) return true;
  const auto word = first_word(text);
  return contains(end_words, word) || contains(middle_words, word);
}

bool is_closer(std::string_view line) {
  const auto text = trimmed(line);
  if (text.empty()) return false;
  if (contains(end_words, text)) return true;
  return std::string_view("})]").find(text.front()) != std::string_view::npos &&
         text.find_first_not_of("})];, ") == std::string_view::npos;
}

namespace {

/// The end of the string literal that begins at `at`, or `at` when it does not end on its line (an
/// apostrophe, a Rust lifetime).
std::size_t string_end(std::string_view line, std::size_t at) {
  for (std::size_t i = at + 1; i < line.size(); ++i) {
    if (line[i] == '\\') {
      ++i;
    } else if (line[i] == line[at]) {
      return i;
    }
  }
  return at;
}

struct Brackets {
  std::string open;
  std::size_t faults = 0;

  void read(char c) {
    constexpr std::string_view openers = "([{";
    constexpr std::string_view closers = ")]}";
    if (openers.find(c) != std::string_view::npos) open += c;
    const std::size_t closer = closers.find(c);
    if (closer == std::string_view::npos) return;
    const std::size_t opener = open.rfind(openers[closer]);
    if (opener == std::string::npos) {
      ++faults;
    } else {
      faults += open.size() - opener - 1;  // those in between never close
      open.resize(opener);
    }
  }

  void read_line(std::string_view line) {
    for (std::size_t i = 0; i < line.size(); ++i) {
      const bool comment = line[i] == '/' && line.substr(i, 2) == "//";
      if (comment) return;
      if (line[i] == '"' || line[i] == '\'' || line[i] == '`') {
        const std::size_t end = string_end(line, i);
        if (end == i && line[i] == '"') ++faults;
        i = end;
      } else {
        read(line[i]);
      }
    }
  }
};

}  // namespace

std::size_t bracket_faults(std::string_view text) {
  Brackets brackets;
  for (const auto line : lines_of(text)) brackets.read_line(line);
  return brackets.faults + brackets.open.size();
}

}  // namespace server::completion
