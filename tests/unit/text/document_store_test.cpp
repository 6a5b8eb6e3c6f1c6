#include "server/text/document_store.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace server::text {
namespace {

using Changes = std::vector<protocol::TextDocumentContentChangeEvent>;

Range range(protocol::UInteger line, protocol::UInteger from, protocol::UInteger to) {
  return {{line, from}, {line, to}};
}

struct Row {
  const char* name;
  std::string before;
  Changes changes;
  std::string after;
};

const Row kRows[] = {
    {"no change", "abc", {}, "abc"},
    {"insert", "ac", {{range(0, 1, 1), "b"}}, "abc"},
    {"each on the result of the one before",
     "",
     {{range(0, 0, 0), "ab"}, {range(0, 1, 2), "c"}},
     "ac"},
    {"whole text", "abc", {{std::nullopt, "new"}}, "new"},
    {"the last whole text makes the earlier void",
     "abc",
     {{range(0, 0, 1), "x"},
      {std::nullopt, "no"},
      {range(0, 0, 1), "y"},
      {std::nullopt, "new"},
      {range(0, 0, 1), "N"}},
     "New"},
    {"swapped range", "abcd", {{Range{{0, 3}, {0, 1}}, ""}}, "ad"},
    {"out of range", "ab", {{range(9, 0, 7), "c"}}, "abc"},
    {"utf-16 columns", "\xF0\x9F\x98\x80x", {{range(0, 2, 3), "y"}}, "\xF0\x9F\x98\x80y"},
    {"invalid UTF-8 in a change", "ax", {{range(0, 1, 1), "\xFF"}}, "a\xEF\xBF\xBDx"},
    {"invalid UTF-8 in a whole text", "ab", {{std::nullopt, "\xC3"}}, "\xEF\xBF\xBD"},
};

TEST(DocumentStore, ChangeTable) {
  for (const auto& row : kRows) {
    SCOPED_TRACE(row.name);
    DocumentStore store;
    store.open({"file:///a.cpp", "cpp", 1, row.before});
    ASSERT_TRUE(store.change({{"file:///a.cpp", 2}, row.changes}));
    const Document* document = store.find("file:///a.cpp");
    ASSERT_NE(document, nullptr);
    EXPECT_EQ(document->text.bytes(), row.after);
    EXPECT_EQ(document->version, 2);
    EXPECT_EQ(document->language_id, "cpp");
  }
}

TEST(DocumentStore, OpensRepairsAndCloses) {
  DocumentStore store(PositionEncoding::utf8);
  store.open({"untitled:1", "python", 7, "a\xFF"});
  ASSERT_NE(store.find("untitled:1"), nullptr);
  EXPECT_EQ(store.find("untitled:1")->text.bytes(), "a\xEF\xBF\xBD");
  store.open({"untitled:1", "rust", 1, "again"});
  EXPECT_EQ(store.all().size(), 1U);
  EXPECT_EQ(store.find("untitled:1")->language_id, "rust");
  store.close("untitled:1");
  store.close("untitled:1");
  EXPECT_EQ(store.find("untitled:1"), nullptr);
}

TEST(DocumentStore, UnknownDocumentIsRefused) {
  DocumentStore store;
  EXPECT_FALSE(store.change({{"file:///none", 1}, {{std::nullopt, "x"}}}));
  EXPECT_TRUE(store.all().empty());
}

TEST(DocumentStore, UsesTheNegotiatedEncoding) {
  DocumentStore store;
  store.set_encoding(PositionEncoding::utf8);
  store.open({"file:///a", "c", 1, "\xC3\xA9x"});
  ASSERT_TRUE(store.change({{"file:///a", 2}, {{range(0, 2, 3), "y"}}}));
  EXPECT_EQ(store.find("file:///a")->text.bytes(), "\xC3\xA9y");
}

}  // namespace
}  // namespace server::text
