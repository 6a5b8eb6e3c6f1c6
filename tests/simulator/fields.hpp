// Strict reading of a JSON object from a scenario: typed fields by name, the first error is kept
// with its path, and every key that nobody asked for is an error. Pure.
#pragma once

#include <boost/json/object.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace simulator {

class Fields {
 public:
  /// `error` collects the first complaint of all readers that share it; "" means none.
  Fields(const boost::json::value& value, std::string path, std::string& error);

  const boost::json::value* value(std::string_view name);
  const boost::json::value* array(std::string_view name);
  std::optional<std::string> string(std::string_view name);
  std::optional<bool> boolean(std::string_view name);
  /// A whole number in [min, max].
  std::optional<std::uint64_t> number(std::string_view name, std::uint64_t min, std::uint64_t max);

  /// Complains about keys that were not read.
  void finish();
  void fail(std::string_view name, std::string_view text);
  [[nodiscard]] std::string path(std::string_view name) const;

 private:
  static const boost::json::object& object_or_empty(const boost::json::value& value);
  const boost::json::object& object_;
  std::string path_;
  std::string& error_;
  std::vector<std::string> known_;
};

}  // namespace simulator
