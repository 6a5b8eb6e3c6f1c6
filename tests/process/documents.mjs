// Real source text for the tests, cursors in it, and what an edit makes of it (with the text documents
// of npm's vscode-languageserver-textdocument, so that our own code is not its own judge).
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { npm } from './npm.mjs';
import { source_folder } from './programs.mjs';

/// A source file of this repository.
export function real_source(name = 'protocol/lsp.hpp') {
  return readFileSync(path.join(source_folder, name), 'utf8');
}

/// `text` with one ¦ in it -> the text without it, and the position there. The columns count UTF-16
/// units, and bytes where the server chose utf-8.
export function at_cursor(text, encoding = 'utf-16') {
  const offset = text.indexOf('¦');
  const before = text.slice(0, offset);
  const line_start = before.lastIndexOf('\n') + 1;
  const column = before.slice(line_start);
  return { text: before + text.slice(offset + 1), position: { line: before.split('\n').length - 1,
    character: encoding === 'utf-8' ? Buffer.byteLength(column) : column.length } };
}

/// The text after LSP TextEdits, positions in UTF-16 units.
export function apply_edits(text, edits) {
  const { TextDocument } = npm('vscode-languageserver-textdocument');
  return TextDocument.applyEdits(TextDocument.create('file:///x', 'cpp', 1, text), edits);
}

/// The edits of a WorkspaceEdit for one document; other documents are a mistake of the test.
export function edits_for(uri, workspace_edit) {
  const by_document = workspace_edit.documentChanges
    ? workspace_edit.documentChanges.map((change) => [change.textDocument?.uri, change.edits])
    : Object.entries(workspace_edit.changes);
  if (by_document.length !== 1 || by_document[0][0] !== uri) {
    throw new Error(`edits of other documents: ${JSON.stringify(workspace_edit)}`);
  }
  return by_document[0][1];
}

/// Whole lines `first`..`last` (from 0) as a Range.
export function lines(first, last) {
  return { start: { line: first, character: 0 }, end: { line: last + 1, character: 0 } };
}
