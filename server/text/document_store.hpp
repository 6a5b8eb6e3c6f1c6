// The open documents (textDocument/didOpen, didChange, didClose). Owned by the Asio thread. A
// change that can not apply (unknown document) drops the document rather than guess: better no
// answer than one from a wrong text.
#pragma once

#include "protocol/lsp.hpp"
#include "server/text/text.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace server::text {

struct Document {
  std::string uri;
  std::string language_id;
  std::int32_t version = 0;
  Text text;
};

class DocumentStore {
 public:
  explicit DocumentStore(PositionEncoding encoding = PositionEncoding::utf16)
      : encoding_(encoding) {}

  void set_encoding(PositionEncoding encoding) { encoding_ = encoding; }
  [[nodiscard]] PositionEncoding encoding() const { return encoding_; }

  void open(protocol::TextDocumentItem item);
  /// False when the document is not open (nothing is done; say so in the log).
  bool change(const protocol::DidChangeTextDocumentParams& params);
  void close(std::string_view uri);

  /// nullptr when not open. Valid until the next open, change or close.
  [[nodiscard]] const Document* find(std::string_view uri) const;
  [[nodiscard]] const std::map<std::string, Document, std::less<>>& all() const {
    return documents_;
  }

 private:
  PositionEncoding encoding_;
  std::map<std::string, Document, std::less<>> documents_;
};

}  // namespace server::text
