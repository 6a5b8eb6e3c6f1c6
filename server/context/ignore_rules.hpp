// Ignore files (privacy.ignoreFiles) with git's own semantics, through libgit2. Reads a file again
// when it changed and remembers its rules; that memory is no state, only time saved. Asio thread.
#pragma once

#include <optional>
#include <string>

namespace server::context {

/// Whether the rules of `ignore_file` (an absolute path; need not exist) exclude `relative`, a path
/// below the folder of the rules. The answer names the file. A file that can not be read or is no
/// text excludes everything: fails closed.
std::optional<std::string> ignored_by(const std::string& ignore_file, const std::string& relative);

}  // namespace server::context
