// The LSP 3.18 structs that we use: the specification's names, one struct each. Not a complete
// mirror: a member is added when something reads or writes it. ClientCapabilities are flattened to
// the few facts the server acts on (client_capabilities.hpp).
#pragma once

#include <boost/describe.hpp>
#include <boost/json.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace protocol {

namespace json = boost::json;

/// uinteger of the specification is 0..2^31-1; up to 2^32-1 is accepted.
using UInteger = std::uint32_t;

/// Zero-based line and character; the unit of `character` is the negotiated PositionEncodingKind.
struct Position {
  UInteger line = 0;
  UInteger character = 0;
  auto operator<=>(const Position&) const = default;
};
BOOST_DESCRIBE_STRUCT(Position, (), (line, character))

/// Half-open: the end position is exclusive.
struct Range {
  Position start;
  Position end;
  bool operator==(const Range&) const = default;
};
BOOST_DESCRIBE_STRUCT(Range, (), (start, end))

struct TextDocumentIdentifier {
  std::string uri;
};
BOOST_DESCRIBE_STRUCT(TextDocumentIdentifier, (), (uri))

struct VersionedTextDocumentIdentifier {
  std::string uri;
  std::int32_t version = 0;
};
BOOST_DESCRIBE_STRUCT(VersionedTextDocumentIdentifier, (), (uri, version))

struct TextDocumentItem {
  std::string uri;
  std::string languageId;
  std::int32_t version = 0;
  std::string text;
};
BOOST_DESCRIBE_STRUCT(TextDocumentItem, (), (uri, languageId, version, text))

struct DidOpenTextDocumentParams {
  TextDocumentItem textDocument;
};
BOOST_DESCRIBE_STRUCT(DidOpenTextDocumentParams, (), (textDocument))

/// Without `range`, `text` is the whole document.
struct TextDocumentContentChangeEvent {
  std::optional<Range> range;
  std::string text;
};
BOOST_DESCRIBE_STRUCT(TextDocumentContentChangeEvent, (), (range, text))

struct DidChangeTextDocumentParams {
  VersionedTextDocumentIdentifier textDocument;
  std::vector<TextDocumentContentChangeEvent> contentChanges;
};
BOOST_DESCRIBE_STRUCT(DidChangeTextDocumentParams, (), (textDocument, contentChanges))

struct DidCloseTextDocumentParams {
  TextDocumentIdentifier textDocument;
};
BOOST_DESCRIBE_STRUCT(DidCloseTextDocumentParams, (), (textDocument))

struct Command {
  std::string title;
  std::string command;
  std::optional<json::array> arguments;
};
BOOST_DESCRIBE_STRUCT(Command, (), (title, command, arguments))

/// TextEdit and AnnotatedTextEdit in one (`annotationId` absent for the former).
struct TextEdit {
  Range range;
  std::string newText;
  std::optional<std::string> annotationId;
  bool operator==(const TextEdit&) const = default;
};
BOOST_DESCRIBE_STRUCT(TextEdit, (), (range, newText, annotationId))

struct OptionalVersionedTextDocumentIdentifier {
  std::string uri;
  json::value version;  ///< integer, or null when the document is not open
};
BOOST_DESCRIBE_STRUCT(OptionalVersionedTextDocumentIdentifier, (), (uri, version))

struct TextDocumentEdit {
  OptionalVersionedTextDocumentIdentifier textDocument;
  std::vector<TextEdit> edits;
};
BOOST_DESCRIBE_STRUCT(TextDocumentEdit, (), (textDocument, edits))

struct CreateFile {
  std::string kind = "create";
  std::string uri;
  std::optional<std::string> annotationId;
};
BOOST_DESCRIBE_STRUCT(CreateFile, (), (kind, uri, annotationId))

struct ChangeAnnotation {
  std::string label;
  std::optional<bool> needsConfirmation;
  std::optional<std::string> description;
};
BOOST_DESCRIBE_STRUCT(ChangeAnnotation, (), (label, needsConfirmation, description))

struct WorkspaceEdit {
  std::optional<std::map<std::string, std::vector<TextEdit>>> changes;
  std::optional<std::vector<std::variant<TextDocumentEdit, CreateFile>>> documentChanges;
  std::optional<std::map<std::string, ChangeAnnotation>> changeAnnotations;
};
BOOST_DESCRIBE_STRUCT(WorkspaceEdit, (), (changes, documentChanges, changeAnnotations))

