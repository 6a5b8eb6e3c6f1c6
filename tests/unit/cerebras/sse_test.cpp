#include "cerebras/sse.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <vector>

namespace cerebras {
namespace {

/// The events of `pieces`, as "event|data".
std::vector<std::string> events_of(const std::vector<std::string>& pieces) {
  SseParser parser;
  std::vector<std::string> events;
  for (const auto& piece : pieces) {
    parser.push(piece);
    while (auto event = parser.next()) events.push_back(event->event + "|" + event->data);
  }
  return events;
}

std::vector<std::string> bytewise(const std::string& text) {
  std::vector<std::string> pieces;
  for (const char c : text) pieces.emplace_back(1, c);
  return pieces;
}

struct Case {
  const char* name;
  std::string stream;
  std::vector<std::string> events;
};

const std::vector<Case> cases{
    {"one event", "data: a\n\n", {"|a"}},
    {"no space after the colon", "data:a\n\n", {"|a"}},
    {"only one space is taken", "data:  a\n\n", {"| a"}},
    {"CRLF", "data: a\r\n\r\ndata: b\r\n\r\n", {"|a", "|b"}},
    {"CR alone", "data: a\r\rdata: b\r\r", {"|a", "|b"}},
    {"mixed line ends", "data: a\r\n\ndata: b\n\r", {"|a", "|b"}},
    {"several lines of data", "data: a\ndata: b\ndata\n\n", {"|a\nb\n"}},
    {"empty data is an event", "data:\n\n", {"|"}},
    {"named event", "event: error\ndata: x\n\ndata: y\n\n", {"error|x", "|y"}},
    {"a name without data is none", "event: ping\n\ndata: x\n\n", {"|x"}},
    {"comments", ": keep-alive\n\n:\ndata: a\n: in between\ndata: b\n\n", {"|a\nb"}},
    {"id, retry and unknown fields", "id: 7\nretry: 10\nfoo: bar\ndata: a\n\n", {"|a"}},
    {"leading blank lines", "\n\r\n\ndata: a\n\n", {"|a"}},
    {"byte order mark",
     "\xEF\xBB\xBF"
     "data: a\n\n",
     {"|a"}},
    {"a second mark is part of a name",
     "\xEF\xBB\xBF\xEF\xBB\xBF"
     "data: a\n\ndata: b\n\n",
     {"|b"}},
    {"end without a blank line", "data: a\n\ndata: b\n", {"|a"}},
    {"end within a line", "data: a\n\ndata: b", {"|a"}},
    {"colons in the data", "data: {\"a\":1}\n\n", {"|{\"a\":1}"}},
    {"field names are case-sensitive", "Data: a\n\n", {}},
    {"UTF-8", "data: \xF0\x9F\x98\x80\n\n", {"|\xF0\x9F\x98\x80"}},
    {"NUL", std::string("data: a\0b\n\n", 11), {std::string("|a\0b", 4)}},
};

TEST(Sse, Events) {
  for (const auto& each : cases) {
    EXPECT_EQ(events_of({each.stream}), each.events) << each.name;
    EXPECT_EQ(events_of(bytewise(each.stream)), each.events) << each.name << ", byte by byte";
  }
}

TEST(Sse, AnEventIsReadyAtItsBlankLine) {
  SseParser parser;
  parser.push("data: a\r\n\r");
  auto event = parser.next();
  ASSERT_TRUE(event);
  EXPECT_EQ(event->data, "a");
  parser.push("\ndata: b\n\n");
  EXPECT_EQ(parser.next()->data, "b");
  EXPECT_FALSE(parser.next());
}

RC_GTEST_PROP(Sse, AnySplitGivesTheSameEvents, ()) {
  const auto part = rc::gen::element<std::string>("data", "event", "id", ":", ": ", " ", "\n", "\r",
                                                  "\r\n", "\n\n", "x", "\xEF\xBB\xBF", "[DONE]");
  const auto parts = *rc::gen::container<std::vector<std::string>>(part);
  std::string stream;
  for (const auto& each : parts) stream += each;
  std::vector<std::string> pieces;
  for (std::size_t at = 0; at < stream.size();) {
    const auto size = *rc::gen::inRange<std::size_t>(1, 8);
    pieces.push_back(stream.substr(at, size));
    at += size;
  }
  RC_ASSERT(events_of(pieces) == events_of({stream}));
}

TEST(Sse, AnEndlessLineOverflows) {
  SseParser parser;
  const std::string piece(std::size_t{1} << 16, 'x');
  std::size_t pushed = 0;
  for (; pushed < (std::size_t{64} << 20) && !parser.overflowed(); pushed += piece.size()) {
    parser.push(piece);
  }
  EXPECT_TRUE(parser.overflowed());
  EXPECT_LE(pushed, (std::size_t{1} << 20) + piece.size());
}

TEST(Sse, Limits) {
  struct Row {
    const char* name;
    std::string stream;
    bool overflows;
  };
  const std::string ten = "data: 4567";
  for (const auto& row : std::vector<Row>{
           {"a line of the limit", ten + "\n\n", false},
           {"a line above it", ten + "8\n\n", true},
           {"data of the limit", "data:12345\ndata:789\ndata\n\n", false},
           {"data above it", "data:12345\ndata:12345\n\n", true},
           {"many small events", "data: a\n\ndata: b\n\ndata: c\n\ndata: d\n\n", false}}) {
    SseParser parser(10);
    parser.push(row.stream);
    EXPECT_EQ(parser.overflowed(), row.overflows) << row.name;
  }
}

TEST(Sse, EventsBeforeAnOverflowAreKept) {
  SseParser parser(10);
  parser.push("data: a\n\ndata: 0123456789\n\ndata: b\n\n");
  EXPECT_TRUE(parser.overflowed());
  EXPECT_EQ(parser.next()->data, "a");
  EXPECT_FALSE(parser.next());
}

}  // namespace
}  // namespace cerebras
