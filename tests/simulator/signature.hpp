// A rough reading of the first declaration in some lines of code: good enough for a simulated
// answer, in the common languages, no parser. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace simulator {

struct Signature {
  enum class Kind { none, function, type };
  Kind kind = Kind::none;
  std::string name;
  std::vector<std::string> parameters;  ///< names
  std::string result;                   ///< type as written; "" for none, "void" and the like
  std::size_t line = 0;                 ///< 0-based, of its first line
  std::size_t last_line = 0;            ///< of the line where its header ends
  std::string indentation;
};

Signature read_signature(const std::vector<std::string_view>& lines, std::string_view language);

}  // namespace simulator
