#include "protocol/frame.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace protocol {
namespace {

/// Everything the reader says, as text: bodies as they are, "error: ..." and, last, "fatal: ...".
std::vector<std::string> drain(FrameReader& reader) {
  std::vector<std::string> said;
  while (auto frame = reader.next()) {
    if (*frame) {
      said.push_back(std::move(**frame));
      continue;
    }
    said.push_back((frame->error().fatal ? "fatal: " : "error: ") + frame->error().message);
    if (frame->error().fatal) break;
  }
  return said;
}

std::vector<std::string> read(std::string_view stream) {
  FrameReader reader;
  reader.push(stream);
  return drain(reader);
}

struct Case {
  const char* name;
  std::string stream;
  std::vector<std::string> said;
};

const std::string bad_number = "fatal: Content-Length is not a number of 1 to 10 digits";
const std::string bad_line = "fatal: a header line is not of the form \"Name: value\"";
const std::string bad_byte = "fatal: the header has a byte that is not printable ASCII";
const std::string too_large = "fatal: the header is larger than 8 KiB";
const std::string no_length = "fatal: a header without Content-Length";

std::string length(const std::string& value) {
  return "Content-Length: " + value + "\r\n\r\n{}";
}

std::string fields(int count) {
  std::string header;
  for (int i = 1; i < count; ++i) header += "X-" + std::to_string(i) + ": y\r\n";
  return header + length("2");
}

/// A header of exactly `size` bytes, its end included, and a body.
std::string sized(std::size_t size) {
  const std::string tail = "\r\n" + length("2");
  return "X: " + std::string(size - 3 - (tail.size() - 2), 'y') + tail;
}

const std::vector<Case> cases = {
    {"plain", length("2"), {"{}"}},
    {"two in one push", length("2") + length("2"), {"{}", "{}"}},
    {"empty body", "Content-Length: 0\r\n\r\n" + length("2"), {"", "{}"}},
    {"body may hold header text and NUL",
     "Content-Length: 5\r\n\r\n" + std::string("\r\n\0\r\n", 5) + length("2"),
     {std::string("\r\n\0\r\n", 5), "{}"}},
    {"nothing yet", "Content-Length: 5\r\n\r\n{}", {}},

    {"length too long", length("9999999999999999"), {bad_number}},
    {"length of 10 digits above the limit",
     length("9999999999"),
     {"fatal: Content-Length 9999999999 is above the limit of 67108864 bytes"}},
    {"one byte above the limit",
     length("67108865"),
     {"fatal: Content-Length 67108865 is above the limit of 67108864 bytes"}},
    {"at the limit", length("67108864"), {}},
    {"length negative", length("-1"), {bad_number}},
    {"length with plus", length("+5"), {bad_number}},
    {"length hexadecimal", length("0x10"), {bad_number}},
    {"length exponential", length("1e3"), {bad_number}},
    {"length with junk", length("10abc"), {bad_number}},
    {"length empty", length(""), {bad_number}},
    {"length in two numbers", length("1 0"), {bad_number}},
    {"length of eleven digits", length("00000000002"), {bad_number}},
    {"length with zeros", length("0000000002"), {"{}"}},
    {"length with white space around", length("\t 2 \t"), {"{}"}},
    {"length without a space", "Content-Length:2\r\n\r\n{}", {"{}"}},
    {"missing length", "Content-Type: x\r\n\r\n{}", {no_length}},
    {"empty header", "\r\n{}", {no_length}},
    {"duplicate equal", "Content-Length: 2\r\n" + length("02"), {"{}"}},
    {"duplicate different",
     "Content-Length: 3\r\n" + length("2"),
     {"fatal: two different Content-Length fields"}},

    {"line feeds only", "Content-Length: 2\n\n{}", {"{}"}},
    {"mixed line ends", "X: y\nContent-Length: 2\r\n\n{}" + length("2"), {"{}", "{}"}},
    {"carriage returns only", "Content-Length: 2\r\r{}\n", {bad_byte}},
    {"names in any case", "cOnTeNt-lEnGtH: 2\r\n\r\n{}", {"{}"}},
    {"unknown headers", "X-Trace: a:b\r\n" + length("2"), {"{}"}},
    {"header of 8 KiB", sized(8192), {"{}"}},
    {"header of 8 KiB and a byte", sized(8193), {too_large}},
    {"endless header line", std::string(20000, 'x'), {too_large}},
    {"32 fields", fields(32), {"{}"}},
    {"33 fields", fields(33), {"fatal: the header has more than 32 fields"}},
    {"NUL in the header", std::string("X: \0\r\n", 6) + length("2"), {bad_byte}},
    {"non-ASCII in the header", "X: \xC3\xA9\r\n" + length("2"), {bad_byte}},
    {"no colon", "hello\r\n" + length("2"), {bad_line}},
    {"no name", ": 2\r\n\r\n{}", {bad_line}},
    {"space in the name", "Content-Length : 2\r\n\r\n{}", {bad_line}},
    {"folded line", "X: y\r\n Content-Length: 2\r\n\r\n{}", {bad_line}},

    {"charset utf-8",
     "Content-Type: application/vscode-jsonrpc; charset=utf-8\r\n" + length("2"),
     {"{}"}},
    {"charset utf8, quoted, upper case",
     "content-type: a/b; x=y; Charset=\"UTF8\"\r\n" + length("2"),
     {"{}"}},
    {"no charset", "Content-Type: a/b; profile\r\n" + length("2"), {"{}"}},
    {"charset latin1 spoils its own frame only",
     "Content-Type: a/b; charset=latin1\r\n" + length("2") + length("2"),
     {"error: charset \"latin1\" is not supported, only utf-8", "{}"}},
    {"charset empty",
     "Content-Type: a/b; charset=\r\n" + length("2"),
     {"error: charset \"(empty)\" is not supported, only utf-8"}},

    {"frames before a fatal error are delivered", length("2") + "oops\r\n", {"{}", bad_line}},
    {"nothing after a fatal error", "oops\r\n" + length("2"), {bad_line}},
};

TEST(Frame, EveryHeaderHasItsDecidedOutcome) {
  for (const auto& row : cases) EXPECT_EQ(read(row.stream), row.said) << row.name;
}

TEST(Frame, OneByteAtATimeMakesNoDifference) {
  for (const auto& row : cases) {
    FrameReader reader;
    for (const char byte : row.stream) reader.push({&byte, 1});
    EXPECT_EQ(drain(reader), row.said) << row.name;
  }
}

RC_GTEST_PROP(Frame, AnySplitOfTheStreamGivesTheSameFrames, ()) {
  std::string stream;
  for (const auto& row : *rc::gen::container<std::vector<Case>>(rc::gen::elementOf(cases)))
    stream += row.stream;
  FrameReader reader;
  std::vector<std::string> said;
  const bool drain_between = *rc::gen::arbitrary<bool>();
  for (std::size_t at = 0; at < stream.size();) {
    const auto count = *rc::gen::inRange<std::size_t>(1, stream.size() - at + 1);
    reader.push(std::string_view(stream).substr(at, count));
    at += count;
    if (!drain_between) continue;
    for (auto& text : drain(reader))
      if (said.empty() || !said.back().starts_with("fatal: ")) said.push_back(std::move(text));
  }
  if (!drain_between) said = drain(reader);
  RC_ASSERT(said == read(stream));
}

RC_GTEST_PROP(Frame, WhatIsWrittenIsRead, (const std::vector<std::string>& bodies)) {
  std::string stream;
  for (const auto& body : bodies) stream += encode_frame(body);
  RC_ASSERT(read(stream) == bodies);
}

TEST(Frame, IsWrittenWithOneHeaderAndCrlf) {
  EXPECT_EQ(encode_frame("{\"é\":1}"), "Content-Length: 8\r\n\r\n{\"é\":1}");
}

TEST(Frame, AFatalErrorStays) {
  FrameReader reader;
  reader.push("oops\r\n");
  EXPECT_TRUE(reader.next()->error().fatal);
  reader.push(length("2"));
  EXPECT_TRUE(reader.next()->error().fatal);
}

TEST(Frame, KnowsWhetherTheStreamWasCut) {
  FrameReader reader;
  EXPECT_FALSE(reader.in_frame());
  reader.push("Content-Length: 2\r\n");
  EXPECT_TRUE(reader.in_frame());
  reader.push("\r\n{");
  EXPECT_TRUE(reader.in_frame());
  reader.push("}");
  EXPECT_FALSE(reader.in_frame());
  EXPECT_EQ(drain(reader), std::vector<std::string>{"{}"});
}

TEST(Frame, TheLimitIsTheCallers) {
  FrameReader reader(4);
  reader.push("Content-Length: 5\r\n\r\n");
  EXPECT_EQ(drain(reader).at(0), "fatal: Content-Length 5 is above the limit of 4 bytes");
}

TEST(Frame, ALargeBodyInPiecesArrivesWhole) {
  // 60 MiB in 64 KiB pieces: repeated scanning would need minutes here (and the test's timeout).
  const std::string piece(std::size_t{64} << 10, 'x');
  constexpr std::size_t pieces = 960;
  FrameReader reader;
  reader.push("Content-Length: " + std::to_string(pieces * piece.size()) + "\r\n\r\n");
  for (std::size_t i = 0; i < pieces; ++i) {
    ASSERT_FALSE(reader.next());
    reader.push(piece);
  }
  const auto frame = reader.next();
  ASSERT_TRUE(frame && *frame);
  EXPECT_EQ((*frame)->size(), pieces * piece.size());
  EXPECT_EQ((*frame)->find_first_not_of('x'), std::string::npos);
}

}  // namespace
}  // namespace protocol
