#include "protocol/json.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace protocol {
namespace {

// Deeper text is refused: Boost.JSON parses iteratively, but destroys recursively.
constexpr std::size_t max_depth = 128;

/// 1e400 parses to Infinity, which is no JSON and would poison every calculation after it.
bool all_finite(const json::value& value) {
  if (const double* number = value.if_double()) return std::isfinite(*number);
  if (const json::array* array = value.if_array())
    return std::all_of(array->begin(), array->end(), all_finite);
  if (const json::object* object = value.if_object())
    return std::all_of(object->begin(), object->end(),
                       [](const auto& member) { return all_finite(member.value()); });
  return true;
}

/// What a value is, for a person: the number itself, else the kind.
std::string describe(const json::value& value) {
  if (value.is_number() || value.is_bool()) return json::serialize(value);
  return std::string(std::string_view(json::to_string(value.kind())));
}

/// The integer when `value` is one exactly (3 and 3.0 are, 2.5 is not) and fits.
template <class T>
std::optional<T> exact_integer(const json::value& value) {
  if (const auto* number = value.if_int64())
    return std::in_range<T>(*number) ? std::optional<T>(static_cast<T>(*number)) : std::nullopt;
  if (const auto* number = value.if_uint64())
    return std::in_range<T>(*number) ? std::optional<T>(static_cast<T>(*number)) : std::nullopt;
  const double* number = value.if_double();
  if (number == nullptr || std::trunc(*number) != *number) return std::nullopt;
  // 2^63 and 2^64 are doubles, one less is not: compare with the power itself.
  const double limit = std::ldexp(1.0, std::numeric_limits<T>::digits);
  const double lowest = std::is_signed_v<T> ? -limit : 0.0;
  if (*number < lowest || *number >= limit) return std::nullopt;
  return static_cast<T>(*number);
}

}  // namespace

namespace detail {

void Fault::within(std::string_view name) {
  path.insert(0, name).insert(0, 1, '.');
  ++depth;
}

void Fault::within(std::size_t index) {
  within(std::to_string(index));
}

bool refuse(const json::value& value, std::string_view expected, Fault& fault) {
  fault.expected = expected;
  fault.got = describe(value);
  return false;
}

bool read_bool(const json::value& value, bool& out, Fault& fault) {
  if (!value.is_bool()) return refuse(value, "true or false", fault);
  out = value.get_bool();
  return true;
}

bool read_double(const json::value& value, double& out, Fault& fault) {
  if (const auto* number = value.if_double()) {
    out = *number;
  } else if (const auto* integer = value.if_int64()) {
    out = static_cast<double>(*integer);
  } else if (const auto* large = value.if_uint64()) {
    out = static_cast<double>(*large);
  } else {
    return refuse(value, "number", fault);
  }
  return std::isfinite(out) || refuse(value, "finite number", fault);
}

bool read_string(const json::value& value, std::string& out, Fault& fault) {
  const json::string* text = value.if_string();
  if (text == nullptr) return refuse(value, "string", fault);
  out.assign(text->data(), text->size());
  return true;
}

bool read_signed(const json::value& value, std::int64_t low, std::int64_t high, std::int64_t& out,
                 Fault& fault) {
  const auto number = exact_integer<std::int64_t>(value);
  if (!number || *number < low || *number > high)
    return refuse(value,
                  high == std::numeric_limits<std::int64_t>::max()
                      ? "integer"
                      : "integer in " + std::to_string(low) + ".." + std::to_string(high),
                  fault);
  out = *number;
  return true;
}

bool read_unsigned(const json::value& value, std::uint64_t high, std::uint64_t& out, Fault& fault) {
  const auto number = exact_integer<std::uint64_t>(value);
  if (!number || *number > high)
    return refuse(value,
                  high == std::numeric_limits<std::uint64_t>::max()
                      ? "integer of at least 0"
                      : "integer in 0.." + std::to_string(high),
                  fault);
  out = *number;
  return true;
}

void keep_further(Fault& best, Fault&& other) {
  const bool first = best.expected.empty();
  // On a par, a wrong member explains better than a missing one: that was another alternative's.
  const bool present = best.got == "nothing" && other.got != "nothing";
  if (first || other.depth > best.depth || (other.depth == best.depth && present)) {
    best = std::move(other);
  } else if (other.depth == best.depth && other.path == best.path &&
             best.expected.find(other.expected) == std::string::npos) {
    best.expected += " or " + other.expected;
  }
}

}  // namespace detail

tl::expected<json::value, std::string> parse_json(std::string_view text) {
  json::parse_options options;
  options.max_depth = max_depth;
  json::parser parser({}, options);
  boost::system::error_code error;
  parser.write(text.data(), text.size(), error);
  if (error) return tl::unexpected("not valid JSON: " + error.message());
  json::value value = parser.release();
  if (!all_finite(value))
    return tl::unexpected(std::string("not valid JSON: a number is too large"));
  return value;
}

}  // namespace protocol
