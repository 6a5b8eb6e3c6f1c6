#include "server/text/text_edit.hpp"

#include "server/text/line_diff.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace server::text {
namespace {

constexpr auto utf16 = PositionEncoding::utf16;

std::string shown(const std::vector<protocol::TextEdit>& edits) {
  std::string out;
  for (const auto& edit : edits) {
    const auto& [start, end] = edit.range;
    out += std::to_string(start.line) + ":" + std::to_string(start.character) + "-" +
           std::to_string(end.line) + ":" + std::to_string(end.character) + "=" + edit.newText +
           "|";
  }
  return out;
}

struct EditRow {
  const char* name;
  std::string before;
  std::string after;
  std::string edits;
};

const EditRow edit_rows[] = {
    {"equal", "a\nb\n", "a\nb\n", ""},
    {"both empty", "", "", ""},
    {"one character", "let x = 1;\n", "let x = 2;\n", "0:8-0:9=2|"},
    {"inserted line", "a\nc\n", "a\nb\nc\n", "1:0-1:0=b\n|"},
    {"deleted line", "a\nb\nc\n", "a\nc\n", "1:0-2:0=|"},
    {"two hunks", "a\nb\nc\n", "A\nb\nC\n", "0:0-0:1=A|2:0-2:1=C|"},
    {"no final newline", "a\nb", "a\nbc", "1:1-1:1=c|"},
    {"final newline added", "a", "a\n", "0:1-0:1=\n|"},
    {"from empty", "", "a\nb\n", "0:0-0:0=a\nb\n|"},
    {"to empty", "a\nb\n", "", "0:0-2:0=|"},
    {"crlf kept whole", "a\r\nb\r\n", "a\nb\r\n", "0:1-1:0=\n|"},
    {"lf becomes crlf", "a\nb\n", "a\r\nb\n", "0:1-0:1=\r|"},
    {"cr before a new lf", "a\rb", "a\r\nb", "1:0-1:0=\n|"},
    {"emoji share bytes", "x\xF0\x9F\x98\x80y\n", "x\xF0\x9F\x98\x81y\n",
     "0:1-0:3=\xF0\x9F\x98\x81|"},
    {"equal continuation bytes", "\xC3\xA9", "\xC2\xA9", "0:0-0:1=\xC2\xA9|"},
};

TEST(MinimalEdits, AreTrimmedToWhatDiffers) {
  for (const auto& row : edit_rows) {
    SCOPED_TRACE(row.name);
    const Text text(row.before);
    const auto edits = minimal_edits(text, {0, row.before.size()}, row.after, utf16);
    EXPECT_EQ(shown(edits), row.edits);
    EXPECT_EQ(apply_edits(text, edits, utf16), row.after);
  }
}

TEST(ApplyEdits, InsertionsAtOnePlaceKeepTheirOrderAndOverlapsAreRefused) {
  const Text text("abc");
  const protocol::Range at_one{{0, 1}, {0, 1}};
  EXPECT_EQ(apply_edits(text, {{at_one, "1", {}}, {at_one, "2", {}}}, utf16), "a12bc");
  const auto clash =
      apply_edits(text, {{{{0, 0}, {0, 2}}, "x", {}}, {{{0, 1}, {0, 3}}, "y", {}}}, utf16);
  ASSERT_FALSE(clash);
  EXPECT_EQ(clash.error(), "two edits overlap at byte 1");
}

// Few distinct pieces, so that lines repeat and edits border on each other.
rc::Gen<std::string> text_gen() {
  const auto piece = rc::gen::element<std::string>(
      "a", "b", "  ", "\t", "}", "\n", "\n", "\r\n", "\r\n", "\r", "\xC3\xA9", "\xE2\x82\xAC",
      "\xF0\x9F\x98\x80", "\xF0\x9F\x98\x81", "same line\n");
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(piece),
                      [](const std::vector<std::string>& pieces) {
                        std::string all;
                        for (const auto& p : pieces) all += p;
                        return all;
                      });
}

bool on_character(const std::string& bytes, std::size_t at) {
  return at >= bytes.size() || (static_cast<unsigned char>(bytes[at]) & 0xC0U) != 0x80U;
}

