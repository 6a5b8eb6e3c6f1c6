// The recursion behind protocol/json.hpp; include that one. Leaves are plain functions in json.cpp,
// so that each struct costs the compiler little; a path is only built once something is wrong.
#pragma once

#include <boost/describe.hpp>
#include <boost/json.hpp>
#include <boost/mp11/algorithm.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace protocol {

struct DecodeError {
  std::string path;      ///< "params.contentChanges.1.range.start.line"
  std::string expected;  ///< "number", "string", "object", "integer in 0..4294967295", ...
  std::string got = "";  ///< "nothing", "null", "string", "-5"; "" when there is nothing to add

  [[nodiscard]] std::string message() const {
    return path + ": expected " + expected + (got.empty() ? "" : ", got " + got);
  }
};

namespace detail {

namespace json = boost::json;

/// A DecodeError under construction: `path` grows at its front (".line", ".start.line", ...) while
/// the recursion returns.
struct Fault {
  std::string path;
  std::string expected;
  std::string got;
  int depth = 0;  ///< names in `path`; a name may contain dots

  void within(std::string_view name);
  void within(std::size_t index);
};

// Each returns false after filling `fault`.
bool refuse(const json::value& value, std::string_view expected, Fault& fault);
bool read_bool(const json::value& value, bool& out, Fault& fault);
bool read_double(const json::value& value, double& out, Fault& fault);
bool read_string(const json::value& value, std::string& out, Fault& fault);
bool read_signed(const json::value& value, std::int64_t low, std::int64_t high, std::int64_t& out,
                 Fault& fault);
bool read_unsigned(const json::value& value, std::uint64_t high, std::uint64_t& out, Fault& fault);

/// Of two alternatives of a variant that both failed: the one that got further explains better.
void keep_further(Fault& best, Fault&& other);

template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};

template <class T>
bool decode_into(const json::value& value, T& out, Fault& fault);
template <class T>
json::value encode_value(const T& value);

template <class T>
constexpr bool is_described = boost::describe::has_describe_members<T>::value;

template <class T>
using Members = boost::describe::describe_members<T, boost::describe::mod_public |
                                                         boost::describe::mod_inherited>;

template <class T>
bool decode_number(const json::value& value, T& out, Fault& fault) {
  if constexpr (std::is_floating_point_v<T>) {
    double number = 0;
    if (!read_double(value, number, fault)) return false;
    out = static_cast<T>(number);
  } else if constexpr (std::is_signed_v<T>) {
    std::int64_t number = 0;
    using Limits = std::numeric_limits<T>;
    if (!read_signed(value, Limits::min(), Limits::max(), number, fault)) return false;
    out = static_cast<T>(number);
  } else {
    std::uint64_t number = 0;
    if (!read_unsigned(value, std::numeric_limits<T>::max(), number, fault)) return false;
    out = static_cast<T>(number);
  }
  return true;
}

// decode_shape: overloads, so that the compiler looks at one body per shape.

template <class T>
bool decode_shape(const json::value& value, std::optional<T>& out, Fault& fault) {
  out.reset();
  // A json::value holds null itself: present and null stays distinct from absent.
  if (value.is_null() && !std::is_same_v<T, json::value>) return true;
  return decode_into(value, out.emplace(), fault);
}

template <class T>
bool decode_shape(const json::value& value, std::vector<T>& out, Fault& fault) {
  const json::array* array = value.if_array();
  if (array == nullptr) return refuse(value, "array", fault);
  out.clear();
  out.reserve(array->size());
  for (std::size_t i = 0; i < array->size(); ++i) {
    T element{};
    if (!decode_into((*array)[i], element, fault)) {
      fault.within(i);
      return false;
    }
    out.push_back(std::move(element));
  }
  return true;
}

template <class T>
bool decode_shape(const json::value& value, std::map<std::string, T>& out, Fault& fault) {
  const json::object* object = value.if_object();
  if (object == nullptr) return refuse(value, "object", fault);
  out.clear();
  for (const auto& [key, member] : *object) {
    const std::string_view name = key;
    if (!decode_into(member, out[std::string(name)], fault)) {
      fault.within(name);
      return false;
    }
  }
  return true;
}

template <class T, class... Ts>
bool decode_alternative(const json::value& value, std::variant<Ts...>& out, Fault& fault) {
  Fault own;
  T alternative{};
  if (decode_into(value, alternative, own)) {
    out = std::move(alternative);
    return true;
  }
  keep_further(fault, std::move(own));
  return false;
}

template <class... Ts>
bool decode_shape(const json::value& value, std::variant<Ts...>& out, Fault& fault) {
  Fault furthest;  // not `fault`: what an alternative that was passed over said must not stay
  if ((decode_alternative<Ts>(value, out, furthest) || ...)) return true;
  fault = std::move(furthest);
  return false;
}

