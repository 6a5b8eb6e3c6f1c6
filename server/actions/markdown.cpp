#include "server/actions/markdown.hpp"

#include "server/text/indentation.hpp"
#include "server/text/line_diff.hpp"
#include "server/text/utf8.hpp"

#include <algorithm>
#include <cctype>
#include <optional>

namespace server::actions {
namespace {

constexpr auto npos = std::string_view::npos;

char32_t code_point(std::string_view bytes, std::size_t length) {
  auto point = static_cast<char32_t>(static_cast<unsigned char>(bytes[0]));
  if (length == 1) return point;
  point &= 0xFFU >> (length + 1);
  for (std::size_t i = 1; i < length; ++i) {
    point = (point << 6U) | (static_cast<unsigned char>(bytes[i]) & 0x3FU);
  }
  return point;
}

// C0, C1 and DEL but tab and line feed; zero-width; bidirectional controls.
bool is_hidden(char32_t c) {
  return (c < 0x20 && c != '\t' && c != '\n') || (c >= 0x7F && c < 0xA0) || c == 0xAD ||
         (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
         (c >= 0x2060 && c <= 0x2069) || c == 0xFEFF || (c >= 0xE0000 && c <= 0xE007F);
}

std::string without_hidden(std::string_view text) {
  const std::string valid = text::valid_utf8(std::string(text));
  std::string result;
  for (std::size_t i = 0; i < valid.size();) {
    const std::size_t length = text::code_point_length(valid[i]);
    const auto bytes = std::string_view(valid).substr(i, length);
    if (!is_hidden(code_point(bytes, length))) result += bytes;
    i += length;
  }
  return result;
}

std::string host_of(std::string_view target) {
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (!target.starts_with(scheme)) continue;
    const auto rest = target.substr(scheme.size());
    return std::string(rest.substr(0, rest.find_first_of("/?#:)> ")));
  }
  return {};
}

// "`" or "``...": the length of the code span that begins at `at`, 0 when none closes on this line.
std::size_t code_span(std::string_view line, std::size_t at) {
  std::size_t ticks = 0;
  while (at + ticks < line.size() && line[at + ticks] == '`') ++ticks;
  for (std::size_t i = at + ticks; i < line.size();) {
    std::size_t run = 0;
    while (i + run < line.size() && line[i + run] == '`') ++run;
    if (run == ticks) return i + run - at;
    i += std::max<std::size_t>(run, 1);
  }
  return 0;
}

// "](target)" or "][name]" at `at`: what is shown in its place, and how long it is.
struct LinkEnd {
  std::string shown;
  std::size_t length = 0;
};
std::optional<LinkEnd> link_end(std::string_view line, std::size_t at) {
  if (at + 1 >= line.size() || (line[at + 1] != '(' && line[at + 1] != '[')) return std::nullopt;
  const char close = line[at + 1] == '(' ? ')' : ']';
  const std::size_t end = line.find(close, at + 2);
  const std::size_t length = end == npos ? line.size() - at : end + 1 - at;
  const auto host = host_of(text::trimmed(line.substr(at + 2, length - 2)));
  return LinkEnd{host.empty() ? "" : " (" + host + ")", length};
}

// One line of prose. Brackets of links and images go, their text stays; "<" is escaped; "]:" can
// not define a link. A code span counts only where every reader of Markdown sees one: `doubt` is
// set when a backtick may have another meaning, until the paragraph ends.
std::string harmless_line(std::string_view line, bool& doubt) {
  std::string result;
  for (std::size_t i = 0; i < line.size();) {
    const char c = line[i];
    if (c == '`' && i > 0 && line[i - 1] == '\\') doubt = true;
    const std::size_t span = c == '`' && !doubt ? code_span(line, i) : 0;
    if (span > 0) {
      result += line.substr(i, span);
      i += span;
      continue;
    }
    doubt = doubt || c == '`';
    const auto next = line.substr(i + 1, 1);
    const std::size_t close = c == '[' ? line.find(']', i) : npos;
    if (const auto link = c == ']' ? link_end(line, i) : std::nullopt) {
      result += link->shown;
      i += link->length;
      continue;
    }
    const bool dropped =
        (c == '!' && next == "[") || (close != npos && link_end(line, close).has_value());
    if (c == '<') {
      result += "&lt;";
    } else if (c == ']' && next == ":") {
      result += "] ";
    } else if (!dropped) {
      result += c;
    }
    ++i;
  }
  return result;
}

// The run of backticks or tildes that makes a line a fence, "" when it is none.
std::string_view fence_of(std::string_view line) {
  line = text::trimmed(line);
  const char mark = line.empty() ? ' ' : line.front();
  if (mark != '`' && mark != '~') return {};
  const auto run = line.substr(0, line.find_first_not_of(mark));
  if (run.size() < 3 || (mark == '`' && line.find('`', run.size()) != npos)) return {};
  return run;
}

std::size_t longest_run(std::string_view text, char mark) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char c : text) {
    run = c == mark ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

}  // namespace

// Readers of Markdown disagree on where a fence in a list or behind blanks ends, and what is code
// for us must be code for them. So the fences are written anew: at the line's start, between blank
// lines, longer than any run of backticks in the text.
std::string sanitized_markdown(std::string_view text) {
  const std::string visible = without_hidden(text);
  const std::string own_fence(std::max<std::size_t>(3, longest_run(visible, '`') + 1), '`');
  std::string result;
  std::string_view fence;  // that the model opened; "" outside of code
  bool doubt = false;
  for (const auto line : text::split_lines(visible)) {
    const auto mark = fence_of(line);
    const auto info = text::trimmed(text::trimmed(line).substr(mark.size()));
    if (fence.empty() && !mark.empty()) {
      fence = mark;
      const bool plain_info = std::all_of(info.begin(), info.end(), [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '+' || c == '-' || c == '#';
      });
      if (!result.empty() && !result.ends_with("\n\n")) result += "\n";
      result += own_fence + (plain_info ? std::string(info) : "") + "\n";
    } else if (!fence.empty() && mark.starts_with(fence) && info.empty()) {
      fence = {};
      doubt = false;
      result += own_fence + "\n";
    } else if (!fence.empty()) {
      result += line;
    } else {
      doubt = doubt && !text::is_blank(line);
      result += harmless_line(line, doubt);
    }
  }
  if (!result.empty() && !result.ends_with('\n')) result += "\n";
  return fence.empty() ? result : result + own_fence + "\n";
}

std::string plain_message(std::string_view markdown, std::size_t max_bytes) {
  std::string text(markdown);
  for (std::size_t at = 0; (at = text.find("&lt;", at)) != std::string::npos; ++at) {
    text.replace(at, 4, "<");
  }
  if (text.size() <= max_bytes) return text;
  std::size_t end = max_bytes;
  while (end > 0 && text::is_continuation(text[end])) --end;
  text.resize(end);
  return text + " \xE2\x80\xA6";
}

}  // namespace server::actions
