#include "server/text/text.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace server::text {
namespace {

constexpr PositionEncoding kEncodings[] = {PositionEncoding::utf8, PositionEncoding::utf16,
                                           PositionEncoding::utf32};

void append_utf8(char32_t c, std::string& out) {
  const auto byte = [&out](char32_t value) {
    out.push_back(static_cast<char>(static_cast<unsigned char>(value)));
  };
  if (c < 0x80) {
    byte(c);
  } else if (c < 0x800) {
    byte(0xC0 | c >> 6), byte(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    byte(0xE0 | c >> 12), byte(0x80 | (c >> 6 & 0x3F)), byte(0x80 | (c & 0x3F));
  } else {
    byte(0xF0 | c >> 18), byte(0x80 | (c >> 12 & 0x3F)), byte(0x80 | (c >> 6 & 0x3F));
    byte(0x80 | (c & 0x3F));
  }
}

std::string utf8(std::u32string_view text) {
  std::string out;
  for (const char32_t c : text) append_utf8(c, out);
  return out;
}

std::size_t width(char32_t c, PositionEncoding encoding) {
  if (encoding == PositionEncoding::utf32) return 1;
  if (encoding == PositionEncoding::utf16) return c < 0x10000 ? 1 : 2;
  std::string bytes;
  append_utf8(c, bytes);
  return bytes.size();
}

/// The naive model: code points, everything computed from the start each time.
struct Model {
  std::u32string text;

  struct Line {
    std::size_t begin = 0, end = 0;  // without the line end
  };
  [[nodiscard]] std::vector<Line> lines() const {
    std::vector<Line> result(1);
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] != U'\r' && text[i] != U'\n') continue;
      result.back().end = i;
      if (text[i] == U'\r' && i + 1 < text.size() && text[i + 1] == U'\n') ++i;
      result.push_back({i + 1, i + 1});
    }
    result.back().end = text.size();
    return result;
  }
  [[nodiscard]] std::size_t index(Position position, PositionEncoding encoding) const {
    const auto all = lines();
    if (position.line >= all.size()) return text.size();
    std::size_t left = position.character;
    std::size_t at = all[position.line].begin;
    while (at < all[position.line].end && width(text[at], encoding) <= left) {
      left -= width(text[at++], encoding);
    }
    return at;
  }
};

/// Everything that Text knows, against the model.
void expect_equal(const Text& text, const Model& model) {
  ASSERT_EQ(text.bytes(), utf8(model.text));
  const auto lines = model.lines();
  ASSERT_EQ(text.line_count(), lines.size());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::u32string_view all = model.text;
    ASSERT_EQ(text.line_start(i), utf8(all.substr(0, lines[i].begin)).size());
    ASSERT_EQ(text.line(i), utf8(all.substr(lines[i].begin, lines[i].end - lines[i].begin)));
  }
}

constexpr std::u32string_view kPieces[] = {
    U"a",      U"int x;", U"\n",      U"\r",
    U"\r\n",   U"\n\r",   U"\r\r\n",  U"\t",
    U"\x00e9", U"e\x301", U"\x20ac",  U"\x2028",
    U"\xfeff", U"\x4e2d", U"\x1f600", U"\x1f468\x200d\x1f469\x200d\x1f467",
    U"",       U"  "};

class RandomEdits : public testing::TestWithParam<PositionEncoding> {
 protected:
  std::mt19937_64 random_{20240601};  // NOLINT: a fixed seed, so that a failure can be repeated

  std::size_t below(std::size_t bound) { return random_() % bound; }

  std::u32string piece() {
    std::u32string result;
    for (std::size_t n = below(4); n > 0; --n) result += kPieces[below(std::size(kPieces))];
    if (below(40) == 0) result += U'\0';
    return result;
  }

  /// One line and a few characters more than there are.
  Position position(const Model& model) {
    return {static_cast<protocol::UInteger>(below(model.lines().size() + 2)),
            static_cast<protocol::UInteger>(below(14))};
  }

