// ClientCapabilities (LSP 3.18) flattened to the facts that the server acts on, and the answer to
// "which position encoding". Pure; any thread.
//
// Which InlineCompletionTriggerKind does the client send? 0 is always "invoked" and 2 "automatic";
// 1 is automatic in the proposal that shipped in vscode-languageserver-types up to 3.17.5, and
// invoked in LSP 3.18. The only client known to send the proposal's numbers is
// vscode-languageclient up to 9.0.1 with registerProposedFeatures(). clientInfo names the editor
// and not that library, so it is told by its capabilities: general.regularExpressions.engine
// "ECMAScript" is the library, and from 10.0.0-next.2 on it also announces
// workspaceEdit.metadataSupport. Everybody else that announces inlineCompletion (Neovim 0.12,
// lsp-mode, newer VS Code extensions) sends 1 and 2.
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
  /// The client follows the proposed enum of 3.17 (0 invoked, 1 automatic); false: 3.18 (1, 2). See
  /// above how this is told.
  bool old_inline_trigger_kinds = false;
  bool code_action_resolve_edit = false;  ///< codeAction.resolveSupport.properties has "edit"
  bool code_action_data = false;
  bool code_action_llm_tag = false;  ///< tagSupport.valueSet has 1
  bool document_changes = false;     ///< also implied by change_annotations (Neovim)
  bool change_annotations = false;
  bool create_file = false;  ///< workspaceEdit.resourceOperations has "create"
  bool apply_edit = false;   ///< workspace.applyEdit
  bool work_done_progress = false;
  bool show_document = false;
  bool text_document_content = false;
  bool configuration = false;          ///< workspace.configuration
  bool configuration_dynamic = false;  ///< didChangeConfiguration.dynamicRegistration
};

/// Reads the `params` of `initialize`; every member may be absent, null or of a wrong type
/// (lsp-mode sends null, Helix unknown ones): then the capability is false.
ClientCapabilities client_capabilities(const json::value& initialize_params);

/// "utf-8", "utf-16", "utf-32".
std::string_view to_string(PositionEncoding encoding);

}  // namespace protocol
