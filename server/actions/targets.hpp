// The one choke point for what an edit may touch: documents that the client has opened and files
// below a workspace folder (after resolving symbolic links), and never the files that configure
// editors, shells or version control. Asks the file system for paths only.
#pragma once

#include "protocol/lsp.hpp"
#include "server/text/document_store.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace server::actions {

/// nullopt: may be edited. Else why not, for a person.
std::optional<std::string> refused_target(std::string_view uri,
                                          const text::DocumentStore& documents,
                                          const std::vector<protocol::WorkspaceFolder>& folders);

/// The first refused target of `edit`.
std::optional<std::string> refused_target(const protocol::WorkspaceEdit& edit,
                                          const text::DocumentStore& documents,
                                          const std::vector<protocol::WorkspaceFolder>& folders);

}  // namespace server::actions
