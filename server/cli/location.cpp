#include "server/cli/location.hpp"

#include "protocol/uri.hpp"
#include "server/text/language_id.hpp"
#include "server/text/utf8.hpp"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <system_error>
#include <unistd.h>

namespace server::cli {

namespace fs = std::filesystem;

namespace {

constexpr std::uintmax_t max_file_bytes = std::uintmax_t{8} << 20;

std::optional<std::uint32_t> positive(std::string_view digits) {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end != digits.data() + digits.size() || number == 0) {
    return std::nullopt;
  }
  return number;
}

/// Splits "a:b" at the last colon; false when there is none or a side is empty.
bool split_last(std::string_view text, char separator, std::string_view& left,
                std::string_view& right) {
  const auto place = text.rfind(separator);
  if (place == std::string_view::npos || place == 0 || place + 1 == text.size()) return false;
  left = text.substr(0, place);
  right = text.substr(place + 1);
  return true;
}

std::string cause(const std::string& path) {
  return path + ": " + std::strerror(errno);
}

}  // namespace

tl::expected<PositionArgument, std::string> parse_position(std::string_view text) {
  const auto fault = [text] {
    return tl::unexpected("\"" + std::string(text) + "\": expected FILE:LINE:COL, counted from 1");
  };
  std::string_view rest;
  std::string_view column;
  std::string_view path;
  std::string_view line;
  if (!split_last(text, ':', rest, column) || !split_last(rest, ':', path, line)) return fault();
  const auto line_number = positive(line);
  const auto column_number = positive(column);
  if (!line_number || !column_number) return fault();
  return PositionArgument{std::string(path), *line_number, *column_number};
}

tl::expected<LinesArgument, std::string> parse_lines(std::string_view text) {
  const auto fault = [text] {
    return tl::unexpected("\"" + std::string(text) +
                          "\": expected FILE:FIRST-LAST, lines counted from 1");
  };
  std::string_view path;
  std::string_view lines;
  if (!split_last(text, ':', path, lines)) return fault();
  std::string_view first = lines;
  std::string_view last = lines;
  split_last(lines, '-', first, last);
  const auto first_number = positive(first);
  const auto last_number = positive(last);
  if (!first_number || !last_number || *last_number < *first_number) return fault();
  return LinesArgument{std::string(path), *first_number, *last_number};
}

std::string absolute_path(const std::string& path) {
  return fs::absolute(path).lexically_normal().string();
}

tl::expected<protocol::TextDocumentItem, std::string> open_file(const std::string& path) {
  std::error_code error;
  const auto size = fs::file_size(path, error);
  if (error) return tl::unexpected(path + ": " + error.message());
  if (size > max_file_bytes) return tl::unexpected(path + ": larger than 8 MiB");
  auto bytes = read_file(path);
  if (!bytes) return tl::unexpected(std::move(bytes.error()));
  if (bytes->find('\0') != std::string::npos) return tl::unexpected(path + ": not a text file");
  if (!text::is_valid_utf8(*bytes)) return tl::unexpected(path + ": not UTF-8; convert it first");
  protocol::TextDocumentItem item;
  item.uri = protocol::uri_from_path(absolute_path(path));
  item.languageId = text::language_id_of(path);
  item.version = 1;
  item.text = std::move(*bytes);
  return item;
}

tl::expected<void, std::string> check_line(const protocol::TextDocumentItem& item,
                                           std::uint32_t line) {
  const auto lines = 1 + std::count(item.text.begin(), item.text.end(), '\n');
  if (line <= static_cast<std::uint64_t>(lines)) return {};
  return tl::unexpected("there is no line " + std::to_string(line) + ": the file has " +
                        std::to_string(lines) + " lines");
}

tl::expected<std::string, std::string> read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return tl::unexpected(cause(path));
  std::string bytes(std::istreambuf_iterator<char>(file), {});
  if (file.bad()) return tl::unexpected(cause(path));
  return bytes;
}

namespace {

/// All of `bytes` into a new file beside `target`; its name, or why not. mkstemp makes a file that
/// was not there, so that nothing planted under a name can be written through.
tl::expected<std::string, std::string> write_beside(const std::string& target,
                                                    std::string_view bytes) {
  std::string name = target + ".XXXXXX";
  const int descriptor = mkstemp(name.data());
  if (descriptor < 0) return tl::unexpected(cause(target));
  bool good = true;
  while (good && !bytes.empty()) {
    const auto written = ::write(descriptor, bytes.data(), bytes.size());
    good = written > 0 || errno == EINTR;
    if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  good = fsync(descriptor) == 0 && good;
  auto message = cause(target);
  if (close(descriptor) == 0 && good) return name;
  unlink(name.c_str());
  return tl::unexpected(std::move(message));
}

}  // namespace

tl::expected<void, std::string> write_file(const std::string& path, std::string_view bytes) {
  std::error_code error;
  const auto target = fs::weakly_canonical(path, error);  // a link stays a link
  if (error) return tl::unexpected(path + ": " + error.message());
  auto temporary = write_beside(target.string(), bytes);
  if (!temporary) return tl::unexpected(std::move(temporary.error()));
  constexpr auto usual = static_cast<fs::perms>(0644);
  const auto before = fs::status(target, error);
  fs::permissions(*temporary, fs::exists(before) ? before.permissions() : usual, error);
  fs::rename(*temporary, target, error);
  if (!error) return {};
  unlink(temporary->c_str());
  return tl::unexpected(path + ": " + error.message());
}

}  // namespace server::cli
