// Where requests go: the base URL normalised (".../v1"), and its origin (scheme, host, port), to
// which a key is bound. Pure; any thread.
#pragma once

#include <tl/expected.hpp>

#include <string>
#include <string_view>

namespace cerebras {

struct Origin {
  std::string scheme;  ///< "https" | "http"
  std::string host;    ///< lower case, no brackets
  std::string port;    ///< always explicit, "443"
  bool operator==(const Origin&) const = default;
  [[nodiscard]] std::string text() const;  ///< "https://api.cerebras.ai" (default port left out)
  [[nodiscard]] bool is_cerebras() const;  ///< api.cerebras.ai over https
};

struct BaseUrl {
  Origin origin;
  std::string url;  ///< normalised, no trailing "/": "https://api.cerebras.ai/v1"
};

/// With or without "/v1"; a path that already has a version segment is kept. Plain http only for
/// loopback; no user info, query or fragment. The error says what is accepted.
tl::expected<BaseUrl, std::string> parse_base_url(std::string_view text);

}  // namespace cerebras
