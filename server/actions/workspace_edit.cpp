#include "server/actions/workspace_edit.hpp"

#include <algorithm>
#include <utility>

namespace server::actions {
namespace {

constexpr std::size_t many_lines = 30;
constexpr const char* annotation = "cerebras";

bool needs_confirmation(const FileEdit& edit, std::optional<bool> confirm) {
  if (confirm) return *confirm;
  return edit.create || edit.leaves_range || changed_lines(edit.edits) > many_lines;
}

}  // namespace

std::size_t changed_lines(const std::vector<protocol::TextEdit>& edits) {
  std::size_t lines = 0;
  for (const auto& edit : edits) {
    const std::size_t removed = edit.range.end.line - edit.range.start.line;
    const auto added =
        static_cast<std::size_t>(std::count(edit.newText.begin(), edit.newText.end(), '\n'));
    lines += std::max<std::size_t>({removed, added, 1});
  }
  return lines;
}

protocol::WorkspaceEdit workspace_edit(FileEdit edit, const protocol::ClientCapabilities& client,
                                       std::optional<bool> confirm, const std::string& label) {
  protocol::WorkspaceEdit result;
  std::optional<std::string> annotation_id;
  if (client.change_annotations && needs_confirmation(edit, confirm)) {
    annotation_id = annotation;
    result.changeAnnotations.emplace();
    (*result.changeAnnotations)[annotation] = {label, true, "Written by a model"};
  }
  for (auto& text_edit : edit.edits) text_edit.annotationId = annotation_id;
  if (!client.document_changes && !client.change_annotations && !edit.create) {
    result.changes.emplace();
    (*result.changes)[edit.uri] = std::move(edit.edits);
    return result;
  }
  auto& changes = result.documentChanges.emplace();
  if (edit.create) changes.emplace_back(protocol::CreateFile{"create", edit.uri, annotation_id});
  protocol::TextDocumentEdit text_edit;
  text_edit.textDocument.uri = std::move(edit.uri);
  if (edit.version) text_edit.textDocument.version = *edit.version;
  text_edit.edits = std::move(edit.edits);
  changes.emplace_back(std::move(text_edit));
  return result;
}

}  // namespace server::actions
