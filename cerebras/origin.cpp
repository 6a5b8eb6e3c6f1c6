#include "cerebras/origin.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <utility>

namespace cerebras {
namespace {

using Fault = tl::unexpected<std::string>;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
char to_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), to_lower);
  return result;
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view blank = " \t\r\n";
  const auto first = text.find_first_not_of(blank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

std::string_view default_port(std::string_view scheme) {
  return scheme == "https" ? "443" : "80";
}

/// One spelling per address, because origins are compared as text.
std::optional<std::string> canonical_ipv6(const std::string& text) {
  in6_addr address{};
  if (inet_pton(AF_INET6, text.c_str(), &address) != 1) return std::nullopt;
  std::array<char, INET6_ADDRSTRLEN> buffer{};
  inet_ntop(AF_INET6, &address, buffer.data(), buffer.size());
  return std::string(buffer.data());
}

bool is_ipv4(const std::string& text) {
  in_addr address{};
  return inet_pton(AF_INET, text.c_str(), &address) == 1;
}

/// A dotted quad or a DNS name. Names whose last label is a number are refused: resolvers read
/// "127.1" or "2130706433" as addresses.
bool is_host(std::string_view host) {
  if (host.empty() || host.size() > 253) return false;
  std::size_t label = 0;
  bool numeric = true;
  for (const char c : host) {
    if (c == '.') {
      if (label == 0) return false;
      label = 0;
      numeric = true;
      continue;
    }
    if (!is_lower(c) && !is_digit(c) && c != '-' && c != '_') return false;
    if (++label > 63) return false;
    numeric = numeric && is_digit(c);
  }
  return label > 0 && (!numeric || is_ipv4(std::string(host)));
}

bool is_loopback(const std::string& host) {
  if (host == "localhost" || host == "::1") return true;
  return is_ipv4(host) && host.starts_with("127.");
}

tl::expected<std::string, std::string> parse_port(std::string_view text) {
  std::uint32_t port = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (fault != std::errc{} || end != text.data() + text.size() || port < 1 || port > 65535) {
    return Fault("the port must be a number in 1..65535");
  }
  return std::to_string(port);
}

/// "host", "host:port", "[v6]:port" -> host and port; the scheme's port when none is given.
tl::expected<Origin, std::string> parse_authority(std::string scheme, std::string_view authority) {
  if (authority.find('@') != std::string_view::npos) {
    return Fault("user names and passwords in the URL are not accepted");
  }
  Origin origin{std::move(scheme), {}, {}};
  std::string_view rest;
  if (authority.starts_with('[')) {
    const auto close = authority.find(']');
    if (close == std::string_view::npos) return Fault("the IPv6 address needs a closing bracket");
    auto address = canonical_ipv6(std::string(authority.substr(1, close - 1)));
    if (!address) return Fault("not an IPv6 address in brackets");
    origin.host = std::move(*address);
    rest = authority.substr(close + 1);
    if (!rest.empty() && !rest.starts_with(':')) return Fault("unexpected text after the bracket");
  } else {
    const auto colon = std::min(authority.find(':'), authority.size());
    origin.host = lower(authority.substr(0, colon));
    if (origin.host.ends_with('.')) origin.host.pop_back();
    if (!is_host(origin.host)) {
      return Fault("the host must be a DNS name (international names as xn--...) or an address");
    }
    rest = authority.substr(colon);
  }
  if (rest.size() <= 1) {
    origin.port = default_port(origin.scheme);
    return origin;
  }
  auto port = parse_port(rest.substr(1));
  if (!port) return tl::unexpected(std::move(port.error()));
  origin.port = std::move(*port);
  return origin;
}

/// "v1", "v2beta", "v1.1".
bool is_version(std::string_view segment) {
  return segment.size() >= 2 && segment[0] == 'v' && is_digit(segment[1]) &&
         std::all_of(segment.begin(), segment.end(),
                     [](char c) { return is_digit(c) || is_lower(c) || c == '.'; });
}

/// The path without a trailing "/", with "/v1" when no segment names a version (gateways may carry
/// theirs in the middle, as in ".../v1/account/gateway/cerebras").
tl::expected<std::string, std::string> parse_path(std::string_view path) {
  while (path.ends_with('/')) path.remove_suffix(1);
  if (path.ends_with("/chat/completions")) {
    return Fault("leave out /chat/completions, the server adds it");
  }
  bool versioned = false;
  for (std::string_view rest = path; !rest.empty();) {
    rest.remove_prefix(1);
    const auto segment = rest.substr(0, rest.find('/'));
    if (segment.empty() || segment == "." || segment == "..") {
      return Fault("empty, \".\" and \"..\" path segments are not accepted");
    }
    versioned = versioned || is_version(segment);
    rest.remove_prefix(segment.size());
  }
  std::string result(path);
  if (!versioned) result += "/v1";
  return result;
}

}  // namespace

std::string Origin::text() const {
  const bool v6 = host.find(':') != std::string::npos;
  std::string result = scheme + "://" + (v6 ? "[" + host + "]" : host);
  if (port != default_port(scheme)) result += ":" + port;
  return result;
}

bool Origin::is_cerebras() const {
  return scheme == "https" && host == "api.cerebras.ai" && port == "443";
}

tl::expected<BaseUrl, std::string> parse_base_url(std::string_view text) {
  text = trim(text);
  const auto colon = text.find("://");
  std::string scheme = lower(text.substr(0, std::min(colon, text.size())));
  if (colon == std::string_view::npos || (scheme != "https" && scheme != "http")) {
    return Fault("expected an https URL such as https://api.cerebras.ai/v1");
  }
  const auto rest = text.substr(colon + 3);
  const bool printable =
      std::all_of(rest.begin(), rest.end(), [](char c) { return c > ' ' && c < '\x7f'; });
  if (!printable || rest.find_first_of("?#\\\"<>^`{|}") != std::string_view::npos) {
    return Fault("a query, a fragment, spaces and special characters are not accepted");
  }
  const auto slash = std::min(rest.find('/'), rest.size());
  auto origin = parse_authority(std::move(scheme), rest.substr(0, slash));
  if (!origin) return tl::unexpected(std::move(origin.error()));
  if (origin->scheme == "http" && !is_loopback(origin->host)) {
    return Fault(
        "plain http is accepted for loopback only (localhost, 127.0.0.1, [::1]); use https");
  }
  auto path = parse_path(rest.substr(slash));
  if (!path) return tl::unexpected(std::move(path.error()));
  std::string url = origin->text() + *path;
  return BaseUrl{std::move(*origin), std::move(url)};
}

}  // namespace cerebras
