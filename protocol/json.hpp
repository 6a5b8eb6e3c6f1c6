// Boost.JSON values <-> described C++ structs (BOOST_DESCRIBE_STRUCT), with error paths.
// Boost.JSON 1.81's own conversion rejects unknown and missing members, which LSP needs:
//   decode  unknown members are ignored; std::optional may be absent or null; json::value and
//           json::object pass through; integers must be exact and in range; enums are their number
//   encode  an empty optional is left out
// Pure; any thread.
#pragma once

#include "protocol/json_detail.hpp"

#include <boost/describe.hpp>
#include <boost/json.hpp>
#include <tl/expected.hpp>

#include <string>
#include <string_view>

namespace protocol {

namespace json = boost::json;

/// JSON text of one value -> value; depth limited to 128 levels, doubles must be finite.
/// The error is a sentence for a person.
tl::expected<json::value, std::string> parse_json(std::string_view text);

/// `path` names the root in errors, as in "params.position.line: expected number".
template <class T>
tl::expected<T, DecodeError> decode(const json::value& value, std::string_view path = "params") {
  T result{};
  detail::Fault fault;
  if (detail::decode_into(value, result, fault)) return result;
  return tl::unexpected(DecodeError{std::string(path) + fault.path, fault.expected, fault.got});
}

template <class T>
json::value encode(const T& value) {
  return detail::encode_value(value);
}

}  // namespace protocol
