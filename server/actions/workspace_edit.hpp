// TextEdits of one file -> a WorkspaceEdit in the form that the client understands: documentChanges
// with versions, else changes; annotated when a person shall confirm. Pure.
#pragma once

#include "protocol/client_capabilities.hpp"
#include "protocol/lsp.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace server::actions {

struct FileEdit {
  std::string uri;
  std::optional<std::int32_t> version;  ///< nullopt: not open
  std::vector<protocol::TextEdit> edits;
  bool create = false;        ///< only for clients with create_file
  bool leaves_range = false;  ///< touches more than the chosen lines
};

/// `confirm`: the setting edits.confirm, nullopt = auto. `label`: what the person reads.
protocol::WorkspaceEdit workspace_edit(FileEdit edit, const protocol::ClientCapabilities& client,
                                       std::optional<bool> confirm, const std::string& label);

/// Lines that edits take away or put in, whichever is more, summed over the edits.
std::size_t changed_lines(const std::vector<protocol::TextEdit>& edits);

}  // namespace server::actions