  /// Mostly short, so that the document keeps some lines; in any order.
  Range range(const Model& model) {
    const Position start = position(model);
    if (below(8) == 0) return {start, position(model)};
    const auto near = static_cast<protocol::UInteger>(below(2) == 0 ? 0 : below(4));
    const Position end{start.line + (below(4) == 0 ? 1U : 0U), start.character + near};
    return below(2) == 0 ? Range{end, start} : Range{start, end};
  }
};

// 1e5 edits over the three encodings: start and end in any order, in and out of range, through the
// middle of CR LF pairs and surrogate pairs.
TEST_P(RandomEdits, AgreeWithTheNaiveModel) {
  const PositionEncoding encoding = GetParam();
  Model model;
  Text text;
  for (int edit = 0; edit < 33'400; ++edit) {
    const Range range = this->range(model);
    const std::u32string replacement = model.text.size() > 150 ? U"" : piece();
    std::size_t begin = model.index(range.start, encoding);
    std::size_t end = model.index(range.end, encoding);
    if (end < begin) std::swap(begin, end);
    const Span span = text.span_from_range(range, encoding);
    ASSERT_EQ(span.begin, utf8(std::u32string_view(model.text).substr(0, begin)).size());
    ASSERT_EQ(span.end, utf8(std::u32string_view(model.text).substr(0, end)).size());

    model.text.replace(begin, end - begin, replacement);
    text.replace(span, utf8(replacement));
    ASSERT_NO_FATAL_FAILURE(expect_equal(text, model)) << "edit " << edit;
  }
}

// Byte offsets split CR LF pairs and everything else that positions can not.
TEST(Text, EditsByOffsetPatchTheLineIndex) {
  std::mt19937_64 random(7);  // NOLINT: repeatable
  const auto below = [&random](std::size_t bound) { return random() % bound; };
  std::string bytes;
  Text text;
  for (int edit = 0; edit < 20'000; ++edit) {
    const std::size_t begin = below(bytes.size() + 1);
    const std::size_t end = begin + below(std::min<std::size_t>(bytes.size() - begin, 9) + 1);
    std::string replacement;
    for (std::size_t n = below(5); n > 0; --n) replacement += "\r\n\r\nab"[below(6)];
    if (bytes.size() > 60) replacement.clear();
    bytes.replace(begin, end - begin, replacement);
    text.replace({begin, end}, replacement);
    const Text fresh(bytes);
    ASSERT_EQ(text.line_count(), fresh.line_count()) << "edit " << edit;
    for (std::size_t i = 0; i < fresh.line_count(); ++i) {
      ASSERT_EQ(text.line_start(i), fresh.line_start(i)) << "edit " << edit << " line " << i;
    }
  }
}

TEST_P(RandomEdits, PositionsAndOffsetsAreInverse) {
  const PositionEncoding encoding = GetParam();
  for (int round = 0; round < 500; ++round) {
    Model model;
    for (int n = 0; n < 6; ++n) model.text += piece();
    const Text text(utf8(model.text));
    for (std::size_t i = 0; i <= model.text.size(); ++i) {
      const bool in_crlf =
          i > 0 && i < model.text.size() && model.text[i - 1] == U'\r' && model.text[i] == U'\n';
      const std::size_t offset = utf8(std::u32string_view(model.text).substr(0, i)).size();
      const Position position = text.position_from_offset(offset, encoding);
      // Between CR and LF there is no position: it is the end of the line's text.
      ASSERT_EQ(text.offset_from_position(position, encoding), in_crlf ? offset - 1 : offset);
    }
  }
}

std::string encoding_name(const testing::TestParamInfo<PositionEncoding>& info) {
  return info.param == PositionEncoding::utf8    ? "utf8"
         : info.param == PositionEncoding::utf16 ? "utf16"
                                                 : "utf32";
}
INSTANTIATE_TEST_SUITE_P(Text, RandomEdits, testing::ValuesIn(kEncodings), encoding_name);

