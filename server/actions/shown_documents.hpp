// Texts that actions show instead of editing: read-only documents of the scheme `cerebras:` where
// the client can ask for them (workspace/textDocumentContent), else a message. No file is ever
// written. The last 50 are kept. Asio thread.
#pragma once

#include "protocol/client_capabilities.hpp"
#include "server/lsp/rpc.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace server::actions {

class ShownDocuments {
 public:
  /// Returns the URI, as in "cerebras:/explain/3.md".
  std::string add(std::string_view topic, std::string text);
  /// nullptr when it has gone or never was.
  [[nodiscard]] const std::string* find(std::string_view uri) const;

 private:
  std::deque<std::pair<std::string, std::string>> documents_;
  std::uint64_t last_ = 0;
};

/// workspace/textDocumentContent and its capability.
void register_shown_documents(lsp::Rpc& rpc, std::shared_ptr<ShownDocuments> shown);

/// `markdown` is sanitized already. Returns after the client answered.
lsp::asio::awaitable<void> show_markdown(lsp::Rpc& rpc, std::shared_ptr<ShownDocuments> shown,
                                         protocol::ClientCapabilities client, std::string topic,
                                         std::string markdown);

/// window/showMessage, information.
void show_message(lsp::Rpc& rpc, std::string text);

}  // namespace server::actions
