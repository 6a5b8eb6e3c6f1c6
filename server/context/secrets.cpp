// secret_spans and redact_secrets of privacy.hpp: one pass per kind of secret, no regular
// expressions (std::regex recurses once per character). This looks at every byte of every prompt,
// so plain loops: isalnum and find_first_of call a function for each character.

#include "server/context/privacy.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace server::context {
namespace {

using text::Span;
using Spans = std::vector<Span>;

bool is_alnum(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_word(char c) {
  return is_alnum(c) || c == '_';
}
bool is_token(char c) {
  return is_word(c) || c == '-';
}
bool is_blank(char c) {
  return c == ' ' || c == '\t';
}
bool is_line_end(char c) {
  return c == '\r' || c == '\n';
}

template <class Predicate>
std::size_t run_end(std::string_view text, std::size_t from, Predicate in_run) {
  while (from < text.size() && in_run(text[from])) ++from;
  return from;
}

bool has_digit_and_letter(std::string_view value) {
  const auto is = [](int (*kind)(int)) {
    return [kind](char c) { return kind(static_cast<unsigned char>(c)) != 0; };
  };
  return std::any_of(value.begin(), value.end(), is(std::isdigit)) &&
         std::any_of(value.begin(), value.end(), is(std::isalpha));
}

/// Prefixes that services publish so that scanners find their keys, and the shortest tail seen.
struct KeyPrefix {
  std::string_view prefix;
  std::size_t min_tail;
};
constexpr std::array<KeyPrefix, 22> key_prefixes = {{
    {"AKIA", 16},     {"ASIA", 16},        {"AIza", 30},  {"csk-", 20},    {"sk-", 20},
    {"ghp_", 30},     {"gho_", 30},        {"ghu_", 30},  {"ghs_", 30},    {"ghr_", 30},
    {"xoxb-", 10},    {"xoxp-", 10},       {"xoxa-", 10}, {"xoxr-", 10},   {"xoxs-", 10},
    {"glpat-", 20},   {"npm_", 30},        {"hf_", 30},   {"dop_v1_", 40}, {"sk_live_", 16},
    {"rk_live_", 16}, {"github_pat_", 30},
}};

/// What a key or a JSON web token can begin with.
constexpr std::array<bool, 256> make_key_starts() {
  std::array<bool, 256> result{};
  for (const auto& [prefix, min_tail] : key_prefixes) {
    result[static_cast<unsigned char>(prefix.front())] = true;
  }
  result['e'] = true;
  return result;
}
constexpr auto key_starts = make_key_starts();

/// Three base64url parts joined by dots; the first two are JSON objects ("eyJ" is `{"`).
std::size_t json_web_token_end(std::string_view text, std::size_t at) {
  std::size_t end = at;
  for (int part = 0; part < 3; ++part) {
    if (part > 0 && (end >= text.size() || text[end++] != '.')) return at;
    const std::size_t begin = end;
    end = run_end(text, begin, is_token);
    const bool object = part < 2;
    if (object && text.substr(begin, 3) != "eyJ") return at;
    if (end - begin < 10) return at;
  }
  return end;
}

void find_keys(std::string_view text, Spans& found) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!key_starts[static_cast<unsigned char>(text[at])]) continue;
    if (at > 0 && is_word(text[at - 1])) continue;
    for (const auto& [prefix, min_tail] : key_prefixes) {
      if (text[at] != prefix.front() || !text.substr(at).starts_with(prefix)) continue;
      const std::size_t end = run_end(text, at + prefix.size(), is_token);
      const auto tail = text.substr(at + prefix.size(), end - at - prefix.size());
      // Words joined by dashes ("sk-spinner-double-bounce") are names.
      if (tail.size() >= min_tail && has_digit_and_letter(tail)) found.push_back({at, end});
    }
    if (text[at] == 'e' && text.substr(at).starts_with("eyJ")) {
      const std::size_t end = json_web_token_end(text, at);
      if (end > at) found.push_back({at, end});
    }
  }
}

/// Splits [begin, end) at line ends, without blanks at either side.
void add_lines(std::string_view text, std::size_t begin, std::size_t end, Spans& found) {
  const auto is_space = [](char c) { return is_blank(c) || c == '\r' || c == '\n'; };
  while ((begin = run_end(text, begin, is_space)) < end) {
    std::size_t stop = begin;
    while (stop < end && !is_line_end(text[stop])) ++stop;
    found.push_back({begin, stop});
    begin = stop;
  }
}

/// The start of the lines above `at` that look like base64 (a window cut off the block's head).
std::size_t base64_above(std::string_view text, std::size_t at) {
  const auto odd = [](char c) {
    return !is_alnum(c) && std::string_view("+/=\r\n \t\"'\\,").find(c) == std::string_view::npos;
  };
  std::size_t begin = at;
  while (begin > 0) {
    const std::size_t line = begin < 2 ? 0 : text.rfind('\n', begin - 2) + 1;
    const auto content = text.substr(line, begin - line);
    if (content.size() < 16 || std::any_of(content.begin(), content.end(), odd)) break;
    begin = line;
  }
  return begin;
}

