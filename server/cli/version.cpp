#include "server/cli/version.hpp"

#include "cerebras/http.hpp"

#include <boost/version.hpp>

namespace server::cli {

std::string version() {
  return VERSION_STRING;
}

std::string version_text() {
  const auto boost = std::to_string(BOOST_VERSION / 100000) + "." +
                     std::to_string(BOOST_VERSION / 100 % 1000) + "." +
                     std::to_string(BOOST_VERSION % 100);
  return "cerebras-ls " + version() + "\n" + cerebras::http_library_version() + "\nBoost " + boost +
         "\n";
}

}  // namespace server::cli
