// ClientCapabilities (LSP 3.18) flattened to the facts that the server acts on, and the answer to
// "which position encoding". Pure; any thread.
#pragma once

#include <boost/json.hpp>

#include <string>
#include <string_view>

namespace protocol {

namespace json = boost::json;

/// PositionEncodingKind: the unit of Position.character.
enum class PositionEncoding { utf8, utf16, utf32 };

struct ClientCapabilities {
  std::string client_name;  ///< clientInfo.name, "" when absent
  PositionEncoding position_encoding = PositionEncoding::utf16;  ///< utf-8 if offered, else 16, 32
  bool inline_completion = false;
  /// The client follows the proposed enum of 3.17 (0 invoked, 1 automatic); false: 3.18 (1, 2).
  bool old_inline_trigger_kinds = false;
  bool code_action_resolve_edit = false;  ///< codeAction.resolveSupport.properties has "edit"
  bool code_action_data = false;
  bool code_action_llm_tag = false;  ///< tagSupport.valueSet has 1
  bool document_changes = false;     ///< also implied by change_annotations (Neovim)
  bool change_annotations = false;
  bool create_file = false;       ///< workspaceEdit.resourceOperations has "create"
  bool apply_edit = false;        ///< workspace.applyEdit
  bool work_done_progress = false;
  bool show_document = false;
  bool text_document_content = false;
  bool configuration = false;     ///< workspace.configuration
  bool configuration_dynamic = false;  ///< didChangeConfiguration.dynamicRegistration
};

/// Reads the `params` of `initialize`; every member may be absent, null or of a wrong type
/// (lsp-mode sends null, Helix unknown ones): then the capability is false.
ClientCapabilities client_capabilities(const json::value& initialize_params);

/// "utf-8", "utf-16", "utf-32".
std::string_view to_string(PositionEncoding encoding);

}  // namespace protocol
