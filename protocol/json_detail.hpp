// The recursion behind protocol/json.hpp; include that one.
#pragma once

#include <string>

namespace protocol {

struct DecodeError {
  std::string path;      ///< "params.contentChanges.1.range.start.line"
  std::string expected;  ///< "number", "string", "object", "integer in 0..2147483647", ...

  [[nodiscard]] std::string message() const { return path + ": expected " + expected; }
};

}  // namespace protocol
