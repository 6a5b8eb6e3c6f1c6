// Versions of the program and of the libraries it depends on (bugs depend on them).
#pragma once

#include <string>

namespace server::cli {

std::string version();       ///< "0.1.0+abc1234"
std::string version_text();  ///< what --version prints, several lines

}  // namespace server::cli
