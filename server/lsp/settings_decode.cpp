#include "server/lsp/settings_decode.hpp"

#include "cerebras/origin.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string_view>

namespace server::lsp {
namespace {

std::string quoted(const std::string& word) {
  return "\"" + word + "\"";
}

std::string listed(const std::vector<std::string>& words) {
  std::string result;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) result += i + 1 == words.size() ? " or " : ", ";
    result += quoted(words[i]);
  }
  return result;
}

/// "0.0", "2.0", "-2.0": as in the contract.
std::string decimal(double value) {
  const auto tenths = std::llround(value * 10);
  return std::string(tenths < 0 ? "-" : "") + std::to_string(std::abs(tenths) / 10) + "." +
         std::to_string(std::abs(tenths) % 10);
}

bool is_printable(std::string_view value) {
  return std::all_of(value.begin(), value.end(),
                     [](char c) { return static_cast<unsigned char>(c) >= ' ' && c != '\x7f'; });
}

/// RFC 9110, 5.6.2.
bool is_token(std::string_view name) {
  constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
  return !name.empty() && std::all_of(name.begin(), name.end(), [&](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           marks.find(c) != std::string_view::npos;
  });
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

/// A text without line breaks and control characters.
std::optional<std::string> decode_line(const json::value& value) {
  if (!value.is_string() || !is_printable(value.get_string())) return std::nullopt;
  return std::string(value.get_string());
}

std::optional<std::string> decode_text(const json::value& value) {
  auto result = decode_line(value);
  if (result && result->empty()) result.reset();
  return result;
}

std::optional<double> decode_number(const json::value& value, double lowest, double highest) {
  if (!value.is_number()) return std::nullopt;
  const auto result = value.to_number<double>();
  if (!(result >= lowest && result <= highest)) return std::nullopt;
  return result;
}

/// Editors write 128 as 128.0 now and then.
std::optional<std::int64_t> decode_whole(const json::value& value) {
  if (value.is_int64()) return value.get_int64();
  if (!value.is_double()) return std::nullopt;
  const double number = value.get_double();
  if (std::trunc(number) != number || std::abs(number) > 9e15) return std::nullopt;
  return static_cast<std::int64_t>(number);
}

/// Every element by `decode`, or nothing.
template <class T, class Decode>
std::optional<std::vector<T>> decode_list(const json::value& value, Decode decode) {
  if (!value.is_array()) return std::nullopt;
  std::vector<T> result;
  for (const auto& element : value.get_array()) {
    auto decoded = decode(element);
    if (!decoded) return std::nullopt;
    result.push_back(std::move(*decoded));
  }
  return result;
}

/// A decoder that refuses as a whole, with what it accepts.
template <class T, class Decode>
Decoder<T> all_or_nothing(std::string accepts, Decode decode) {
  auto whole_value = [accepts, decode](const json::value& value, Faults& faults) {
    std::optional<T> result = decode(value);
    if (!result) faults.push_back({{}, "expected " + accepts});
    return result;
  };
  return {std::move(accepts), std::move(whole_value)};
}

}  // namespace

Decoder<bool> flag() {
  return all_or_nothing<bool>("true or false", [](const json::value& value) {
    return value.is_bool() ? std::optional(value.get_bool()) : std::nullopt;
  });
}

Decoder<std::string> text() {
  return all_or_nothing<std::string>("a text", decode_text);
}

Decoder<std::string> word() {
  return all_or_nothing<std::string>("a text without blanks", [](const json::value& value) {
    auto result = decode_line(value);
    if (result && result->find(' ') != std::string::npos) result.reset();
    return result;
  });
}

Decoder<std::string> path() {
  return all_or_nothing<std::string>("a file name", decode_line);
}

Decoder<std::string> one_of(std::vector<std::string> choices) {
  auto accepts = listed(choices);
  return all_or_nothing<std::string>(std::move(accepts), [choices](const json::value& value) {
    auto result = decode_text(value);
    if (result && std::find(choices.begin(), choices.end(), *result) == choices.end()) {
      result.reset();
    }
    return result;
  });
}

