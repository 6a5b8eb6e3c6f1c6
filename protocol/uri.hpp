// file: URIs <-> paths (RFC 3986, RFC 8089). Pure; any thread. POSIX paths.
// Does not normalise ("a/../b" stays) and does not cut at '?' or '#': in an editor's file: URI
// these are part of a name that it forgot to escape, and privacy rules must see the whole name.
#pragma once

#include <tl/expected.hpp>

#include <string>
#include <string_view>

namespace protocol {

/// "file:///a%20b/c.cpp" -> "/a b/c.cpp". The error says why: other scheme, remote host, bad
/// percent escape, NUL, not UTF-8, relative path. The host may be "localhost".
tl::expected<std::string, std::string> path_from_uri(std::string_view uri);

/// "/a b/c.cpp" -> "file:///a%20b/c.cpp". `path` must be absolute.
std::string uri_from_path(std::string_view path);

/// The scheme in lower case ("file", "untitled"), or "" when there is none.
std::string scheme_of(std::string_view uri);

}  // namespace protocol
