#include "tests/simulator/model_completion.hpp"

#include "tests/simulator/prompt_text.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>
#include <tuple>

namespace simulator {
namespace {

constexpr std::size_t longest_match = 400;  // bytes compared backwards
constexpr std::size_t sure_match = 3;       // characters that are not blank
constexpr std::size_t block_lines = 12;

bool is_blank(char c) {
  return std::isspace(static_cast<unsigned char>(c)) != 0;
}
bool is_identifier(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

struct CompletionPrompt {
  std::string_view earlier;  ///< in front of <before>: excerpts of other files, if any
  std::string_view before;   ///< ends with `current`
  std::string_view head;     ///< `before` without `current`
  std::string_view current;
  std::string_view rest;  ///< of the current line, behind the cursor
  std::string_view below;
  bool one_line = false;
};

CompletionPrompt read(std::string_view prompt) {
  CompletionPrompt read;
  const auto header = std::min(prompt.find("\n<"), prompt.size());
  read.earlier = prompt.substr(header, prompt.rfind("<before>") - header);
  read.before = section(prompt, "before");
  read.current = section(prompt, "current_line");
  read.head = read.before;
  if (read.head.ends_with(read.current)) read.head.remove_suffix(read.current.size());
  const auto after = section(prompt, "after");
  const auto end = after.find('\n');
  read.rest = after.substr(0, end);
  if (end != after.npos) read.below = after.substr(end + 1);
  const auto mode = prompt.rfind("\nMode: ");
  read.one_line = mode != prompt.npos && prompt.substr(mode).starts_with("\nMode: one line");
  return read;
}

std::set<std::string_view> identifiers(std::string_view text) {
  std::set<std::string_view> found;
  for (std::size_t i = 0; i < text.size();) {
    auto end = i;
    while (end < text.size() && is_identifier(text[end])) ++end;
    if (end > i + 1) found.insert(text.substr(i, end - i));
    i = end + 1;
  }
  return found;
}

std::size_t shared_identifiers(std::string_view a, std::string_view b) {
  const auto of_a = identifiers(a);
  const auto of_b = identifiers(b);
  return static_cast<std::size_t>(
      std::count_if(of_a.begin(), of_a.end(), [&](auto name) { return of_b.contains(name); }));
}

std::size_t line_start(std::string_view text, std::size_t at) {
  return at == 0 ? 0 : text.rfind('\n', at - 1) + 1;  // npos + 1 is 0
}

struct CommonEnd {
  std::size_t size = 0;
  std::size_t solid = 0;  ///< characters that are not blank
};

CommonEnd common_end(std::string_view a, std::string_view b) {
  CommonEnd end;
  const auto limit = std::min({a.size(), b.size(), longest_match});
  while (end.size < limit && a[a.size() - end.size - 1] == b[b.size() - end.size - 1]) {
    if (!is_blank(a[a.size() - end.size - 1])) ++end.solid;
    ++end.size;
  }
  return end;
}

struct Place {
  std::string_view text;
  std::size_t at = 0;
  // Strong matches first, by length; weak ones need words of the current line in common.
  std::tuple<bool, std::size_t, std::size_t> rank{};
  [[nodiscard]] bool found() const { return rank != std::tuple<bool, std::size_t, std::size_t>{}; }
};

std::string_view line_at(std::string_view text, std::size_t at) {
  return text.substr(at, text.find('\n', at) - at);
}

bool says_something_new(std::string_view line, const CompletionPrompt& prompt) {
  const auto text = trim(line);
  if (text.empty() || text == trim(prompt.rest)) return false;
  if (!trim(prompt.rest).empty()) return true;
  for (const auto next : split_lines(prompt.below)) {
    if (!trim(next).empty()) return trim(next) != text;
  }
  return true;
}

void look_in(std::string_view text, const CompletionPrompt& prompt, Place& best) {
  if (prompt.before.empty()) return;
  for (std::size_t at = 1; at < text.size(); ++at) {
    if (text[at - 1] != prompt.before.back()) continue;
    const auto same = common_end(text.substr(0, at), prompt.before);
    if (same.solid == 0) continue;
    Place place{text, at, {}};
    // With the line break in front of it: "}" inside a string is not like the line "}".
    const bool whole_line = !trim(prompt.current).empty() && same.size > prompt.current.size();
    if (same.solid >= sure_match || whole_line) {
      place.rank = {true, same.solid, 0};
    } else {
      const auto start = line_start(text, at);
      const auto shared = shared_identifiers(text.substr(start, at - start), prompt.current);
      if (shared == 0) continue;
      place.rank = {false, shared, same.solid};
    }
    if (place.rank >= best.rank && says_something_new(line_at(text, at), prompt)) best = place;
  }
}

bool opens_block(std::string_view line) {
  const auto text = trim(line);
  return !text.empty() && std::string_view("{([:").find(text.back()) != text.npos;
}

bool closes_block(std::string_view line) {
  const auto text = trim(line);
  return !text.empty() && (std::string_view("})]").find(text[0]) != text.npos || text == "end");
}

/// From the place to the end of its block: the body and closer of a block that its line opens, else
/// the lines that stay at its level up to a blank one.
std::string block_from(const Place& place) {
  const auto start = line_start(place.text, place.at);
  const auto first = line_at(place.text, start);
  const auto level = indentation(first).size();
  const bool opened = opens_block(first);
  const auto lines = split_lines(place.text.substr(place.at));
  std::string block(lines[0]);
  std::string blanks;
  for (std::size_t i = 1; i < lines.size() && i < block_lines; ++i) {
    const auto indent = indentation(lines[i]).size();
    if (trim(lines[i]).empty()) {
      if (!opened) break;
      blanks += "\n";
      continue;
    }
    const bool closer = indent == level && closes_block(lines[i]);
    const bool inside = opened ? indent > level || closer : indent >= level && !closer;
    if (!inside) break;
    block += blanks + "\n" + std::string(lines[i]);
    blanks.clear();
    if (closer) break;
  }
  return block;
}

bool ends_statements(std::string_view language) {
  constexpr auto languages = std::to_array<std::string_view>(
      {"c", "cpp", "java", "javascript", "typescript", "javascriptreact", "typescriptreact",
       "csharp", "rust", "php"});
  return std::find(languages.begin(), languages.end(), language) != languages.end();
}

/// Nothing looks like this line: close what it opened.
std::string closer_for(const CompletionPrompt& prompt, std::string_view language) {
  std::string open;
  for (const char c : prompt.current) {
    if (c == '(') open.insert(open.begin(), ')');
    if (c == '[') open.insert(open.begin(), ']');
    if (c == '{') open.insert(open.begin(), '}');
    if (!open.empty() && c == open[0]) open.erase(0, 1);
  }
  if (trim(prompt.current).empty() || !trim(prompt.rest).empty()) return {};
  const char last = open.empty() ? trim(prompt.current).back() : open.back();
  const bool complete = std::string_view(";{},:").find(last) != std::string_view::npos;
  return complete || !ends_statements(language) ? open : open + ";";
}

}  // namespace

std::string complete(std::string_view text) {
  const auto prompt = read(text);
  Place best;
  look_in(prompt.earlier, prompt, best);
  look_in(prompt.below, prompt, best);
  look_in(prompt.head, prompt, best);  // the nearest of equals wins
  std::string answer(prompt.current);
  if (!best.found()) return answer + closer_for(prompt, field(text, "Language"));
  if (prompt.one_line) return answer + std::string(line_at(best.text, best.at));
  return answer + block_from(best);
}

}  // namespace simulator
