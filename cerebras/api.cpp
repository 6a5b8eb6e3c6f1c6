// ChatCompletionRequest -> JSON text. Written by hand rather than by way of a json::value: the
// field order is the order of these lines, and a prompt is copied once.
#include "cerebras/api.hpp"

#include "cerebras/sanitize.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace cerebras {
namespace {

constexpr std::size_t max_stops = 4;

/// What the budget's bound rests on, and what the reader of the answer has to know: never taken
/// from `extra_body`.
constexpr std::array<std::string_view, 7> own_fields{
    "model", "messages", "max_completion_tokens", "max_tokens", "n", "best_of", "stream"};

bool is_own_field(std::string_view name) {
  return std::find(own_fields.begin(), own_fields.end(), name) != own_fields.end();
}

void append_escape(std::string& out, char c) {
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      break;
  }
  constexpr std::string_view digits = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(c);
  if (byte >= 0x80) {
    // Not UTF-8. One byte for one byte, because the budget's bound counts bytes.
    out += '?';
    return;
  }
  out += "\\u00";
  out += digits[byte >> 4U];
  out += digits[byte & 0xFU];
}

void append_string(std::string& out, std::string_view text) {
  out += '"';
  std::size_t copied = 0;
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    std::size_t plain = 1;
    if (byte >= 0x80) {
      plain = utf8_length(text.substr(i));
    } else if (byte < 0x20 || byte == '"' || byte == '\\') {
      plain = 0;
    }
    if (plain > 0) {
      i += plain;
      continue;
    }
    out.append(text.substr(copied, i - copied));
    append_escape(out, text[i]);
    copied = ++i;
  }
  out.append(text.substr(copied));
  out += '"';
}

template <class Number>
void append_number(std::string& out, Number number) {
  std::array<char, 40> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

/// The members of one object. A name in `extra` is left out here and written last.
class BodyWriter {
 public:
  BodyWriter(std::string& out, const json::object& extra) : out_(out), extra_(extra) {
    out_ += '{';
  }

  /// True when the caller is to append the value.
  bool name(std::string_view name) {
    if (!is_own_field(name) && extra_.contains(name)) return false;
    start(name);
    return true;
  }
  void text(std::string_view field, const std::optional<std::string>& value) {
    if (value && name(field)) append_string(out_, *value);
  }
  void number(std::string_view field, const std::optional<double>& value) {
    if (value && std::isfinite(*value) && name(field)) append_number(out_, *value);
  }
  void integer(std::string_view field, const std::optional<std::int64_t>& value) {
    if (value && name(field)) append_number(out_, *value);
  }
  /// A null in `extra` means: without this field.
  void finish() {
    for (const auto& [key, value] : extra_) {
      if (is_own_field(key) || value.is_null()) continue;
      start(key);
      out_ += json::serialize(value);
    }
    out_ += '}';
  }

 private:
  void start(std::string_view name) {
    if (out_.back() != '{') out_ += ',';
    append_string(out_, name);
    out_ += ':';
  }

  std::string& out_;
  const json::object& extra_;
};

void append_messages(std::string& out, const std::vector<ChatMessage>& messages) {
  out += '[';
  for (const auto& message : messages) {
    if (out.back() != '[') out += ',';
    out += "{\"role\":";
    append_string(out, message.role);
    out += ",\"content\":";
    append_string(out, message.content);
    out += '}';
  }
  out += ']';
}

void append_stops(std::string& out, const std::vector<std::string>& stops) {
  out += '[';
  for (std::size_t i = 0; i < std::min(stops.size(), max_stops); ++i) {
    if (i > 0) out += ',';
    append_string(out, stops[i]);
  }
  out += ']';
}

std::size_t size_hint(const ChatCompletionRequest& request) {
  std::size_t size = 512;
  for (const auto& message : request.messages) {
    size += message.content.size() + message.content.size() / 8 + 64;
  }
  return size;
}

}  // namespace

std::string to_body(const ChatCompletionRequest& request) {
  std::string out;
  out.reserve(size_hint(request));
  BodyWriter body(out, request.extra_body);
  body.text("model", request.model);
  if (body.name("messages")) append_messages(out, request.messages);
  body.integer("max_completion_tokens", std::max<std::int64_t>(request.max_completion_tokens, 1));
  if (request.stream && body.name("stream")) out += "true";
  if (request.stream && request.include_usage && body.name("stream_options")) {
    out += R"({"include_usage":true})";
  }
  body.number("temperature", request.temperature);
  body.number("top_p", request.top_p);
  body.number("frequency_penalty", request.frequency_penalty);
  body.number("presence_penalty", request.presence_penalty);
  body.integer("seed", request.seed);
  if (!request.stop.empty() && body.name("stop")) append_stops(out, request.stop);
  body.text("reasoning_effort", request.reasoning_effort);
  body.text("prompt_cache_key", request.prompt_cache_key);
  body.finish();
  return out;
}

}  // namespace cerebras
