// file: URIs <-> paths (RFC 3986, RFC 8089). Pure; any thread. POSIX paths.
#pragma once

#include <tl/expected.hpp>

#include <string>
#include <string_view>

namespace protocol {

/// "file:///a%20b/c.cpp" -> "/a b/c.cpp". The error says why: other scheme, remote host, bad
/// percent escape, NUL, relative path.
tl::expected<std::string, std::string> path_from_uri(std::string_view uri);

/// "/a b/c.cpp" -> "file:///a%20b/c.cpp". `path` must be absolute.
std::string uri_from_path(std::string_view path);

/// The scheme in lower case ("file", "untitled"), or "" when there is none.
std::string scheme_of(std::string_view uri);

}  // namespace protocol