struct PositionRow {
  const char* name;
  std::string text;
  std::size_t byte;
  protocol::UInteger line;
  protocol::UInteger utf8, utf16, utf32;
};

const PositionRow kPositions[] = {
    {"start", "abc", 0, 0, 0, 0, 0},
    {"ascii", "abc", 2, 0, 2, 2, 2},
    {"end without final newline", "abc", 3, 0, 3, 3, 3},
    {"after LF", "a\nb", 2, 1, 0, 0, 0},
    {"after CRLF", "a\r\nb", 3, 1, 0, 0, 0},
    {"after lone CR", "a\rb", 2, 1, 0, 0, 0},
    {"last empty line", "a\n", 2, 1, 0, 0, 0},
    {"two bytes", "\xC3\xA9x", 2, 0, 2, 1, 1},
    {"three bytes", "\xE2\x82\xACx", 3, 0, 3, 1, 1},
    {"surrogate pair", "\xF0\x9F\x98\x80x", 4, 0, 4, 2, 1},
    {"combining", "e\xCC\x81x", 3, 0, 3, 2, 2},
    {"line separator is no line end", "a\xE2\x80\xA8x", 4, 0, 4, 2, 2},
    {"NUL", std::string("a\0b", 3), 2, 0, 2, 2, 2},
};

TEST(Text, PositionTable) {
  for (const auto& row : kPositions) {
    SCOPED_TRACE(row.name);
    const Text text(row.text);
    const protocol::UInteger characters[] = {row.utf8, row.utf16, row.utf32};
    for (std::size_t i = 0; i < 3; ++i) {
      const Position position{row.line, characters[i]};
      EXPECT_EQ(text.offset_from_position(position, kEncodings[i]), row.byte);
      EXPECT_EQ(text.position_from_offset(row.byte, kEncodings[i]), position);
    }
  }
}

struct ClampRow {
  const char* name;
  std::string text;
  Position position;
  PositionEncoding encoding;
  std::size_t byte;
};

const ClampRow kClamped[] = {
    {"past the line's end", "ab\ncd", {0, 99}, PositionEncoding::utf16, 2},
    {"before CRLF", "ab\r\ncd", {0, 3}, PositionEncoding::utf16, 2},
    {"before a lone CR", "ab\rcd", {0, 3}, PositionEncoding::utf16, 2},
    {"past the last line", "ab\ncd", {9, 0}, PositionEncoding::utf16, 5},
    {"largest uinteger", "ab", {0x7fffffff, 0x7fffffff}, PositionEncoding::utf8, 2},
    {"inside a surrogate pair", "\xF0\x9F\x98\x80x", {0, 1}, PositionEncoding::utf16, 0},
    {"inside a code point", "\xE2\x82\xACx", {0, 2}, PositionEncoding::utf8, 0},
    {"empty text", "", {0, 1}, PositionEncoding::utf32, 0},
};

TEST(Text, OutOfRangePositionsAreClamped) {
  for (const auto& row : kClamped) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(Text(row.text).offset_from_position(row.position, row.encoding), row.byte);
  }
}

TEST(Text, OffsetsOutsideOrInsideACodePointAreClamped) {
  const Text text("a\xE2\x82\xAC");
  EXPECT_EQ(text.position_from_offset(2, PositionEncoding::utf16), (Position{0, 1}));
  EXPECT_EQ(text.position_from_offset(99, PositionEncoding::utf16), (Position{0, 2}));
  EXPECT_EQ(text.line(7), "");
  EXPECT_EQ(text.line_of(99), 0U);
}

TEST(Text, LineEndingIsTheMajority) {
  const std::pair<const char*, const char*> rows[] = {{"", "\n"},         {"a", "\n"},
                                                      {"a\n", "\n"},      {"a\r\nb\r\nc\n", "\r\n"},
                                                      {"a\r\nb\n", "\n"}, {"a\rb\r", "\n"}};
  for (const auto& [bytes, ending] : rows) EXPECT_EQ(Text(bytes).line_ending(), ending) << bytes;
}

}  // namespace
}  // namespace server::text
