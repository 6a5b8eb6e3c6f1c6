#include "tests/simulator/fields.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace simulator {

namespace json = boost::json;

Fields::Fields(const json::value& value, std::string path, std::string& error)
    : object_(object_or_empty(value)), path_(std::move(path)), error_(error) {
  if (!value.is_object() && error_.empty()) {
    error_ = (path_.empty() ? "scenario" : path_) + ": expected an object";
  }
}

const json::object& Fields::object_or_empty(const json::value& value) {
  static const json::object empty;
  return value.is_object() ? value.get_object() : empty;
}

std::string Fields::path(std::string_view name) const {
  return path_.empty() ? std::string(name) : path_ + "." + std::string(name);
}

void Fields::fail(std::string_view name, std::string_view text) {
  if (error_.empty()) error_ = path(name) + ": " + std::string(text);
}

const json::value* Fields::value(std::string_view name) {
  known_.emplace_back(name);
  return object_.if_contains(name);
}

const json::value* Fields::array(std::string_view name) {
  const auto* found = value(name);
  if (found == nullptr || found->is_array()) return found;
  fail(name, "expected an array");
  return nullptr;
}

std::optional<std::string> Fields::string(std::string_view name) {
  const auto* found = value(name);
  if (found == nullptr) return {};
  if (found->is_string()) return std::string(found->get_string());
  fail(name, "expected a string");
  return {};
}

std::optional<bool> Fields::boolean(std::string_view name) {
  const auto* found = value(name);
  if (found == nullptr) return {};
  if (found->is_bool()) return found->get_bool();
  fail(name, "expected true or false");
  return {};
}

std::optional<std::uint64_t> Fields::number(std::string_view name, std::uint64_t min,
                                            std::uint64_t max) {
  const auto* found = value(name);
  if (found == nullptr) return {};
  boost::system::error_code error;
  const auto number = found->to_number<std::uint64_t>(error);
  if (found->is_number() && !found->is_double() && !error && number >= min && number <= max)
    return number;
  fail(name, "expected a whole number from " + std::to_string(min) + " to " + std::to_string(max));
  return {};
}

void Fields::finish() {
  for (const auto& field : object_) {
    if (std::find(known_.begin(), known_.end(), field.key()) != known_.end()) continue;
    std::string text = "unknown key; known here:";
    for (const auto& name : known_) text += " " + name;
    fail(field.key(), text);
  }
}

}  // namespace simulator
