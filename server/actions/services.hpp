// What the code actions may reach. References and functions are valid while requests run. Asio
// thread.
#pragma once

#include "protocol/client_capabilities.hpp"
#include "protocol/lsp.hpp"
#include "server/actions/shown_documents.hpp"
#include "server/generate/generator.hpp"
#include "server/generate/recent.hpp"
#include "server/lsp/progress.hpp"
#include "server/lsp/rpc.hpp"
#include "server/lsp/settings.hpp"
#include "server/text/document_store.hpp"

#include <functional>
#include <memory>
#include <vector>

namespace server::actions {

struct ActionServices {
  text::DocumentStore& documents;
  lsp::Rpc& rpc;
  lsp::ProgressRegistry& progress;
  generate::Generate generate;
  std::function<generate::Recent&()> recent;
  std::function<const lsp::Settings&()> settings;
  std::function<const protocol::ClientCapabilities&()> client;
  std::function<const std::vector<protocol::WorkspaceFolder>&()> folders;
  std::shared_ptr<ShownDocuments> shown;
};

}  // namespace server::actions
