// JSON value of one setting -> its C++ type. A decoder says what it accepts; it returns nothing
// when the value as a whole is refused, and may take a part of a list or an object and refuse the
// rest. Pure; any thread. For settings*.cpp only.
#pragma once

#include "server/lsp/settings.hpp"

#include <boost/json.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace server::lsp {

/// What is wrong with a value, for a person. Never repeats the value: it may be a secret.
struct Fault {
  std::string where;  ///< inside the value: "", "[2].output", ".cpp"
  std::string what;   ///< "expected true or false"
};
using Faults = std::vector<Fault>;

template <class T>
struct Decoder {
  std::string accepts;  ///< "a whole number of at least 1"
  std::function<std::optional<T>(const json::value&, Faults&)> decode;
};

using Headers = std::vector<std::pair<std::string, std::string>>;
using Languages = std::map<std::string, bool>;

Decoder<bool> flag();
Decoder<std::string> text();
/// Text without blanks and control characters, as in a URL; "" is accepted.
Decoder<std::string> word();
/// A file's name; "" is accepted.
Decoder<std::string> path();
Decoder<std::string> one_of(std::vector<std::string> choices);
Decoder<std::string> base_url();
Decoder<double> number(double lowest, double highest);
Decoder<std::int64_t> whole(std::int64_t lowest, std::int64_t highest);
Decoder<std::vector<std::string>> texts();
Decoder<std::vector<double>> shares();
Decoder<Headers> headers();
Decoder<json::object> extra_body();
Decoder<Languages> languages();
Decoder<std::vector<ActionSettings>> user_actions();

/// `inner`, or the word "auto" for nullopt.
template <class T>
Decoder<std::optional<T>> or_auto(Decoder<T> inner) {
  auto accepts = "\"auto\" or " + inner.accepts;
  return {std::move(accepts), [inner](const json::value& value, Faults& faults) {
            std::optional<std::optional<T>> result;
            Faults inner_faults;
            if (value.is_string() && value.get_string() == "auto") {
              result.emplace(std::nullopt);
            } else if (auto decoded = inner.decode(value, inner_faults)) {
              result.emplace(std::move(decoded));
            } else {
              faults.push_back({{}, "expected \"auto\" or " + inner.accepts});
            }
            return result;
          }};
}

/// For settings that are unset by default.
template <class T>
Decoder<std::optional<T>> optional(Decoder<T> inner) {
  return {inner.accepts, [inner](const json::value& value, Faults& faults) {
            std::optional<std::optional<T>> result;
            if (auto decoded = inner.decode(value, faults)) result.emplace(std::move(decoded));
            return result;
          }};
}

/// A number of another type, checked before it is narrowed.
template <class T, class From>
Decoder<T> as(Decoder<From> inner) {
  return {inner.accepts, [inner](const json::value& value, Faults& faults) {
            std::optional<T> result;
            if (auto decoded = inner.decode(value, faults)) result = static_cast<T>(*decoded);
            return result;
          }};
}

}  // namespace server::lsp