void check_round_trip(const std::string& before, const std::string& after, std::size_t from,
                      std::size_t to) {
  while (!on_character(before, from)) --from;
  while (!on_character(before, to)) --to;
  const Span span{std::min(from, to), std::max(from, to)};
  const std::string wanted = before.substr(0, span.begin) + after + before.substr(span.end);
  for (const auto encoding :
       {PositionEncoding::utf8, PositionEncoding::utf16, PositionEncoding::utf32}) {
    const Text text(before);
    const auto edits = minimal_edits(text, span, after, encoding);
    RC_ASSERT(apply_edits(text, edits, encoding).value() == wanted);
    for (std::size_t i = 1; i < edits.size(); ++i) {
      RC_ASSERT(edits[i - 1].range.end < edits[i].range.start);
    }
    for (const auto& edit : edits) {
      // What a client computes from the position is what we meant: the offsets survive the trip.
      const Span there = text.span_from_range(edit.range, encoding);
      RC_ASSERT(text.range_from_span(there, encoding) == edit.range);
      RC_ASSERT(edit.newText != before.substr(there.begin, there.end - there.begin));
    }
  }
}

TEST(MinimalEdits, GiveExactlyTheReplacementAndTouchNothingElse) {
  EXPECT_TRUE(rc::check("apply(minimal_edits(a -> b)) == b", [] {
    const auto before = *text_gen();
    const auto after = *text_gen();
    const auto from = *rc::gen::inRange<std::size_t>(0, before.size() + 1);
    const auto to = *rc::gen::inRange<std::size_t>(0, before.size() + 1);
    check_round_trip(before, after, from, to);
  }));
}

TEST(MinimalEdits, OfALightlyChangedTextStaySmall) {
  EXPECT_TRUE(rc::check("one changed line is one edit of that line", [] {
    auto lines = *rc::gen::nonEmpty(rc::gen::container<std::vector<std::string>>(
        rc::gen::element<std::string>("foo();\n", "\n", "  bar();\r\n", "}\n")));
    const auto at = *rc::gen::inRange<std::size_t>(0, lines.size());
    std::string before;
    std::string after;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      before += lines[i];
      after += i == at ? "// new\n" + lines[i] : lines[i];
    }
    const auto edits = minimal_edits(Text(before), {0, before.size()}, after, utf16);
    RC_ASSERT(edits.size() == 1U);
    RC_ASSERT(edits[0].newText == "// new\n");
  }));
}

TEST(DiffLines, ABigRewriteIsOneHunk) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < 3 * max_line_edits; ++i) names.push_back(std::to_string(i));
  std::vector<std::string_view> before{"head"};
  std::vector<std::string_view> after{"head"};
  for (std::size_t i = 0; i < names.size(); ++i) (i % 2 == 0 ? before : after).push_back(names[i]);
  const LineHunk whole{1, before.size(), 1, after.size()};
  EXPECT_EQ(diff_lines(before, after), std::vector{whole});
}

struct DiffRow {
  const char* name;
  std::string before;
  std::string after;
  std::string diff;
};

const DiffRow diff_rows[] = {
    {"equal", "a\n", "a\n", ""},
    {"changed", "1\n2\n3\n4\n5\n", "1\n2\nx\n4\n5\n", "@@ -2,3 +2,3 @@\n 2\n-3\n+x\n 4\n"},
    {"inserted into nothing", "", "a\n", "@@ -0,0 +1 @@\n+a\n"},
    {"no newline at the end", "a\nb", "a\nc\n",
     "@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+c\n"},
    {"joined hunks", "1\n2\n3\n4\n", "x\n2\n3\ny\n", "@@ -1,4 +1,4 @@\n-1\n+x\n 2\n 3\n-4\n+y\n"},
    {"separate hunks", "1\n2\n3\n4\n5\n", "x\n2\n3\n4\ny\n",
     "@@ -1,2 +1,2 @@\n-1\n+x\n 2\n@@ -4,2 +4,2 @@\n 4\n-5\n+y\n"},
    {"carriage returns stay", "a\r\n", "b\r\n", "@@ -1 +1 @@\n-a\r\n+b\r\n"},
};

TEST(UnifiedDiff, ReadsAsPatchWantsIt) {
  for (const auto& row : diff_rows) {
    SCOPED_TRACE(row.name);
    const std::string head = row.diff.empty() ? "" : "--- a/f.txt\n+++ b/f.txt\n";
    EXPECT_EQ(unified_diff(row.before, row.after, "f.txt", 1), head + row.diff);
  }
}

}  // namespace
}  // namespace server::text
