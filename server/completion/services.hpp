// What the completion features reach of the server. Copies share one session. Asio thread.
#pragma once

#include "protocol/client_capabilities.hpp"
#include "server/completion/shown_items.hpp"
#include "server/completion/trigger.hpp"
#include "server/completion/turns.hpp"
#include "server/generate/generator.hpp"
#include "server/generate/recent.hpp"
#include "server/generate/status_object.hpp"
#include "server/lsp/settings.hpp"
#include "server/text/document_store.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace server::completion {

/// What inline completion and the popup remember together.
struct CompletionSession {
  Turns turns;
  Typing typing;
  ShownItems shown;
};

/// References and functions are valid while requests run (they are refused before initialize).
struct CompletionServices {
  text::DocumentStore& documents;
  generate::Acceptance& acceptance;  ///< counted here, read by the status object
  std::function<const lsp::Settings&()> settings;
  generate::Generate generate;
  std::function<generate::Recent&()> recent;
  std::function<const protocol::ClientCapabilities&()> client;
  std::function<std::vector<std::string>()> workspace_folders;  ///< URIs or paths
  boost::asio::any_io_executor executor;
  std::function<void()> changed;  ///< the acceptance changed; may be empty
  std::shared_ptr<CompletionSession> session = std::make_shared<CompletionSession>();
};

}  // namespace server::completion
