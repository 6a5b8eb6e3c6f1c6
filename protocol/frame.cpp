#include "protocol/frame.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace protocol {
namespace {

constexpr std::size_t max_header_bytes = 8192;
constexpr std::size_t max_fields = 32;
constexpr std::size_t max_digits = 10;

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

/// Without the optional white space that HTTP allows around a value (RFC 9110, section 5.5).
std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// The charset parameter of a Content-Type when it is one that we do not read, else "".
std::string foreign_charset(std::string_view content_type) {
  while (true) {
    const auto semicolon = content_type.find(';');
    if (semicolon == std::string_view::npos) return "";
    content_type.remove_prefix(semicolon + 1);
    const std::string_view parameter = content_type.substr(0, content_type.find(';'));
    const auto equals = parameter.find('=');
    if (equals == std::string_view::npos) continue;
    if (!equal_ignoring_case(trim(parameter.substr(0, equals)), "charset")) continue;
    std::string_view value = trim(parameter.substr(equals + 1));
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
      value = value.substr(1, value.size() - 2);
    const bool known = equal_ignoring_case(value, "utf-8") || equal_ignoring_case(value, "utf8");
    return known ? "" : std::string(value.empty() ? "(empty)" : value);
  }
}

}  // namespace

void FrameReader::push(std::string_view bytes) {
  while (!bytes.empty() && !fatal_)
    bytes.remove_prefix(in_body_ ? take_body(bytes) : take_header(bytes));
}

std::optional<tl::expected<std::string, FrameError>> FrameReader::next() {
  if (!ready_.empty()) {
    Frame frame = std::move(ready_.front());
    ready_.pop();
    return frame;
  }
  if (fatal_) return tl::unexpected(*fatal_);
  return std::nullopt;
}

bool FrameReader::in_frame() const {
  return in_body_ || header_bytes_ > 0;
}

std::size_t FrameReader::take_header(std::string_view bytes) {
  const auto newline = bytes.find('\n');
  const bool complete = newline != std::string_view::npos;
  const std::size_t count = complete ? newline + 1 : bytes.size();
  header_bytes_ += count;
  if (header_bytes_ > max_header_bytes) {
    fail("the header is larger than 8 KiB");
  } else {
    line_.append(bytes.substr(0, complete ? newline : count));
    if (complete) finish_line();
  }
  return count;
}

void FrameReader::finish_line() {
  std::string_view line = line_;
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);  // LF alone ends a line, too
  if (line.empty()) return finish_header();
  if (++fields_ > max_fields) return fail("the header has more than 32 fields");
  const bool printable = std::all_of(line.begin(), line.end(),
                                     [](char c) { return c == '\t' || (c >= ' ' && c <= '~'); });
  if (!printable) return fail("the header has a byte that is not printable ASCII");
  const auto colon = line.find(':');
  const std::string_view name = line.substr(0, colon);
  if (colon == std::string_view::npos || name.empty() ||
      name.find_first_of(" \t") != std::string_view::npos)
    return fail("a header line is not of the form \"Name: value\"");
  const std::string_view value = trim(line.substr(colon + 1));
  if (equal_ignoring_case(name, "Content-Length")) set_length(value);
  if (equal_ignoring_case(name, "Content-Type")) charset_ = foreign_charset(value);
  line_.clear();
}

void FrameReader::set_length(std::string_view digits) {
  const bool plain =
      !digits.empty() && digits.size() <= max_digits &&
      std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!plain) return fail("Content-Length is not a number of 1 to 10 digits");
  std::size_t length = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), length);
  if (length > max_body_)
    return fail("Content-Length " + std::to_string(length) + " is above the limit of " +
                std::to_string(max_body_) + " bytes");
  if (length_ && *length_ != length) return fail("two different Content-Length fields");
  length_ = length;
}

void FrameReader::finish_header() {
  if (!length_) return fail("a header without Content-Length");
  line_.clear();
  in_body_ = true;
  missing_ = *length_;
  if (missing_ == 0) finish_body();
}

std::size_t FrameReader::take_body(std::string_view bytes) {
  const std::size_t count = std::min(missing_, bytes.size());
  if (charset_.empty()) body_.append(bytes.substr(0, count));
  missing_ -= count;
  if (missing_ == 0) finish_body();
  return count;
}

void FrameReader::finish_body() {
  if (charset_.empty()) {
    ready_.emplace(std::move(body_));
  } else {
    std::string why = "charset \"" + charset_ + "\" is not supported, only utf-8";
    ready_.push(tl::unexpected(FrameError{std::move(why), false}));
  }
  body_ = {};
  charset_.clear();
  length_.reset();
  header_bytes_ = 0;
  fields_ = 0;
  in_body_ = false;
}

void FrameReader::fail(std::string message) {
  fatal_ = FrameError{std::move(message), true};
  line_ = {};
  body_ = {};
}

std::string encode_frame(std::string_view body) {
  std::string frame = "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n";
  frame += body;
  return frame;
}

}  // namespace protocol
