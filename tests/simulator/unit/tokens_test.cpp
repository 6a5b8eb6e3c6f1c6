#include "tests/simulator/tokens.hpp"

#include <gtest/gtest.h>

namespace simulator {
namespace {

struct Row {
  const char* text;
  std::vector<std::string_view> tokens;
};

TEST(Tokens, AreCutByOneRule) {
  const Row rows[] = {
      {"", {}},
      {"return x;", {"return", " x", ";"}},
      {"  if (a)", {"  ", "if", " (", "a", ")"}},
      {"a\n    b", {"a", "\n    ", "b"}},
      {"a_long_identifier", {"a_long_ident", "ifier"}},
      {"12345", {"123", "45"}},
      {"f(){}", {"f", "(){", "}"}},
      {"a  b", {"a", "  ", "b"}},
      {"gr\xC3\xB6\xC3\x9F", {"gr", "\xC3\xB6", "\xC3\x9F"}},
      {"\xF0\x9F\x98\x80!", {"\xF0\x9F\x98\x80", "!"}},
      {"a\r\n", {"a", "\r", "\n"}},
      {"\x01", {"\x01"}},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(split_tokens(row.text), row.tokens) << row.text;
    EXPECT_EQ(count_tokens(row.text), row.tokens.size()) << row.text;
  }
}

TEST(Tokens, AreNeverMoreThanBytes) {
  std::string text;
  for (int byte = 0; byte < 256; ++byte) {
    text += static_cast<char>(byte);
    EXPECT_LE(count_tokens(text), text.size());
  }
}

}  // namespace
}  // namespace simulator
