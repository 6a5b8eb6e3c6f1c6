#include "cerebras/credentials.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace cerebras {
namespace {

ApiKey key(const std::string& text) {
  return *ApiKey::parse(text);
}

TEST(ApiKeyTest, WhatCanBeAKey) {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"csk-abc", "csk-abc"},
      {"  csk-abc\r\n", "csk-abc"},
      {std::string(4096, 'k'), std::string(4096, 'k')},
      {"", "!"},
      {" \n\t", "!"},
      {"two words", "!"},
      {"Bearer csk-abc", "!"},
      {"csk-abc\r\nX-Evil: 1", "!"},
      {std::string("csk\0abc", 7), "!"},
      {"csk-\x7f", "!"},
      {"csk-\xc3\xa4", "!"},
      {std::string(4097, 'k'), "!"},
  };
  for (const auto& [text, expected] : rows) {
    const auto parsed = ApiKey::parse(text);
    EXPECT_EQ(parsed ? std::string(parsed->reveal()) : "!", expected) << text;
    if (parsed) continue;
    EXPECT_EQ(parsed.error().find("csk"), std::string::npos) << parsed.error();
  }
}

TEST(ApiKeyTest, IsWipedWhenMovedFrom) {
  for (const std::string text :
       {"short-key", "a key that no small string buffer can hold inside"}) {
    std::string compact;
    for (const char c : text) compact += c == ' ' ? '-' : c;
    ApiKey first = key(compact);
    const std::string_view before = first.reveal();
    ApiKey second = std::move(first);
    EXPECT_EQ(second.reveal(), compact);
    if (compact.size() < 16) {  // inside the object: its bytes can still be looked at
      EXPECT_EQ(std::string(before.data(), compact.size()), std::string(compact.size(), '\0'));
    }
    first = std::move(second);  // NOLINT: assigning to a moved-from object is what is tested
    EXPECT_EQ(first.reveal(), compact);
    EXPECT_TRUE(second.reveal().empty());  // NOLINT
  }
}

TEST(ApiKeyTest, WipeCoversTheSpareCapacity) {
  std::string secret = "first-secret";
  secret.reserve(64);
  secret.resize(3);
  const char* bytes = secret.data();
  wipe(secret);
  EXPECT_TRUE(secret.empty());
  EXPECT_EQ(std::string(bytes, 12), std::string(12, '\0'));
}

TEST(ApiKeyTest, Redaction) {
  const std::optional<ApiKey> own = key("gw_0123456789");
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"nothing here", "nothing here"},
      {"gw_0123456789", "[redacted]"},
      {"a gw_0123456789, b gw_0123456789", "a [redacted], b [redacted]"},
      {"Authorization: Bearer csk-abc_DEF-123\r\n", "Authorization: Bearer [redacted]\r\n"},
      {"csk-one csk-two", "[redacted] [redacted]"},
      {"keys begin with csk-", "keys begin with csk-"},
      {"csk-csk-abc", "[redacted]"},
  };
  for (const auto& [text, expected] : rows) EXPECT_EQ(redact(text, own), expected);
  EXPECT_EQ(redact("gw_0123456789 csk-x", std::nullopt), "gw_0123456789 [redacted]");
}

}  // namespace
}  // namespace cerebras
