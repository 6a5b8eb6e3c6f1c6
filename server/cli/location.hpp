// Places in files as the command line writes them, and the files themselves. Blocking I/O: command
// line only.
#pragma once

#include "server/text/document_store.hpp"

#include <tl/expected.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace server::cli {

/// 1-based.
struct PositionArgument {
  std::string path;
  std::uint32_t line = 1;
  std::uint32_t column = 1;  ///< in characters (code points)
};
/// "FILE:LINE:COL".
tl::expected<PositionArgument, std::string> parse_position(std::string_view text);

/// 1-based, both inclusive.
struct LinesArgument {
  std::string path;
  std::uint32_t first = 1;
  std::uint32_t last = 1;
};
/// "FILE:FIRST-LAST" or "FILE:LINE".
tl::expected<LinesArgument, std::string> parse_lines(std::string_view text);

/// Absolute path without "." and "..".
std::string absolute_path(const std::string& path);

/// The file as an editor would open it; columns of it are code points (utf-32). The error names the
/// path and the cause; a file above 8 MiB, with NUL bytes or
/// not in UTF-8 is refused.
tl::expected<protocol::TextDocumentItem, std::string> open_file(const std::string& path);

/// The error says how many lines there are. `line` from 1; one behind the last counts too.
tl::expected<void, std::string> check_line(const protocol::TextDocumentItem& item,
                                           std::uint32_t line);

tl::expected<std::string, std::string> read_file(const std::string& path);
/// Through a temporary file beside it, so that the old or the new text is there, never a part.
/// Where `path` is a link, its target is replaced.
tl::expected<void, std::string> write_file(const std::string& path, std::string_view bytes);

}  // namespace server::cli
