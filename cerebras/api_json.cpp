#include "cerebras/api_json.hpp"

namespace cerebras {
namespace {

// Answers nest about five levels; the limit is for hostile ones.
constexpr std::size_t max_depth = 64;

}  // namespace

ParsedJson::ParsedJson(std::string_view text) {
  json::parse_options options;
  options.max_depth = max_depth;
  options.allow_invalid_utf8 = true;  // repaired where a text is taken: one bad byte is no failure
  boost::system::error_code error;
  json::value value = json::parse(text, error, &resource_, options);
  if (!error) value_.emplace(std::move(value));
}

const json::value* member(const json::value* value, std::string_view name) {
  const json::object* object = value ? value->if_object() : nullptr;
  const json::value* found = object ? object->if_contains(name) : nullptr;
  return found && !found->is_null() ? found : nullptr;
}

const json::value* first_element(const json::value* value) {
  const json::array* array = value ? value->if_array() : nullptr;
  return array && !array->empty() ? &array->front() : nullptr;
}

std::string_view text_of(const json::value* value) {
  const json::string* text = value ? value->if_string() : nullptr;
  return text ? std::string_view(text->data(), text->size()) : std::string_view();
}

}  // namespace cerebras
