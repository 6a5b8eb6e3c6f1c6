#include "server/completion/extract.hpp"

#include "server/completion/lines.hpp"
#include "server/completion/mode.hpp"
#include "server/context/privacy.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace server::completion {

using text::is_blank;
using text::trimmed;

namespace {

std::string lowered(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), [](char c) {
    return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  });
  return result;
}

std::size_t words_in(std::string_view text) {
  std::size_t words = 0;
  bool inside = false;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\t';
    if (!blank && !inside) ++words;
    inside = !blank;
  }
  return words;
}

bool is_upper(char c) {
  return std::isupper(static_cast<unsigned char>(c)) != 0;
}

bool starts_with_phrase(std::string_view line, const auto& phrases) {
  const std::string text = lowered(line.substr(0, 40));
  return std::any_of(phrases.begin(), phrases.end(), [&text](std::string_view phrase) {
    const bool whole = text.size() <= phrase.size() ||
                       std::isalpha(static_cast<unsigned char>(text[phrase.size()])) == 0;
    return whole && std::string_view(text).starts_with(phrase);
  });
}

/// "Sure, here is the completed code:" and its kind.
bool is_lead_in(std::string_view line) {
  constexpr std::array<std::string_view, 14> phrases = {
      "here is",         "here's",      "here are",      "sure",
      "certainly",       "of course",   "to fill",       "to complete",
      "the code should", "the missing", "the completed", "the completion",
      "below is",        "okay"};
  const auto text = trimmed(line);
  if (text.empty() || text != trim_right(line)) return false;  // prose is not indented
  const bool ends_as_sentence = text.back() == ':' || text.back() == '.' || text.back() == '!';
  if (starts_with_phrase(text, phrases)) return ends_as_sentence && words_in(text) >= 2;
  const bool plain = text.find_first_of("(){}[];=<>\"@#") == std::string_view::npos;
  return text.back() == ':' && is_upper(text.front()) && plain && words_in(text) >= 3;
}

/// A line that begins an explanation.
bool is_explanation(std::string_view line) {
  constexpr std::array<std::string_view, 12> phrases = {"this code",
                                                        "this completes",
                                                        "this completion",
                                                        "this implementation",
                                                        "explanation",
                                                        "note",
                                                        "the above",
                                                        "the code",
                                                        "in this",
                                                        "here,",
                                                        "i ",
                                                        "let me know"};
  const auto text = trimmed(line);
  if (text.empty() || !is_upper(text.front()) || text != trim_right(line)) return false;
  if (starts_with_phrase(text, phrases)) return words_in(text) >= 3;
  return words_in(text) >= 5 && text.find_first_of(";{}=") == std::string_view::npos;
}

bool is_fence(std::string_view line) {
  const auto text = trimmed(line);
  return text.starts_with("```") && text.find('`', 3) == std::string_view::npos;
}

constexpr std::array<std::string_view, 8> prompt_tags = {
    "before",         "after",         "current_line", "range",
    "context_before", "context_after", "diagnostics",  "file"};
constexpr std::array<std::string_view, 5> answer_tags = {"answer", "completion", "code", "output",
                                                         "result"};
constexpr std::array<std::string_view, 5> hole_markers = {"<cursor>", "<hole>", "<fill>",
                                                          "{{FILL_HERE}}", "<cursor/>"};

std::string tag(std::string_view name, bool closing) {
  return (closing ? "</" : "<") + std::string(name) + ">";
}

/// A line of markers only.
bool is_marker_line(std::string_view line) {
  const auto text = trimmed(line);
  const auto is_one = [text](std::string_view name) {
    return text == tag(name, false) || text == tag(name, true);
  };
  return std::any_of(prompt_tags.begin(), prompt_tags.end(), is_one) ||
         std::any_of(answer_tags.begin(), answer_tags.end(), is_one);
}

}  // namespace

void fences(const Scene& scene, Draft& draft) {
  if (scene.language == "markdown") return;
  const auto open = std::find_if(draft.lines.begin(), draft.lines.end(), is_fence);
  if (open == draft.lines.end()) return;
  const bool nothing_before = std::all_of(draft.lines.begin(), open, [](const std::string& line) {
    return is_blank(line) || is_lead_in(line) || is_marker_line(line);
  });
  if (!nothing_before) {
    draft.lines.erase(open, draft.lines.end());
    draft.complete = true;
    return;
  }
  const auto close = std::find_if(open + 1, draft.lines.end(), is_fence);
  draft.unwrapped = true;
  draft.complete = close != draft.lines.end();
  draft.lines = std::vector<std::string>(open + 1, close);
}

