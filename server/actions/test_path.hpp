// Where the tests of a source file go: next to it, by the usual name of its language. Pure.
#pragma once

#include <string>
#include <string_view>

namespace server::actions {

/// "/p/x.py" -> "/p/test_x.py", "/p/x.go" -> "/p/x_test.go", "/p/x.ts" -> "/p/x.test.ts". A test
/// file is its own test file.
std::string test_path_of(std::string_view path, std::string_view language_id);

}  // namespace server::actions
