// The secret itself: what can be a key, how it is wiped, and how it is kept out of messages.
#include "cerebras/credentials.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace cerebras {
namespace {

using Fault = tl::unexpected<std::string>;

constexpr std::size_t longest_key = 4096;  // bytes; gateways take signed tokens of some kilobytes
constexpr std::string_view redacted = "[redacted]";
constexpr std::string_view service_prefix = "csk-";

bool is_key_character(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
         c == '_';
}

void replace_all(std::string& text, std::string_view secret) {
  for (auto at = text.find(secret); at != std::string::npos;
       at = text.find(secret, at + redacted.size())) {
    text.replace(at, secret.size(), redacted);
  }
}

}  // namespace

void wipe(std::string& secret) {
  secret.resize(secret.capacity());
  explicit_bzero(secret.data(), secret.size());
  secret.clear();
}

tl::expected<ApiKey, std::string> ApiKey::parse(std::string text) {
  constexpr std::string_view blank = " \t\r\n\v\f";
  const auto first = std::min(text.find_first_not_of(blank), text.size());
  const auto last = text.find_last_not_of(blank);
  ApiKey key(first == text.size() ? std::string() : text.substr(first, last - first + 1));
  wipe(text);
  const auto value = key.reveal();
  if (value.empty()) return Fault("it is empty");
  if (value.size() > longest_key) return Fault("it is longer than 4096 bytes");
  if (value.starts_with("Bearer ")) return Fault("leave out \"Bearer \"");
  if (std::any_of(value.begin(), value.end(), [](char c) { return c <= ' ' || c > '~'; })) {
    return Fault("it has blanks, control or non-ASCII characters in it");
  }
  return key;
}

// Short texts live inside std::string, and a move copies them: the source is wiped.
ApiKey::ApiKey(ApiKey&& other) noexcept : text_(std::move(other.text_)) {
  wipe(other.text_);
}

ApiKey& ApiKey::operator=(ApiKey&& other) noexcept {
  if (this == &other) return *this;
  wipe(text_);
  text_ = std::move(other.text_);
  wipe(other.text_);
  return *this;
}

ApiKey& ApiKey::operator=(const ApiKey& other) {
  if (this == &other) return *this;
  wipe(text_);
  text_ = other.text_;
  return *this;
}

ApiKey::~ApiKey() {
  wipe(text_);
}

std::string_view to_string(KeySource source) {
  switch (source) {
    case KeySource::none:
      return "none";
    case KeySource::set_credential:
      return "setCredential";
    case KeySource::settings:
      return "apiKey";
    case KeySource::command:
      return "apiKeyCommand";
    case KeySource::environment:
      return "CEREBRAS_API_KEY";
    case KeySource::file:
      return "credentials file";
  }
  return "none";
}

std::string redact(std::string text, const std::optional<ApiKey>& key) {
  if (key && !key->reveal().empty()) replace_all(text, key->reveal());
  for (auto at = text.find(service_prefix); at != std::string::npos;
       at = text.find(service_prefix, at + 1)) {
    auto end = at + service_prefix.size();
    while (end < text.size() && is_key_character(text[end])) ++end;
    if (end > at + service_prefix.size()) text.replace(at, end - at, redacted);
  }
  return text;
}

}  // namespace cerebras
