#include "server/text/document_sync.hpp"

#include <boost/asio/io_context.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace server::text {

namespace {

namespace json = boost::json;
using testing::ElementsAre;

struct Row {
  const char* name;
  std::vector<const char*> messages;  ///< "METHOD PARAMS" after the first didOpen
  const char* text;                   ///< of file:///a; nullptr: not open
  std::size_t logged = 0;
};

constexpr auto kOpen =
    R"(didOpen {"textDocument":{"uri":"file:///a","languageId":"c","version":1,"text":"one\ntwo\n"}})";

const Row kRows[] = {
    {"open", {}, "one\ntwo\n"},
    {"incremental",
     {R"(didChange {"textDocument":{"uri":"file:///a","version":2},"contentChanges":[
         {"range":{"start":{"line":0,"character":0},"end":{"line":0,"character":3}},"text":"1"},
         {"range":{"start":{"line":1,"character":0},"end":{"line":1,"character":3}},"text":"2"}]})"},
     "1\n2\n"},
    {"full",
     {R"(didChange {"textDocument":{"uri":"file:///a","version":2},"contentChanges":[{"text":"x"}]})"},
     "x"},
    {"close", {R"(didClose {"textDocument":{"uri":"file:///a"}})"}, nullptr},
    {"change of another document",
     {R"(didChange {"textDocument":{"uri":"file:///b","version":2},"contentChanges":[{"text":"x"}]})"},
     "one\ntwo\n",
     1},
    {"unreadable change closes its document",
     {R"(didChange {"textDocument":{"uri":"file:///a","version":2},"contentChanges":[{"text":7}]})"},
     nullptr,
     1},
    {"unreadable change without a document",
     {R"(didChange {"textDocument":7})", R"(didChange {})", R"(didChange [])"},
     "one\ntwo\n",
     3},
    {"unreadable open and close",
     {R"(didOpen {"textDocument":{"uri":"file:///a"}})", R"(didClose {})"},
     "one\ntwo\n",
     2},
};

struct Server {
  Server() {
    rpc.set_log([this](std::string_view, std::string_view) { ++logged; });
    register_document_sync(rpc, documents,
                           [this](std::string_view uri) { changed.emplace_back(uri); });
  }

  void receive(std::string_view line) {
    const auto space = line.find(' ');
    rpc.receive(protocol::notification_text("textDocument/" + std::string(line.substr(0, space)),
                                            json::parse(std::string(line.substr(space)))));
  }

  boost::asio::io_context io;
  std::size_t logged = 0;
  std::vector<std::string> changed;
  DocumentStore documents;
  lsp::Rpc rpc{io.get_executor(), [](std::string body, lsp::Priority) {
                 ADD_FAILURE() << "a notification was answered: " << body;
               }};
};

TEST(DocumentSyncTest, Rows) {
  for (const auto& row : kRows) {
    Server server;
    server.receive(kOpen);
    for (const auto* message : row.messages) server.receive(message);
    const auto* document = server.documents.find("file:///a");
    EXPECT_EQ(document == nullptr, row.text == nullptr) << row.name;
    if (document != nullptr && row.text != nullptr) {
      EXPECT_EQ(document->text.bytes(), row.text) << row.name;
    }
    EXPECT_EQ(server.logged, row.logged) << row.name;
  }
}

TEST(DocumentSyncTest, TellsWhatChanged) {
  Server server;
  server.receive(kOpen);
  server.receive(kRows[1].messages[0]);
  server.receive(R"(didClose {"textDocument":{"uri":"file:///a"}})");
  EXPECT_THAT(server.changed, ElementsAre("file:///a", "file:///a", "file:///a"));
}

TEST(DocumentSyncTest, Capability) {
  const Server server;
  EXPECT_EQ(json::serialize(server.rpc.capabilities({})),
            R"({"textDocumentSync":{"openClose":true,"change":2}})");
}

}  // namespace

}  // namespace server::text