Decoder<std::string> base_url() {
  return {"an https URL", [](const json::value& value, Faults& faults) {
            std::optional<std::string> result;
            auto url = cerebras::parse_base_url(
                value.is_string() ? std::string_view(value.get_string()) : std::string_view());
            if (url) {
              result = std::move(url->url);
            } else {
              faults.push_back({{}, std::move(url.error())});
            }
            return result;
          }};
}

Decoder<double> number(double lowest, double highest) {
  return all_or_nothing<double>(
      "a number in " + decimal(lowest) + ".." + decimal(highest),
      [=](const json::value& value) { return decode_number(value, lowest, highest); });
}

Decoder<std::int64_t> whole(std::int64_t lowest, std::int64_t highest) {
  const bool bounded = highest < std::numeric_limits<std::int64_t>::max();
  auto accepts =
      bounded ? "a whole number in " + std::to_string(lowest) + ".." + std::to_string(highest)
              : "a whole number of at least " + std::to_string(lowest);
  return all_or_nothing<std::int64_t>(std::move(accepts), [=](const json::value& value) {
    auto result = decode_whole(value);
    if (result && (*result < lowest || *result > highest)) result.reset();
    return result;
  });
}

Decoder<std::vector<std::string>> texts() {
  return all_or_nothing<std::vector<std::string>>("a list of texts", [](const json::value& value) {
    return decode_list<std::string>(value, decode_text);
  });
}

Decoder<std::vector<double>> shares() {
  return all_or_nothing<std::vector<double>>(
      "a list of numbers in 0.0..1.0", [](const json::value& value) {
        auto result = decode_list<double>(
            value, [](const json::value& element) { return decode_number(element, 0, 1); });
        if (result) std::sort(result->begin(), result->end());
        return result;
      });
}

Decoder<Headers> headers() {
  // Ours alone: the key's binding to its origin and the framing of the request rest on them.
  static const std::vector<std::string> ours = {
      "authorization", "host", "content-type", "content-length", "connection", "transfer-encoding"};
  return {"an object of header names and texts", [](const json::value& value, Faults& faults) {
            std::optional<Headers> result;
            if (!value.is_object()) {
              faults.push_back({{}, "expected an object of header names and texts"});
              return result;
            }
            result.emplace();
            for (const auto& [name, content] : value.get_object()) {
              const bool refused = std::find(ours.begin(), ours.end(), lower(name)) != ours.end();
              if (!is_token(name)) {
                faults.push_back({{}, "expected header names of letters, digits and -"});
              } else if (refused) {
                faults.push_back({"." + std::string(name), "is set by the server itself"});
              } else if (!content.is_string() || !is_printable(content.get_string())) {
                faults.push_back({"." + std::string(name), "expected a text of one line"});
              } else {
                result->emplace_back(name, content.get_string());
              }
            }
            return result;
          }};
}

Decoder<json::object> extra_body() {
  // What the budget's bound and the reading of the answer rest on.
  static const std::array<std::string_view, 10> ours = {
      "model",   "messages", "max_completion_tokens", "max_tokens", "n",
      "best_of", "stream",   "stream_options",        "prompt",     "max_output_tokens"};
  return {"an object", [](const json::value& value, Faults& faults) {
            std::optional<json::object> result;
            if (!value.is_object()) {
              faults.push_back({{}, "expected an object"});
              return result;
            }
            result.emplace();
            for (const auto& [name, content] : value.get_object()) {
              if (std::find(ours.begin(), ours.end(), std::string_view(name)) != ours.end()) {
                faults.push_back({"." + std::string(name), "is set by the server itself"});
              } else {
                (*result)[name] = content;
              }
            }
            return result;
          }};
}

Decoder<Languages> languages() {
  return {"an object of language ids and true or false",
          [](const json::value& value, Faults& faults) {
            std::optional<Languages> result;
            if (!value.is_object()) {
              faults.push_back({{}, "expected an object of language ids and true or false"});
              return result;
            }
            result.emplace();
            for (const auto& [language, enabled] : value.get_object()) {
              if (enabled.is_bool()) {
                (*result)[std::string(language)] = enabled.get_bool();
              } else {
                faults.push_back({"." + std::string(language), "expected true or false"});
              }
            }
            return result;
          }};
}

}  // namespace server::lsp
