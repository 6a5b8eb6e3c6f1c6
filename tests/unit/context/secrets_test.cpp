#include "server/context/privacy.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace server::context {
namespace {

// Key look-alikes are put together from two parts, so that no scanner takes this file for a leak.
struct Row {
  const char* name;
  std::string text;
  std::string redacted;
};

const std::string digits = "0123456789abcdefABCDEF0123456789abcdef";

const Row rows[] = {
    {"nothing", "int main() { return 0; }\n", "int main() { return 0; }\n"},
    {"AWS",
     "id = \""
     "AKIA"
     "IOSFODNN7EXAMPLE\"",
     "id = \"REDACTED\""},
    {"GitHub",
     "x ghp"
     "_" +
         digits + " y",
     "x REDACTED y"},
    {"service key",
     "Bearer csk"
     "-" +
         digits,
     "Bearer REDACTED"},
    {"OpenAI",
     "'sk"
     "-proj-" +
         digits + "'",
     "'REDACTED'"},
    {"Slack",
     "xoxb"
     "-123456789012-abcdef",
     "REDACTED"},
    {"Google",
     "AIza"
     "SyA" +
         digits,
     "REDACTED"},
    {"JWT",
     "t(eyJhbGciOiJIUzI1NiJ9"
     ".eyJzdWIiOiIxMjM0In0"
     ".c2lnbmF0dXJlMTIz)",
     "t(REDACTED)"},
    {"class names are no keys", ".sk-spinner-double-bounce-fade {}",
     ".sk-spinner-double-bounce-fade {}"},
    {"inside a word", "mask-" + digits, "mask-" + digits},
    {"too short", "sk-abc1", "sk-abc1"},
    {"private key",
     "a\n-----BEGIN RSA PRIVATE KEY-----\nMIIEow\r\n  abc=\n-----END RSA PRIVATE KEY-----\nb\n",
     "a\n-----BEGIN RSA PRIVATE KEY-----\nREDACTED\r\n  REDACTED\n-----END RSA PRIVATE "
     "KEY-----\nb\n"},
    {"private key in one line",
     "k = \"-----BEGIN PRIVATE KEY-----\\nMII\\n-----END PRIVATE KEY-----\";",
     "k = \"-----BEGIN PRIVATE KEY-----REDACTED-----END PRIVATE KEY-----\";"},
    {"private key without its end", "-----BEGIN PRIVATE KEY-----\nMII\nabc",
     "-----BEGIN PRIVATE KEY-----\nREDACTED\nREDACTED"},
    {"private key without its beginning", "x = 1\nMIIEowIBAAKCAQEA123\n-----END PRIVATE KEY-----",
     "x = 1\nREDACTED\n-----END PRIVATE KEY-----"},
    {"public key", "-----BEGIN PUBLIC KEY-----\nMII\n", "-----BEGIN PUBLIC KEY-----\nMII\n"},
    {"quoted password", "password = \"hunter2hunter2\"", "password = \"REDACTED\""},
    {"JSON", R"("dbPassword": "correct-horse",)", R"("dbPassword": "REDACTED",)"},
    {"typed", "const apiKey: string = 'abcd1234abcd1234';", "const apiKey: string = 'REDACTED';"},
    {"Go", "authToken := `tok123456789`", "authToken := `REDACTED`"},
    {"Ruby", ":secret => \"abcdefgh1\"", ":secret => \"REDACTED\""},
    {"environment file", "API_TOKEN=abcdef0123456789\nX=1", "API_TOKEN=REDACTED\nX=1"},
    {"YAML", "  password: tr0ub4dor&3xyz", "  password: REDACTED"},
    {"escaped quote", R"(pwd = "abc\"defgh1")", R"(pwd = "REDACTED")"},
    {"unfinished literal", "secret = 'abcdefgh12", "secret = 'REDACTED"},
    {"two in a line", "f(password=\"12345678a\", token=\"abcd12345678\")",
     "f(password=\"REDACTED\", token=\"REDACTED\")"},
    {"comparison", "if (password == \"letmein99\")", "if (password == \"REDACTED\")"},
    {"short", "password = \"abc\"", "password = \"abc\""},
    {"placeholder", "password: \"${DB_PASSWORD}\"", "password: \"${DB_PASSWORD}\""},
    {"a sentence", "token = \"the next token of it\"", "token = \"the next token of it\""},
    {"a word as token", "token: \"endoffile\"", "token: \"endoffile\""},
    {"code", "token = next_token2(lexer)\nsecret = config2.secretManager(1)",
     "token = next_token2(lexer)\nsecret = config2.secretManager(1)"},
    {"other names", "tokenizer = \"cl100k_base_0123\"", "tokenizer = \"cl100k_base_0123\""},
};

TEST(Secrets, Table) {
  for (const auto& row : rows) {
    SCOPED_TRACE(row.name);
    const std::string redacted = redact_secrets(row.text);
    EXPECT_EQ(redacted, row.redacted);
    EXPECT_EQ(std::count(redacted.begin(), redacted.end(), '\n'),
              std::count(row.text.begin(), row.text.end(), '\n'));
    EXPECT_EQ(redact_secrets(redacted), redacted) << "twice is once";
  }
}

TEST(Secrets, SpansAreAscendingAndWithinALine) {
  std::string text;
  for (const auto& row : rows) text += row.text + "\n";
  std::size_t end = 0;
  for (const auto& span : secret_spans(text)) {
    ASSERT_LE(end, span.begin);
    ASSERT_LT(span.begin, span.end);
    ASSERT_EQ(text.substr(span.begin, span.end - span.begin).find('\n'), std::string::npos);
    end = span.end;
  }
}

}  // namespace
}  // namespace server::context
