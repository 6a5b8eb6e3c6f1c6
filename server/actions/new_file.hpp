// Output "newFile": which file, and the edit that makes it or adds to its end. Looks at the disk
// for files that are not open. Asio thread.
#pragma once

#include "protocol/jsonrpc.hpp"
#include "protocol/lsp.hpp"
#include "server/actions/services.hpp"

#include <tl/expected.hpp>

#include <string>

namespace server::actions {

struct NewFileTarget {
  std::string uri;
  std::string name;     ///< its last part, for the prompt and labels
  bool exists = false;  ///< open or on the disk: the text is added at its end
};

/// Refused: no file: document, outside of the workspace, a denied name, or a client that can not
/// create files where one is needed.
tl::expected<NewFileTarget, protocol::ResponseError> new_file_target(
    const std::string& source_uri, const std::string& language, const std::string& action_id,
    const ActionServices& services);

tl::expected<protocol::WorkspaceEdit, protocol::ResponseError> new_file_edit(
    const NewFileTarget& target, std::string text, const std::string& label,
    const ActionServices& services);

}  // namespace server::actions