struct Diagnostic {
  Range range;
  std::optional<UInteger> severity;
  std::optional<json::value> code;  ///< integer | string
  std::optional<std::string> source;
  std::string message;
  std::optional<json::value> relatedInformation;
  std::optional<json::value> data;
  std::optional<json::value> codeDescription;
  std::optional<json::value> tags;
};
BOOST_DESCRIBE_STRUCT(Diagnostic, (),
                      (range, severity, code, source, message, relatedInformation, data,
                       codeDescription, tags))

struct CodeActionContext {
  std::vector<Diagnostic> diagnostics;
  std::optional<std::vector<std::string>> only;
  std::optional<UInteger> triggerKind;
};
BOOST_DESCRIBE_STRUCT(CodeActionContext, (), (diagnostics, only, triggerKind))

struct CodeActionParams {
  TextDocumentIdentifier textDocument;
  Range range;
  CodeActionContext context;
};
BOOST_DESCRIBE_STRUCT(CodeActionParams, (), (textDocument, range, context))

struct CodeAction {
  std::string title;
  std::optional<std::string> kind;
  std::optional<std::vector<Diagnostic>> diagnostics;
  std::optional<WorkspaceEdit> edit;
  std::optional<Command> command;
  std::optional<json::value> data;
  std::optional<std::vector<UInteger>> tags;  ///< CodeActionTag: 1 = LLMGenerated
};
BOOST_DESCRIBE_STRUCT(CodeAction, (), (title, kind, diagnostics, edit, command, data, tags))

struct ExecuteCommandParams {
  std::string command;
  std::optional<json::array> arguments;
  std::optional<json::value> workDoneToken;  ///< integer | string
};
BOOST_DESCRIBE_STRUCT(ExecuteCommandParams, (), (command, arguments, workDoneToken))

struct SelectedCompletionInfo {
  Range range;
  std::string text;
};
BOOST_DESCRIBE_STRUCT(SelectedCompletionInfo, (), (range, text))

struct InlineCompletionContext {
  UInteger triggerKind = 1;  ///< 1 invoked, 2 automatic (3.18); 0 from the proposed version
  std::optional<SelectedCompletionInfo> selectedCompletionInfo;
};
BOOST_DESCRIBE_STRUCT(InlineCompletionContext, (), (triggerKind, selectedCompletionInfo))

struct InlineCompletionParams {
  TextDocumentIdentifier textDocument;
  Position position;
  InlineCompletionContext context;
};
BOOST_DESCRIBE_STRUCT(InlineCompletionParams, (), (textDocument, position, context))

struct InlineCompletionItem {
  std::string insertText;
  std::optional<std::string> filterText;
  std::optional<Range> range;
  std::optional<Command> command;
};
BOOST_DESCRIBE_STRUCT(InlineCompletionItem, (), (insertText, filterText, range, command))

struct InlineCompletionList {
  std::vector<InlineCompletionItem> items;
};
BOOST_DESCRIBE_STRUCT(InlineCompletionList, (), (items))

struct CompletionContext {
  UInteger triggerKind = 1;
  std::optional<std::string> triggerCharacter;
};
BOOST_DESCRIBE_STRUCT(CompletionContext, (), (triggerKind, triggerCharacter))

struct CompletionParams {
  TextDocumentIdentifier textDocument;
  Position position;
  std::optional<CompletionContext> context;
};
BOOST_DESCRIBE_STRUCT(CompletionParams, (), (textDocument, position, context))

struct CompletionItem {
  std::string label;
  std::optional<UInteger> kind;
  std::optional<std::string> detail;
  std::optional<std::string> sortText;
  std::optional<std::string> filterText;
  std::optional<TextEdit> textEdit;
  std::optional<Command> command;
};
BOOST_DESCRIBE_STRUCT(CompletionItem, (),
                      (label, kind, detail, sortText, filterText, textEdit, command))

struct CompletionList {
  bool isIncomplete = true;
  std::vector<CompletionItem> items;
};
BOOST_DESCRIBE_STRUCT(CompletionList, (), (isIncomplete, items))

struct WorkspaceFolder {
  std::string uri;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(WorkspaceFolder, (), (uri, name))

}  // namespace protocol