void prose(const Scene& scene, Draft& draft) {
  if (in_comment(scene)) return;
  const std::size_t first = draft.first_solid();
  if (first < draft.lines.size() && is_lead_in(draft.lines[first])) {
    draft.drop_front(first + 1);
    draft.drop_front(draft.first_solid());
    draft.unwrapped = true;
  }
  // At column 0 a paragraph may be the document's own.
  if (scene.current.empty() && !draft.unwrapped) return;
  for (std::size_t i = draft.first_solid() + 1; i + 1 < draft.lines.size(); ++i) {
    if (!is_blank(draft.lines[i]) || !is_explanation(draft.lines[i + 1])) continue;
    draft.cut_at(i);
    draft.complete = true;
  }
}

namespace {

void erase_all(std::string& text, std::string_view what) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at)) {
    text.erase(at, what.size());
  }
}

/// `<|...|>`: no text of the document looks like that on the wire.
void erase_special_tokens(std::string& text) {
  for (std::size_t at = text.find("<|"); at != std::string::npos; at = text.find("<|", at)) {
    const std::size_t end = text.find_first_of("|<>\n\t ", at + 2);
    const bool token = end != std::string::npos && end > at + 2 && text.compare(end, 2, "|>") == 0;
    if (token) {
      text.erase(at, end + 2 - at);
    } else {
      at += 2;
    }
  }
}

/// `<current_line>as given</current_line>` and what follows: the tags go, the text stays.
void unwrap_current_line(const Scene& scene, std::string& text) {
  const std::string given = context::neutralise_markers(scene.current) + "</current_line>";
  const std::size_t at = text.find(given);
  if (at != std::string::npos) text.erase(at + given.size() - 15, 15);
}

/// Takes what is between the tags; with the closing one alone what is in front of it.
bool unwrap(std::string& text, std::string_view name, bool anywhere) {
  const std::string open = tag(name, false);
  const std::string close = tag(name, true);
  const bool opened = trim_left(text).starts_with(open);
  if (opened) {
    text.erase(0, text.find(open) + open.size());
    if (text.starts_with('\n')) text.erase(0, 1);
  }
  const std::size_t at = text.find(close);
  if (at == std::string::npos) return opened;
  if (!anywhere && !opened && trim_right(text).size() != at + close.size()) return false;
  text.erase(at);
  return true;
}

/// `<code>` and its kind are the document's own text there.
bool has_tags_of_its_own(std::string_view language) {
  constexpr std::array<std::string_view, 10> languages = {
      "html", "xml",      "svg",       "vue", "svelte", "javascriptreact", "typescriptreact",
      "php",  "markdown", "handlebars"};
  return std::find(languages.begin(), languages.end(), language) != languages.end();
}

void remove_markers(const Scene& scene, std::string& text, Draft& draft) {
  unwrap_current_line(scene, text);
  for (const auto marker : hole_markers) {
    if (trim_left(text).starts_with(marker)) text.erase(text.find(marker), marker.size());
  }
  erase_special_tokens(text);
  for (const auto name : answer_tags) {
    if (!has_tags_of_its_own(scene.language)) unwrap(text, name, false);
  }
  for (const auto name : prompt_tags) {
    const std::size_t size = text.size();
    const bool closing = text.find(tag(name, true)) != std::string::npos;
    if (unwrap(text, name, true) && closing && size > text.size()) draft.complete = true;
    erase_all(text, tag(name, false));
  }
}

}  // namespace

void markers(const Scene& scene, Draft& draft) {
  std::string text = draft.text();
  if (text.find('<') != std::string::npos || text.find("{{") != std::string::npos) {
    const std::size_t size = text.size();
    remove_markers(scene, text, draft);
    if (text.size() != size) draft.unwrapped = true;
    text = context::restore_markers(text);
    draft.lines.clear();
    for (const auto line : lines_of(text)) draft.lines.emplace_back(line);
  }
}

namespace {

bool is_prompt_header(std::string_view line, const Scene& scene) {
  const auto text = trimmed(line);
  if (text == "Mode: one line" || text == "Mode: block") return true;
  if (text == "File: " + scene.path || text == "Language: " + scene.language) return true;
  if (text == "Indentation: " + text::describe(scene.indent)) return true;
  const std::string role = lowered(text);
  return role == "assistant:" || role == "assistant";
}

/// "// Path: src/a.cpp", "# src/a.cpp".
bool is_path_comment(std::string_view line, const Scene& scene) {
  auto text = trimmed(line);
  if (scene.path.empty() || !text.ends_with(scene.path)) return false;
  text.remove_suffix(scene.path.size());
  constexpr std::array<std::string_view, 6> heads = {
      "//", "// Path:", "// File:", "#", "# Path:", "# File:"};
  return std::find(heads.begin(), heads.end(), trimmed(text)) != heads.end();
}

}  // namespace

void prompt_echo(const Scene& scene, Draft& draft) {
  std::size_t at = draft.first_solid();
  while (at < draft.lines.size() &&
         (is_prompt_header(draft.lines[at], scene) || is_path_comment(draft.lines[at], scene))) {
    draft.drop_front(at + 1);
    draft.unwrapped = true;
    at = draft.first_solid();
  }
}

}  // namespace server::completion
