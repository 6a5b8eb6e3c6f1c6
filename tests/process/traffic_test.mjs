// The schema check can fail: each planted fault is found, and the good messages pass.
import assert from 'node:assert/strict';
import test from 'node:test';

import { Checker } from './traffic.mjs';

const checker = new Checker();
const c2s = (msg) => ({ dir: 'c2s', msg: { jsonrpc: '2.0', ...msg } });
const s2c = (msg) => ({ dir: 's2c', msg: { jsonrpc: '2.0', ...msg } });

const started = [
  c2s({ id: 0, method: 'initialize', params: {} }),
  s2c({ id: 0, result: { capabilities: { positionEncoding: 'utf-8', inlineCompletionProvider: true,
    codeActionProvider: { resolveProvider: true, codeActionKinds: ['quickfix', 'source.cerebras'] } },
  serverInfo: { name: 'x', version: '1' } } }),
];
const asks = (method, result) => [c2s({ id: 1, method, params: {} }), s2c({ id: 1, result })];
const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
const window = { limit: 10, used: 0, reserved: 0, remaining: 10 };
const status = { kind: 'ready', message: '', model: 'm', configuredModel: 'm',
  budget: { session: window }, usage: { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0,
    cached_tokens: 0 }, requests: 0, latencyMs: { p50: 0, p95: 0 }, acceptance: { shown: 0, accepted: 0 } };

const good = {
  'initialize': [],
  'an inline completion': asks('textDocument/inlineCompletion', { items: [{ insertText: 'a', range,
    filterText: 'a', command: { title: 't', command: 'c', arguments: [1] } }] }),
  'a code action': asks('textDocument/codeAction', [{ title: 't', kind: 'quickfix', data: { a: 1 },
    tags: [1] }]),
  'an edit with an annotation': asks('codeAction/resolve', { title: 't', edit: { documentChanges: [
    { textDocument: { uri: 'file:///a', version: 1 }, edits: [{ range, newText: '', annotationId: 'x' }] }],
  changeAnnotations: { x: { label: 'l', needsConfirmation: true } } } }),
  'an error': [c2s({ id: 1, method: 'shutdown' }), s2c({ id: 1, error: { code: -32600, message: 'm' } })],
  'a status': [s2c({ method: 'cerebras/didChangeStatus', params: status })],
  'progress': [c2s({ id: 1, method: 'workspace/executeCommand', params: { workDoneToken: 'p' } }),
    s2c({ method: '$/progress', params: { token: 'p', value: { kind: 'begin', title: 't' } } }),
    s2c({ method: '$/progress', params: { token: 'p', value: { kind: 'end' } } }),
    s2c({ id: 1, result: null })],
};

const bad = {
  'a missing member': asks('textDocument/inlineCompletion', { items: [{ range }] }),
  'an unknown member': asks('textDocument/inlineCompletion', { items: [{ insertText: 'a', filtertext: 'b' }] }),
  'a wrong type': asks('codeAction/resolve', { title: 1 }),
  'a float line': asks('textDocument/inlineCompletion', { items: [{ insertText: 'a',
    range: { start: { line: 0.5, character: 0 }, end: range.end } }] }),
  'a number out of an enum': [s2c({ method: 'window/showMessage', params: { type: 99, message: 'm' } })],
  'an unknown tag': asks('textDocument/codeAction', [{ title: 't', tags: [7] }]),
  'a notification with an id': [s2c({ id: 5, method: 'window/logMessage', params: { type: 3, message: 'm' } })],
  'a request without an id': [s2c({ method: 'workspace/applyEdit', params: { edit: {} } })],
  'a request of the client': [s2c({ id: 5, method: 'shutdown' })],
  'an unknown method': [s2c({ method: 'cerebras/notInTheList', params: {} })],
  'two answers': [...asks('shutdown', null), s2c({ id: 1, result: null })],
  'an answer to nothing': [s2c({ id: 77, result: null })],
  'result and error': [c2s({ id: 1, method: 'shutdown' }), s2c({ id: 1, result: null, error: { code: 1, message: 'm' } })],
  'an error without message': [c2s({ id: 1, method: 'shutdown' }), s2c({ id: 1, error: { code: 1 } })],
  '-32803 without data': [c2s({ id: 1, method: 'shutdown' }), s2c({ id: 1, error: { code: -32803, message: 'm' } })],
  'an odd status': [s2c({ method: 'cerebras/didChangeStatus', params: { ...status, kind: 'fine' } })],
  'no jsonrpc': [{ dir: 's2c', msg: { method: 'window/logMessage', params: { type: 3, message: 'm' } } }],
  'progress without begin': [c2s({ id: 1, method: 'workspace/executeCommand', params: { workDoneToken: 'p' } }),
    s2c({ method: '$/progress', params: { token: 'p', value: { kind: 'end' } } })],
  'progress on an unknown token': [s2c({ method: '$/progress', params: { token: 'q', value: { kind: 'end' } } })],
};

for (const [name, messages] of Object.entries(good)) {
  test(`${name} passes`, () => assert.deepEqual(checker.session([...started, ...messages]), []));
}
for (const [name, messages] of Object.entries(bad)) {
  test(`${name} is found`, () => assert.equal(checker.session([...started, ...messages]).length, 1));
}
test('a message before initialize is found', () => {
  assert.equal(checker.session([s2c({ method: 'cerebras/didChangeStatus', params: status })]).length, 1);
});
