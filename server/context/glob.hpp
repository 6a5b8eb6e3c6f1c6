// The patterns of privacy.deny. Not a .gitignore matcher: ignore files go through libgit2
// (ignore_rules.hpp). Pure.
#pragma once

#include <string>
#include <string_view>

namespace server::context {

/// Without `/`, `pattern` is matched against the file's name; with one, against whole components at
/// the end of `path` (a leading `/` anchors it, a trailing `/` means all below). `*`, `?` and
/// `[...]` stay within a component, `**` crosses any number of them. Case-sensitive.
bool glob_matches(const std::string& pattern, std::string_view path);

}  // namespace server::context
