#include "protocol/uri.hpp"

#include <algorithm>
#include <cstdint>

namespace protocol {
namespace {

using Path = tl::expected<std::string, std::string>;

bool is_alpha(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string lowered(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), lower);
  return result;
}

/// 0..15, or -1.
int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  const char letter = lower(c);
  return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

/// Length of the well-formed UTF-8 character at `at` (Unicode 15, table 3-7), or 0.
std::size_t utf8_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) -> unsigned {
    return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0U;
  };
  const auto within = [&](std::size_t i, unsigned low, unsigned high) {
    return byte(i) >= low && byte(i) <= high;
  };
  const unsigned lead = byte(0);
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return within(1, 0x80, 0xBF) ? 2 : 0;
  const bool tail = within(2, 0x80, 0xBF);
  if (lead >= 0xE0 && lead <= 0xEF) {
    const unsigned low = lead == 0xE0 ? 0xA0 : 0x80;   // no overlong forms
    const unsigned high = lead == 0xED ? 0x9F : 0xBF;  // no surrogates
    return tail && within(1, low, high) ? 3 : 0;
  }
  if (lead < 0xF0 || lead > 0xF4) return 0;
  const unsigned low = lead == 0xF0 ? 0x90 : 0x80;
  const unsigned high = lead == 0xF4 ? 0x8F : 0xBF;
  return tail && within(1, low, high) && within(3, 0x80, 0xBF) ? 4 : 0;
}

bool is_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = utf8_length(text, at);
    if (length == 0) return false;
    at += length;
  }
  return true;
}

Path percent_decoded(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      result += text[i];
      continue;
    }
    const int high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
    const int low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
    if (high < 0 || low < 0) return tl::unexpected(std::string("bad percent escape in the URI"));
    result += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return result;
}

}  // namespace

std::string scheme_of(std::string_view uri) {
  const std::string_view scheme = uri.substr(0, uri.find(':'));
  const bool valid = scheme.size() < uri.size() && !scheme.empty() && is_alpha(scheme.front()) &&
                     std::all_of(scheme.begin(), scheme.end(), [](char c) {
                       return is_alpha(c) || is_digit(c) || c == '+' || c == '-' || c == '.';
                     });
  return valid ? lowered(scheme) : std::string();
}

tl::expected<std::string, std::string> path_from_uri(std::string_view uri) {
  const std::string scheme = scheme_of(uri);
  if (scheme != "file")
    return tl::unexpected(scheme.empty() ? "the URI has no scheme"
                                         : "not a file: URI but " + scheme + ":");
  std::string_view rest = uri.substr(scheme.size() + 1);
  if (rest.substr(0, 2) == "//") {
    rest.remove_prefix(2);
    const std::string host = lowered(rest.substr(0, rest.find('/')));
    if (!host.empty() && host != "localhost")
      return tl::unexpected("the URI names another host: " + host);
    rest.remove_prefix(host.size());
  }
  if (rest.empty() || rest.front() != '/')
    return tl::unexpected(std::string("the URI's path is not absolute"));
  Path path = percent_decoded(rest);
  if (!path) return path;
  if (path->find('\0') != std::string::npos)
    return tl::unexpected(std::string("the URI's path contains NUL"));
  if (!is_utf8(*path)) return tl::unexpected(std::string("the URI's path is not UTF-8"));
  return path;
}

std::string uri_from_path(std::string_view path) {
  constexpr std::string_view hex = "0123456789ABCDEF";
  constexpr std::string_view plain = "/-._~";
  std::string uri = "file://";
  for (const char c : path) {
    if (is_alpha(c) || is_digit(c) || plain.find(c) != std::string_view::npos) {
      uri += c;
    } else {
      const auto byte = static_cast<std::uint8_t>(c);
      uri += '%';
      uri += hex[byte / 16];
      uri += hex[byte % 16];
    }
  }
  return uri;
}

}  // namespace protocol
