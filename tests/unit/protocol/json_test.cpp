#include "protocol/json.hpp"

#include "protocol/lsp.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <limits>

namespace protocol {
namespace {

enum class Colour : std::uint8_t { red = 1, green = 2 };

struct Base {
  int number = 0;
};
BOOST_DESCRIBE_STRUCT(Base, (), (number))

struct Everything : Base {
  bool flag = false;
  double ratio = 0;
  std::string text;
  std::uint8_t small = 0;
  Colour colour = Colour::red;
  std::optional<std::string> maybe;
  std::vector<std::int64_t> list;
  std::map<std::string, int> table;
  std::variant<std::int64_t, std::string> either;
  json::value any;
  json::object object;
  std::optional<json::value> maybe_any;
};
BOOST_DESCRIBE_STRUCT(Everything, (Base),
                      (flag, ratio, text, small, colour, maybe, list, table, either, any, object,
                       maybe_any))

constexpr const char* full =
    R"({"number":-3,"flag":true,"ratio":0.5,"text":"é\u0000x","small":255,"colour":2,"maybe":"m",)"
    R"("list":[1,2.0],"table":{"a.b":1},"either":"e","any":[null],"object":{"k":{}},)"
    R"("maybe_any":null})";

/// The decoded value as text again, or the error: one line per case.
template <class T>
std::string outcome(std::string_view text) {
  const auto value = parse_json(text);
  if (!value) return "unparsable: " + value.error();
  const auto decoded = decode<T>(*value);
  return decoded ? json::serialize(encode(*decoded)) : decoded.error().message();
}

TEST(Json, EveryShapeSurvivesTheRoundTrip) {
  EXPECT_EQ(outcome<Everything>(full),
            R"({"number":-3,"flag":true,"ratio":5E-1,"text":"é\u0000x","small":255,"colour":2,)"
            R"("maybe":"m","list":[1,2],"table":{"a.b":1},"either":"e","any":[null],)"
            R"("object":{"k":{}},"maybe_any":null})");
}

TEST(Json, AnEmptyOptionalIsLeftOut) {
  EXPECT_EQ(json::serialize(encode(InlineCompletionItem{"x", {}, {}, {}})),
            R"({"insertText":"x"})");
}

struct Case {
  const char* text;
  const char* outcome;
};

TEST(Json, MembersMayBeUnknownAndOptionalOnesAbsentOrNull) {
  const std::array<Case, 5> cases = {{
      {R"({"uri":"u"})", R"({"uri":"u"})"},
      {R"({"uri":"u","extra":{"deep":[1]}})", R"({"uri":"u"})"},
      {R"({"uri":"a","uri":"b"})", R"({"uri":"b"})"},  // the last one wins
      {R"({})", "params.uri: expected string, got nothing"},
      {R"({"uri":null})", "params.uri: expected string, got null"},
  }};
  for (const auto& [text, expected] : cases)
    EXPECT_EQ(outcome<TextDocumentIdentifier>(text), expected) << text;

  const std::array<Case, 3> optional = {{
      {R"({"triggerKind":1})", R"({"triggerKind":1})"},
      {R"({"triggerKind":1,"selectedCompletionInfo":null})", R"({"triggerKind":1})"},
      {R"({"triggerKind":1,"selectedCompletionInfo":{"text":"x"}})",
       "params.selectedCompletionInfo.range: expected object, got nothing"},
  }};
  for (const auto& [text, expected] : optional)
    EXPECT_EQ(outcome<InlineCompletionContext>(text), expected) << text;
}

TEST(Json, AbsentAnyValueIsNull) {
  EXPECT_EQ(outcome<OptionalVersionedTextDocumentIdentifier>(R"({"uri":"u"})"),
            R"({"uri":"u","version":null})");
}

TEST(Json, ErrorsNameThePlace) {
  const std::array<Case, 6> cases = {{
      {"[]", "params: expected object, got array"},
      {R"({"textDocument":{"uri":"u","version":1}})",
       "params.contentChanges: expected array, got nothing"},
      {R"({"textDocument":{"uri":"u","version":"1"},"contentChanges":[]})",
       "params.textDocument.version: expected integer in -2147483648..2147483647, got string"},
      {R"({"textDocument":{"uri":"u","version":1},"contentChanges":[{"text":"a"},{"text":7}]})",
       "params.contentChanges.1.text: expected string, got 7"},
      {R"({"textDocument":{"uri":"u","version":1},"contentChanges":[{"text":"a","range":)"
       R"({"start":{"line":0,"character":-1},"end":{"line":0,"character":0}}}]})",
       "params.contentChanges.0.range.start.character: expected integer in 0..4294967295, got -1"},
      {R"({"textDocument":{"uri":"u","version":1},"contentChanges":{}})",
       "params.contentChanges: expected array, got object"},
  }};
  for (const auto& [text, expected] : cases)
    EXPECT_EQ(outcome<DidChangeTextDocumentParams>(text), expected) << text;
}

TEST(Json, TheRootIsNamedByTheCaller) {
  const auto decoded = decode<bool>(json::value("x"), "settings.enabled");
  EXPECT_EQ(decoded.error().message(), "settings.enabled: expected true or false, got string");
  EXPECT_EQ(decoded.error().path, "settings.enabled");
  EXPECT_EQ(decoded.error().expected, "true or false");
}

TEST(Json, IntegersAreExactAndInRange) {
  const std::array<Case, 9> uint32 = {{
      {"0", "0"},
      {"4294967295", "4294967295"},
      {"4294967296", "params: expected integer in 0..4294967295, got 4294967296"},
      {"-1", "params: expected integer in 0..4294967295, got -1"},
      {"1.0", "1"},  // Lua clients send integers as doubles
      {"1e3", "1000"},
      {"-0.0", "0"},
      {"2.5", "params: expected integer in 0..4294967295, got 2.5E0"},
      {"true", "params: expected integer in 0..4294967295, got true"},
  }};
  for (const auto& [text, expected] : uint32)
    EXPECT_EQ(outcome<std::uint32_t>(text), expected) << text;

  const std::array<Case, 7> int64 = {{
      {"9223372036854775807", "9223372036854775807"},
      {"-9223372036854775808", "-9223372036854775808"},
      {"9223372036854775808", "params: expected integer, got 9223372036854775808"},
      {"9223372036854775808.0", "params: expected integer, got 9.223372036854776E18"},
      {"-9223372036854775808.0", "-9223372036854775808"},
      {"1e300", "params: expected integer, got 1E300"},
      {"null", "params: expected integer, got null"},
  }};
  for (const auto& [text, expected] : int64)
    EXPECT_EQ(outcome<std::int64_t>(text), expected) << text;

  const std::array<Case, 4> uint64 = {{
      {"18446744073709551615", "18446744073709551615"},
      {"18446744073709551616", "params: expected integer of at least 0, got 1.8446744073709552E19"},
      {"-1", "params: expected integer of at least 0, got -1"},
      {"-1.0", "params: expected integer of at least 0, got -1E0"},
  }};
  for (const auto& [text, expected] : uint64)
    EXPECT_EQ(outcome<std::uint64_t>(text), expected) << text;

  EXPECT_EQ(outcome<Colour>("256"), "params: expected integer in 0..255, got 256");
}

TEST(Json, DoublesAreFinite) {
  EXPECT_EQ(outcome<double>("3"), "3E0");
  EXPECT_EQ(outcome<double>("18446744073709551615"), "1.8446744073709552E19");
  EXPECT_EQ(outcome<double>("\"3\""), "params: expected number, got string");
  const json::value infinite(std::numeric_limits<double>::infinity());
  EXPECT_EQ(decode<double>(infinite).error().expected, "finite number");
}

TEST(Json, AVariantReportsTheAlternativeThatGotFurthest) {
  const std::array<Case, 4> edits = {{
      {R"({"documentChanges":[{"kind":"create","uri":"u"}]})",
       R"({"documentChanges":[{"kind":"create","uri":"u"}]})"},
      {R"({"documentChanges":[{"kind":"create","uri":7}]})",
       "params.documentChanges.0.uri: expected string, got 7"},
      {R"({"documentChanges":[{"textDocument":{"uri":"u"},"edits":[{}]}]})",
       "params.documentChanges.0.edits.0.range: expected object, got nothing"},
      {R"({"changes":{"file:///a.b":[{"newText":"x"}]}})",
       "params.changes.file:///a.b.0.range: expected object, got nothing"},
  }};
  for (const auto& [text, expected] : edits)
    EXPECT_EQ(outcome<WorkspaceEdit>(text), expected) << text;
  using Token = std::variant<std::int64_t, std::string>;
  EXPECT_EQ(outcome<Token>("[]"), "params: expected integer or string, got array");
  EXPECT_EQ(outcome<Token>("7"), "7");
}

TEST(Json, AnAlternativeThatWasPassedOverLeavesNoTrace) {
  // The first edit fails as TextDocumentEdit, deep inside, and then is a CreateFile.
  EXPECT_EQ(outcome<WorkspaceEdit>(
                R"({"documentChanges":[{"kind":"create","uri":"u","textDocument":{"uri":7}},{}]})"),
            "params.documentChanges.1.textDocument: expected object, got nothing");
}

TEST(Json, TheLaterAlternativeWinsWhenItGotFurther) {
  using Either = std::variant<CreateFile, TextDocumentEdit>;
  EXPECT_EQ(outcome<Either>(R"({"textDocument":{"uri":"u"},"edits":[{"newText":"x"}]})"),
            "params.edits.0.range: expected object, got nothing");
}

std::string nested(int levels) {
  return std::string(static_cast<std::size_t>(levels), '[') +
         std::string(static_cast<std::size_t>(levels), ']');
}

TEST(ParseJson, RefusesWhatIsNoJsonInOneSentence) {
  const std::array<Case, 14> cases = {{
      {"", "not valid JSON: incomplete JSON"},
      {"{", "not valid JSON: incomplete JSON"},
      {"{} {}", "not valid JSON: extra data"},
      {"{'a':1}", "not valid JSON: syntax error"},
      {"NaN", "not valid JSON: syntax error"},
      {"[1,]", "not valid JSON: syntax error"},
      {"\xEF\xBB\xBF{}", "not valid JSON: syntax error"},    // byte order mark
      {"\"\xFF\"", "not valid JSON: syntax error"},          // not UTF-8
      {"\"\xC0\xAF\"", "not valid JSON: syntax error"},      // overlong
      {"\"\xED\xA0\x80\"", "not valid JSON: syntax error"},  // encoded surrogate
      {"1e400", "not valid JSON: a number is too large"},    // else Infinity
      {R"({"a":[0,{"b":-1e999}]})", "not valid JSON: a number is too large"},
      {R"("\ud800")", "not valid JSON: syntax error"},
      {R"("\udc00")", "not valid JSON: illegal trailing surrogate"},
  }};
  for (const auto& [text, expected] : cases) {
    const auto value = parse_json(text);
    ASSERT_FALSE(value) << text;
    EXPECT_EQ(value.error(), expected) << text;
  }
}

TEST(ParseJson, NestsTo128Levels) {
  EXPECT_TRUE(parse_json(nested(128)));
  EXPECT_EQ(parse_json(nested(129)).error(), "not valid JSON: too deep");
  EXPECT_EQ(parse_json(nested(1'000'000)).error(), "not valid JSON: too deep");
}

TEST(ParseJson, KeepsNulEmojiAndLargeNumbers) {
  EXPECT_EQ(parse_json("\"a\\u0000b\"")->as_string(), json::string_view("a\0b", 3));
  EXPECT_EQ(parse_json(R"("\ud83d\ude00")")->as_string(), "\xF0\x9F\x98\x80");
  EXPECT_TRUE(parse_json("123456789012345678901234567890")->is_double());
}

}  // namespace
}  // namespace protocol
