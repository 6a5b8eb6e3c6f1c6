// Lines of LF texts, and the small questions that mode and filters ask about one line. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace server::completion {

/// "a\nb" -> {"a", "b"}; "" -> {""}.
std::vector<std::string_view> lines_of(std::string_view text);
/// The lines that are not blank, trimmed.
std::vector<std::string_view> solid_lines_of(std::string_view text);
/// The last line that is not blank, as it stands; "" when there is none.
std::string_view last_solid_line(std::string_view text);
std::string_view first_solid_line(std::string_view text);

std::string_view trim_left(std::string_view text);
std::string_view trim_right(std::string_view text);

std::size_t word_characters(std::string_view text);
/// Letters enough to be told from another line: at least 6 characters, 3 of them of words.
bool is_telling(std::string_view trimmed_line);

/// Ends with what opens a block or a list: `{`, `(`, `[`, a colon, `do`, `then`, `=>`.
bool opens(std::string_view line);
/// Begins with what closes a block: `}`, `)`, `]`, `end`, `fi`, `done`, `esac`, `else` and the
/// like.
bool closes(std::string_view line);
/// Nothing but closers: "});", "end".
bool is_closer(std::string_view line);

/// Brackets that do not match, and string quotes that do not end, in `text`. Rough: meant for
/// comparing two variants of the same text, of which one is broken.
std::size_t bracket_faults(std::string_view text);

}  // namespace server::completion
