// The sections of a prompt as docs/prompts.md describes it. Views into the prompt's text. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace simulator {

/// Text between "<NAME>\n" and "\n</NAME>", "" when there is none. The last such section counts:
/// text of the document can look like one only in front of it.
std::string_view section(std::string_view prompt, std::string_view name);

/// Rest of the first line that begins with `name` and ": ", as in "Language: cpp".
std::string_view field(std::string_view prompt, std::string_view name);

std::vector<std::string_view> split_lines(std::string_view text);
std::string join_lines(const std::vector<std::string>& lines);

std::string_view trim(std::string_view text);
/// Leading blanks of a line.
std::string_view indentation(std::string_view line);

/// "parse_base_url", "parseBaseUrl" -> "parse base url".
std::string words_of(std::string_view name);

}  // namespace simulator
