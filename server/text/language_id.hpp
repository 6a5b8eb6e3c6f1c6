// The LSP language identifier of a file that no editor opened (command line, new files), from its
// name. Pure.
#pragma once

#include <string>
#include <string_view>

namespace server::text {

/// "a.cpp" -> "cpp"; "plaintext" when unknown.
std::string language_id_of(std::string_view path);

}  // namespace server::text