/// One member of a described struct. Absent is fine for optionals and for what can be null.
template <class T>
bool decode_member(const json::object& object, std::string_view name, T& out, Fault& fault) {
  const json::value* value = object.if_contains(name);
  if (value == nullptr) {
    if constexpr (IsOptional<T>::value) return true;
    if (decode_into(json::value(), out, fault)) return true;
    fault.got = "nothing";
  } else if (decode_into(*value, out, fault)) {
    return true;
  }
  fault.within(name);
  return false;
}

template <class T>
bool decode_shape(const json::value& value, T& out, Fault& fault) {
  static_assert(is_described<T>, "no BOOST_DESCRIBE_STRUCT for this type");
  const json::object* object = value.if_object();
  if (object == nullptr) return refuse(value, "object", fault);
  bool fine = true;
  boost::mp11::mp_for_each<Members<T>>([&](auto member) {
    fine = fine && decode_member(*object, member.name, out.*member.pointer, fault);
  });
  return fine;
}

template <class T>
bool decode_into(const json::value& value, T& out, Fault& fault) {
  if constexpr (std::is_same_v<T, json::value>) {
    out = value;
    return true;
  } else if constexpr (std::is_same_v<T, json::object>) {
    if (!value.is_object()) return refuse(value, "object", fault);
    out = value.get_object();
    return true;
  } else if constexpr (std::is_same_v<T, json::array>) {
    if (!value.is_array()) return refuse(value, "array", fault);
    out = value.get_array();
    return true;
  } else if constexpr (std::is_same_v<T, std::monostate>) {
    return value.is_null() || refuse(value, "null", fault);
  } else if constexpr (std::is_same_v<T, bool>) {
    return read_bool(value, out, fault);
  } else if constexpr (std::is_same_v<T, std::string>) {
    return read_string(value, out, fault);
  } else if constexpr (std::is_enum_v<T>) {
    std::underlying_type_t<T> number{};
    if (!decode_number(value, number, fault)) return false;
    out = static_cast<T>(number);
    return true;
  } else if constexpr (std::is_arithmetic_v<T>) {
    return decode_number(value, out, fault);
  } else {
    return decode_shape(value, out, fault);
  }
}

template <class T>
void encode_member(json::object& object, std::string_view name, const T& value) {
  if constexpr (IsOptional<T>::value) {
    if (value) object.emplace(name, encode_value(*value));
  } else {
    object.emplace(name, encode_value(value));
  }
}

template <class T>
json::value encode_shape(const std::optional<T>& value) {
  return value ? encode_value(*value) : json::value();
}

template <class T>
json::value encode_shape(const std::vector<T>& value) {
  json::array array;
  array.reserve(value.size());
  for (const auto& element : value) array.push_back(encode_value<T>(element));
  return array;
}

template <class T>
json::value encode_shape(const std::map<std::string, T>& value) {
  json::object object;
  object.reserve(value.size());
  for (const auto& [name, member] : value) encode_member(object, name, member);
  return object;
}

template <class... Ts>
json::value encode_shape(const std::variant<Ts...>& value) {
  return std::visit([](const auto& alternative) { return encode_value(alternative); }, value);
}

template <class T>
json::value encode_shape(const T& value) {
  static_assert(is_described<T>, "no BOOST_DESCRIBE_STRUCT for this type");
  json::object object;
  object.reserve(boost::mp11::mp_size<Members<T>>::value);
  boost::mp11::mp_for_each<Members<T>>(
      [&](auto member) { encode_member(object, member.name, value.*member.pointer); });
  return object;
}

template <class T>
json::value encode_value(const T& value) {
  if constexpr (std::is_same_v<T, json::value>) {
    return value;
  } else if constexpr (std::is_same_v<T, json::object> || std::is_same_v<T, json::array> ||
                       std::is_same_v<T, bool>) {
    return json::value(value);
  } else if constexpr (std::is_same_v<T, std::monostate>) {
    return json::value();
  } else if constexpr (std::is_enum_v<T>) {
    return encode_value(static_cast<std::underlying_type_t<T>>(value));
  } else if constexpr (std::is_floating_point_v<T>) {
    return json::value(static_cast<double>(value));
  } else if constexpr (std::is_integral_v<T> && std::is_signed_v<T>) {
    return json::value(static_cast<std::int64_t>(value));
  } else if constexpr (std::is_integral_v<T>) {
    return json::value(static_cast<std::uint64_t>(value));
  } else if constexpr (std::is_convertible_v<const T&, std::string_view>) {
    return json::value(json::string_view(std::string_view(value)));
  } else {
    return encode_shape(value);
  }
}

}  // namespace detail
}  // namespace protocol