void find_private_keys(std::string_view text, Spans& found) {
  constexpr std::string_view tail = "PRIVATE KEY-----";
  std::optional<std::size_t> open;  // behind the last BEGIN
  for (std::size_t at = text.find(tail); at != std::string_view::npos;
       at = text.find(tail, at + tail.size())) {
    const std::size_t line = text.rfind('\n', at) + 1;
    const auto head = text.substr(line, at - line);
    const std::size_t end_marker = head.rfind("-----END ");
    if (end_marker == std::string_view::npos) {
      open = at + tail.size();
    } else {
      const std::size_t end = line + end_marker;
      add_lines(text, open.value_or(base64_above(text, line)), end, found);
      open.reset();
    }
  }
  if (open) add_lines(text, *open, text.size(), found);  // cut off: rather too much
}

/// How surely a value of this name is secret. `name` may be quoted, snake, kebab or camel case.
enum class Name { plain, maybe, secret };

Name kind_of_name(std::string_view name) {
  // Most names end with a letter that no name below ends with.
  while (!name.empty() && !is_alnum(name.back())) name.remove_suffix(1);
  if (name.empty() || std::string_view("deltnyDELTNY").find(name.back()) == name.npos) {
    return Name::plain;
  }
  std::string letters;
  for (const char c : name) {
    if (is_alnum(c)) letters += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  const auto ends_with = [&letters](std::string_view end) { return letters.ends_with(end); };
  constexpr std::string_view secret[] = {"password", "passwd",    "pwd",       "passphrase",
                                         "secret",   "secretkey", "privatekey"};
  constexpr std::string_view maybe[] = {"token", "apikey", "accesskey", "authkey", "credential"};
  if (std::any_of(std::begin(secret), std::end(secret), ends_with)) return Name::secret;
  return std::any_of(std::begin(maybe), std::end(maybe), ends_with) ? Name::maybe : Name::plain;
}

/// The name in front of an assignment: the last word, or the one before it (`apiKey: string =`).
Name name_before(std::string_view line, std::size_t assignment) {
  std::size_t end = assignment;
  for (int word = 0; word < 2; ++word) {
    while (end > 0 && !is_word(line[end - 1])) {
      if (word == 0 && std::string_view("=;(){}").find(line[end - 1]) != std::string_view::npos) {
        return Name::plain;
      }
      --end;
    }
    std::size_t begin = end;
    while (begin > 0 && is_token(line[begin - 1])) --begin;
    const Name kind = kind_of_name(line.substr(begin, end - begin));
    if (kind != Name::plain) return kind;
    end = begin;
  }
  return Name::plain;
}

/// The literal that begins at `at`: between quotes, or to the end of the line.
Span literal_at(std::string_view line, std::size_t at, Name kind) {
  const std::size_t quote_at = at < line.size() && is_alnum(line[at]) ? at + 1 : at;  // b"", r""
  const char quote = quote_at < line.size() ? line[quote_at] : '\0';
  if (quote == '"' || quote == '\'' || quote == '`') {
    std::size_t end = quote_at + 1;
    while (end < line.size() && line[end] != quote) end += line[end] == '\\' ? 2 : 1;
    end = std::min(end, line.size());
    const auto value = line.substr(quote_at + 1, end - quote_at - 1);
    const bool placeholder = value.find_first_of(" <{$") != std::string_view::npos;
    const bool strong = kind == Name::secret || value.size() >= 16 || has_digit_and_letter(value);
    if (value.size() < 8 || placeholder || !strong) return {};
    return {quote_at + 1, end};
  }
  const auto in_value = [](char c) {
    return is_token(c) || std::string_view("+/=.~!@%^&*").find(c) != std::string_view::npos;
  };
  const std::size_t end = run_end(line, at, in_value);
  const bool whole = run_end(line, end, is_blank) == line.size();
  const std::size_t shortest = kind == Name::secret ? 12 : 16;
  if (!whole || end - at < shortest || !has_digit_and_letter(line.substr(at, end - at))) return {};
  return {at, end};
}

void find_assignments(std::string_view text, Spans& found) {
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = run_end(text, begin, [](char c) { return !is_line_end(c); });
    const auto line = text.substr(begin, end - begin);
    const auto next = [line](std::size_t from) {
      return run_end(line, from, [](char c) { return c != '=' && c != ':'; });
    };
    for (std::size_t at = next(0); at < line.size(); at = next(at)) {
      if (line.substr(at, 2) == "::") {  // a qualified name or a type, no value
        at += 2;
        continue;
      }
      const Name kind = name_before(line, at);
      while (at < line.size() && std::string_view("=:>").find(line[at]) != std::string_view::npos) {
        ++at;
      }
      if (kind == Name::plain) continue;
      const Span literal = literal_at(line, run_end(line, at, is_blank), kind);
      if (literal.end == literal.begin) continue;
      found.push_back({begin + literal.begin, begin + literal.end});
      at = literal.end;
    }
    begin = end + 1;
  }
}

}  // namespace

std::vector<Span> secret_spans(std::string_view text) {
  Spans found;
  find_keys(text, found);
  find_private_keys(text, found);
  find_assignments(text, found);
  std::sort(found.begin(), found.end(),
            [](const Span& a, const Span& b) { return a.begin < b.begin; });
  Spans merged;
  for (const auto& span : found) {
    if (!merged.empty() && span.begin < merged.back().end) {
      merged.back().end = std::max(merged.back().end, span.end);
    } else {
      merged.push_back(span);
    }
  }
  return merged;
}

std::string redact_secrets(std::string_view text) {
  std::string result;
  std::size_t done = 0;
  for (const auto& span : secret_spans(text)) {
    result.append(text, done, span.begin - done).append("REDACTED");
    done = span.end;
  }
  return result.append(text, done);
}

}  // namespace server::context
