// What six editors announce in `initialize`, reduced to what a server like this one looks at. Written
// from the documented behaviour of VS Code 1.139 (client 11), Neovim 0.12, Helix 25.07, Eglot 1.17,
// lsp-mode 10 and Kate 25.08.

const resolve = (...properties) => ({ dynamicRegistration: true, dataSupport: true,
  isPreferredSupport: true, resolveSupport: { properties },
  codeActionLiteralSupport: { codeActionKind: { valueSet: ['', 'quickfix', 'refactor', 'source'] } } });
const pull = { configuration: true, workspaceFolders: true, applyEdit: true };

export const profiles = {
  vscode: {
    clientInfo: { name: 'Visual Studio Code', version: '1.139.1' },
    capabilities: {
      general: { positionEncodings: ['utf-16'], staleRequestSupport: { cancel: true,
        retryOnContentModified: [] } },
      workspace: { ...pull, didChangeConfiguration: { dynamicRegistration: true },
        workspaceEdit: { documentChanges: true, resourceOperations: ['create', 'rename', 'delete'],
          failureHandling: 'textOnlyTransactional', normalizesLineEndings: true,
          changeAnnotationSupport: { groupsOnLabel: true }, metadataSupport: true,
          snippetEditSupport: true },
        textDocumentContent: { dynamicRegistration: true } },
      textDocument: { synchronization: { dynamicRegistration: true, didSave: true },
        inlineCompletion: { dynamicRegistration: true },
        completion: { dynamicRegistration: true, completionItem: { snippetSupport: true } },
        codeAction: { ...resolve('edit', 'command'), disabledSupport: true,
          honorsChangeAnnotations: true, tagSupport: { valueSet: [1] } } },
      window: { workDoneProgress: true, showDocument: { support: true },
        showMessage: { messageActionItem: { additionalPropertiesSupport: true } } } },
  },
  neovim: {
    clientInfo: { name: 'Neovim', version: '0.12.4' },
    capabilities: {
      general: { positionEncodings: ['utf-8', 'utf-16', 'utf-32'] },
      workspace: { ...pull, didChangeConfiguration: { dynamicRegistration: false },
        workspaceEdit: { resourceOperations: ['rename', 'create', 'delete'],
          changeAnnotationSupport: { groupsOnLabel: true }, normalizesLineEndings: true } },
      textDocument: { synchronization: { dynamicRegistration: false, didSave: true },
        inlineCompletion: { dynamicRegistration: false },
        completion: { dynamicRegistration: false, completionItem: { snippetSupport: true } },
        codeAction: { ...resolve('edit', 'command'), honorsChangeAnnotations: true } },
      window: { workDoneProgress: true, showDocument: { support: true } } },
  },
  helix: {
    clientInfo: { name: 'helix', version: '25.07.1' },
    capabilities: {
      general: { positionEncodings: ['utf-8', 'utf-32', 'utf-16'] },
      workspace: { ...pull, didChangeConfiguration: { dynamicRegistration: false },
        workspaceEdit: { documentChanges: true, failureHandling: 'abort', normalizesLineEndings: false,
          resourceOperations: ['create', 'rename', 'delete'] } },
      textDocument: { completion: { completionItem: { snippetSupport: true,
        resolveSupport: { properties: ['documentation', 'detail', 'additionalTextEdits'] } } },
      codeAction: resolve('edit', 'command') },
      window: { workDoneProgress: true, showDocument: { support: true } } },
  },
  eglot: {
    clientInfo: { name: 'Eglot', version: '1.17.30' },
    capabilities: {
      general: { positionEncodings: ['utf-32', 'utf-8', 'utf-16'] },
      workspace: { ...pull, didChangeWatchedFiles: { dynamicRegistration: true },
        workspaceEdit: { documentChanges: true } },
      textDocument: { completion: { dynamicRegistration: false, contextSupport: true },
        codeAction: resolve('edit', 'command') },
      window: { workDoneProgress: true, showDocument: { support: true } },
      experimental: {} },
  },
  'lsp-mode': {
    clientInfo: { name: 'emacs', version: 'GNU Emacs 30.2' },
    capabilities: {
      general: { positionEncodings: ['utf-32', 'utf-8', 'utf-16'] },
      workspace: { ...pull, workspaceEdit: { documentChanges: true,
        resourceOperations: ['create', 'rename', 'delete'] } },
      textDocument: { inlineCompletion: null, completion: { completionItem: { snippetSupport: false } },
        codeAction: resolve('edit', 'command') },
      window: { workDoneProgress: true, showDocument: { support: true } } },
  },
  kate: {
    clientInfo: { name: 'Kate', version: '25.08.2' },
    capabilities: {
      workspace: { applyEdit: true, configuration: true, workspaceFolders: true },
      textDocument: { codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } },
        completion: { completionItem: { snippetSupport: true } } },
      window: { workDoneProgress: true } },
  },
};

/// Params of `initialize`; `changes` replace members.
export function initialize_params(profile, options, changes = {}) {
  return { processId: process.pid, rootUri: null, workspaceFolders: null, trace: 'off',
    ...structuredClone(profiles[profile]), initializationOptions: options, ...changes };
}
