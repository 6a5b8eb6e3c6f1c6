// initialize, once per editor: encoding, capabilities, and what depends on the client.
import assert from 'node:assert/strict';
import test from 'node:test';

import { profiles } from './profiles.mjs';
import { start_simulator } from './simulator.mjs';
import { start_server } from './server.mjs';

const encodings = { vscode: 'utf-16', neovim: 'utf-8', helix: 'utf-8', eglot: 'utf-8',
  'lsp-mode': 'utf-8', kate: 'utf-16' };

for (const profile of Object.keys(profiles)) {
  test(`${profile} is answered as it can be used`, async (t) => {
    const simulator = await start_simulator(t);
    const server = await start_server(t, { simulator });
    const { capabilities, serverInfo } = await server.initialize(profile);

    assert.equal(capabilities.positionEncoding, encodings[profile]);
    assert.equal(capabilities.textDocumentSync.change ?? capabilities.textDocumentSync, 2);
    assert.ok(capabilities.inlineCompletionProvider, 'inline completion, statically, for everyone');
    assert.ok(capabilities.completionProvider);
    assert.ok(capabilities.codeActionProvider);
    if (profile !== 'kate') assert.equal(capabilities.codeActionProvider.resolveProvider, true);
    for (const command of ['cerebras.textCompletion', 'cerebras.testConnection', 'cerebras.listModels',
      'cerebras.selectModel', 'cerebras.runAction', 'cerebras.applyInstruction',
      'cerebras.completionAccepted', 'cerebras.budget.status', 'cerebras.budget.reset',
      'cerebras.budget.raise', 'cerebras.restart', 'cerebras.showRecent', 'cerebras.explain']) {
      assert.ok(capabilities.executeCommandProvider.commands.includes(command), command);
    }
    assert.equal(capabilities.hoverProvider, undefined);
    if (profile === 'vscode') {
      assert.deepEqual(capabilities.workspace.textDocumentContent.schemes, ['cerebras']);
    }
    assert.equal(capabilities.workspace?.workspaceFolders?.supported, true);
    assert.equal(serverInfo.name, 'cerebras-ls');
    assert.match(serverInfo.version, /^\d+\.\d+\.\d+/);

    assert.equal(await server.stop(), 0);
    assert.equal(server.stderr, '');
  });
}

test('a client that announces nothing at all is served', async (t) => {
  const server = await start_server(t);
  const { capabilities } = await server.request('initialize',
    { processId: null, rootUri: null, capabilities: {} });
  assert.equal(capabilities.positionEncoding ?? 'utf-16', 'utf-16');
  assert.equal(await server.stop(), 0);
});

test('initialize twice is refused and nothing is lost', async (t) => {
  const server = await start_server(t);
  await server.initialize();
  const error = await server.refused('initialize', { processId: null, rootUri: null, capabilities: {} });
  assert.equal(error.code, -32600);
  assert.equal((await server.status()).kind.length > 0, true);
  assert.equal(await server.stop(), 0);
});
