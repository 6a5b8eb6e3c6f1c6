// Reading JSON that others wrote: absent and null are the same, a value of another type is as if
// absent. Shared by api*.cpp only. Pure; any thread.
#pragma once

#include "cerebras/api.hpp"

#include <boost/json.hpp>

#include <array>
#include <optional>
#include <string_view>

namespace cerebras {

/// One parsed text with its memory; small texts need no allocation.
class ParsedJson {
 public:
  explicit ParsedJson(std::string_view text);
  ParsedJson(const ParsedJson&) = delete;
  ParsedJson& operator=(const ParsedJson&) = delete;

  /// nullptr when the text is not one JSON value.
  [[nodiscard]] const json::value* value() const { return value_ ? &*value_ : nullptr; }

 private:
  std::array<unsigned char, 4096> buffer_;
  json::monotonic_resource resource_{buffer_.data(), buffer_.size()};
  std::optional<json::value> value_;
};

/// A member that is there and not null; nullptr else, also when `value` is nullptr or no object.
const json::value* member(const json::value* value, std::string_view name);
/// The first element, nullptr when there is none.
const json::value* first_element(const json::value* value);
/// The string, "" when it is none.
std::string_view text_of(const json::value* value);

/// The service's error in `body` under an HTTP status; nullopt when it holds none.
std::optional<Error> find_error(const json::value* body, int status);

/// A 200 that is not what was asked for.
Error not_an_answer(std::string message);

}  // namespace cerebras
