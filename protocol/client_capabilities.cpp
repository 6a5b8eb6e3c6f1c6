#include "protocol/client_capabilities.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <utility>

namespace protocol {
namespace {

using Path = std::initializer_list<std::string_view>;

/// The value at the end of the path; nullptr when anything on the way is absent or no object.
const json::value* find(const json::value& root, Path path) {
  const json::value* value = &root;
  for (const std::string_view name : path) {
    const json::object* object = value->if_object();
    value = object == nullptr ? nullptr : object->if_contains(name);
    if (value == nullptr) return nullptr;
  }
  return value;
}

bool is_true(const json::value& root, Path path) {
  const json::value* value = find(root, path);
  return value != nullptr && value->is_bool() && value->get_bool();
}

/// A capability whose mere presence counts: an object, even an empty one.
bool has_object(const json::value& root, Path path) {
  const json::value* value = find(root, path);
  return value != nullptr && value->is_object();
}

std::string_view string_at(const json::value& root, Path path) {
  const json::value* value = find(root, path);
  const json::string* text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? std::string_view() : std::string_view(text->data(), text->size());
}

/// Whether the array at `path` holds `element`.
bool lists(const json::value& root, Path path, const json::value& element) {
  const json::value* value = find(root, path);
  const json::array* array = value == nullptr ? nullptr : value->if_array();
  return array != nullptr && std::find(array->begin(), array->end(), element) != array->end();
}

PositionEncoding choose_encoding(const json::value& capabilities) {
  for (const auto encoding :
       {PositionEncoding::utf8, PositionEncoding::utf16, PositionEncoding::utf32}) {
    const json::value name(json::string_view(to_string(encoding)));
    if (lists(capabilities, {"general", "positionEncodings"}, name)) return encoding;
  }
  return PositionEncoding::utf16;
}

/// See the header.
bool sends_proposed_trigger_kinds(const json::value& capabilities) {
  return has_object(capabilities, {"textDocument", "inlineCompletion"}) &&
         string_at(capabilities, {"general", "regularExpressions", "engine"}) == "ECMAScript" &&
         !is_true(capabilities, {"workspace", "workspaceEdit", "metadataSupport"});
}

void read_workspace(const json::value& workspace, ClientCapabilities& result) {
  result.change_annotations = has_object(workspace, {"workspaceEdit", "changeAnnotationSupport"});
  // Annotations only exist in documentChanges; Neovim announces the former without the latter.
  result.document_changes =
      is_true(workspace, {"workspaceEdit", "documentChanges"}) || result.change_annotations;
  result.create_file = lists(workspace, {"workspaceEdit", "resourceOperations"}, "create");
  result.apply_edit = is_true(workspace, {"applyEdit"});
  result.text_document_content = has_object(workspace, {"textDocumentContent"});
  result.configuration = is_true(workspace, {"configuration"});
  result.configuration_dynamic =
      is_true(workspace, {"didChangeConfiguration", "dynamicRegistration"});
}

void read_text_document(const json::value& text_document, ClientCapabilities& result) {
  result.inline_completion = has_object(text_document, {"inlineCompletion"});
  result.code_action_resolve_edit =
      lists(text_document, {"codeAction", "resolveSupport", "properties"}, "edit");
  result.code_action_data = is_true(text_document, {"codeAction", "dataSupport"});
  result.code_action_llm_tag = lists(text_document, {"codeAction", "tagSupport", "valueSet"}, 1);
}

}  // namespace

ClientCapabilities client_capabilities(const json::value& initialize_params) {
  ClientCapabilities result;
  result.client_name = string_at(initialize_params, {"clientInfo", "name"});
  const json::value* capabilities = find(initialize_params, {"capabilities"});
  if (capabilities == nullptr) return result;
  result.position_encoding = choose_encoding(*capabilities);
  result.old_inline_trigger_kinds = sends_proposed_trigger_kinds(*capabilities);
  result.work_done_progress = is_true(*capabilities, {"window", "workDoneProgress"});
  result.show_document = is_true(*capabilities, {"window", "showDocument", "support"});
  if (const json::value* workspace = find(*capabilities, {"workspace"}))
    read_workspace(*workspace, result);
  if (const json::value* text_document = find(*capabilities, {"textDocument"}))
    read_text_document(*text_document, result);
  return result;
}

std::string_view to_string(PositionEncoding encoding) {
  switch (encoding) {
    case PositionEncoding::utf8:
      return "utf-8";
    case PositionEncoding::utf16:
      return "utf-16";
    case PositionEncoding::utf32:
      return "utf-32";
  }
  return "utf-16";
}

}  // namespace protocol
