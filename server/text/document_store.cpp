#include "server/text/document_store.hpp"

#include <algorithm>
#include <utility>

namespace server::text {

void DocumentStore::open(protocol::TextDocumentItem item) {
  Document document{item.uri, std::move(item.languageId), item.version,
                    Text(valid_utf8(std::move(item.text)))};
  documents_.insert_or_assign(std::move(item.uri), std::move(document));
}

bool DocumentStore::change(const protocol::DidChangeTextDocumentParams& params) {
  const auto found = documents_.find(params.textDocument.uri);
  if (found == documents_.end()) return false;
  Document& document = found->second;
  const auto& changes = params.contentChanges;

  // A full text makes everything before it void.
  const auto last_full = std::find_if(changes.rbegin(), changes.rend(),
                                      [](const auto& change) { return !change.range; });
  auto next = changes.begin();
  if (last_full != changes.rend()) {
    document.text = Text(valid_utf8(last_full->text));
    next = last_full.base();
  }
  for (; next != changes.end(); ++next) {
    document.text.replace(document.text.span_from_range(*next->range, encoding_),
                          valid_utf8(next->text));
  }
  document.version = params.textDocument.version;
  return true;
}

void DocumentStore::close(std::string_view uri) {
  const auto found = documents_.find(uri);
  if (found != documents_.end()) documents_.erase(found);
}

const Document* DocumentStore::find(std::string_view uri) const {
  const auto found = documents_.find(uri);
  return found == documents_.end() ? nullptr : &found->second;
}

}  // namespace server::text
