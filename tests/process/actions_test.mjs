// Code actions on a real source file: offered without a model call, resolved into minimal versioned
// edits, applied and compared byte for byte; the command path for an editor that can not resolve.
import assert from 'node:assert/strict';
import test from 'node:test';

import { apply_edits, edits_for, lines, real_source } from './documents.mjs';
import { start_server } from './server.mjs';
import { start_simulator } from './simulator.mjs';

const source = real_source('protocol/lsp.hpp');
const rows = source.split('\n');
/// `struct Range {` with its two members and the closing line.
const first = rows.indexOf('struct Range {');
const range = lines(first, first + 4);
const original = rows.slice(first, first + 5);
const rewritten = [original[0], '  /// The first position inside.', original[1],
  '  /// The first position behind.', ...original.slice(2)];
const answer = (text, extra = {}) => ({ rules: [{ reply: { content: `<range>\n${text.join('\n')}\n</range>`,
  ...extra } }] });
const expected = [...rows.slice(0, first), ...rewritten, ...rows.slice(first + 5)].join('\n');
const diagnostic = { range: { start: { line: first + 1, character: 2 }, end: { line: first + 1, character: 10 } },
  severity: 1, source: 'clangd', message: "unknown type name 'Position'", code: 'unknown_typename' };

async function session(t, { scenario = answer(rewritten), profile = 'vscode', text = source, ...options } = {}) {
  const simulator = await start_simulator(t, { scenario });
  const server = await start_server(t, { simulator, ...options });
  await server.initialize(profile);
  const uri = await server.open('/src/lsp.hpp', text);
  const offer = (context = {}, at = range) => server.request('textDocument/codeAction',
    { textDocument: { uri }, range: at, context: { diagnostics: [], ...context } });
  return { simulator, server, uri, offer };
}

const by_title = (actions, pattern) => actions.find(({ title }) => pattern.test(title));

test('all built-in actions are offered, without a model call', async (t) => {
  const { simulator, server, offer } = await session(t);
  const actions = await offer({ diagnostics: [diagnostic] });
  const kinds = new Set(actions.map(({ kind }) => kind));
  for (const kind of ['quickfix', 'refactor.rewrite.cerebras', 'source.cerebras']) assert.ok(kinds.has(kind), kind);
  // `cerebras.edit` needs an AI: comment near, `cerebras.implement` a missing body.
  assert.ok(actions.length >= 5, JSON.stringify(actions.map(({ title }) => title)));
  for (const action of actions) {
    assert.equal(action.isPreferred, undefined);
    assert.deepEqual(action.tags, [1]);
    assert.ok(action.data || action.command);
    assert.equal(action.edit, undefined);
  }
  assert.deepEqual(actions.find(({ kind }) => kind === 'quickfix').diagnostics, [diagnostic]);
  assert.equal((await simulator.meter()).posts, 0);
  assert.equal(await server.stop(), 0);
});

test('context.only is honoured', async (t) => {
  const { offer } = await session(t);
  for (const only of ['quickfix', 'refactor', 'refactor.rewrite', 'refactor.rewrite.cerebras', 'source']) {
    const actions = await offer({ diagnostics: [diagnostic], only: [only] });
    assert.ok(actions.length > 0, only);
    for (const { kind } of actions) assert.ok(kind === only || kind.startsWith(`${only}.`), `${kind} for ${only}`);
  }
  assert.deepEqual(await offer({ only: ['notebook'] }), []);
});

test('tags only where the editor knows them', async (t) => {
  const { offer } = await session(t, { profile: 'helix' });
  for (const action of await offer()) assert.equal(action.tags, undefined);
});

test('a resolved action is the model\'s text, in minimal versioned edits', async (t) => {
  const { simulator, server, uri, offer } = await session(t);
  const action = by_title(await offer({ only: ['refactor'] }), /document/i);
  const resolved = await server.request('codeAction/resolve', action);
  const [change] = resolved.edit.documentChanges;
  assert.deepEqual(change.textDocument, { uri, version: 1 });
  assert.equal(apply_edits(source, edits_for(uri, resolved.edit)), expected);
  for (const edit of change.edits) {
    assert.ok(edit.range.start.line > first && edit.range.end.line <= first + 2,
      `an edit outside of the two new lines: ${JSON.stringify(edit)}`);
  }
  const status = await server.status();
  assert.equal(status.usage.total_tokens, (await simulator.meter()).billed_tokens);
  assert.equal(await server.stop(), 0);
});

test('a quick fix sends the diagnostic', async (t) => {
  const { simulator, server, uri, offer } = await session(t);
  const [fix] = await offer({ diagnostics: [diagnostic], only: ['quickfix'] });
  const resolved = await server.request('codeAction/resolve', fix);
  assert.equal(apply_edits(source, edits_for(uri, resolved.edit)), expected);
  const { requests } = { requests: await simulator.get('/sim/requests') };
  assert.match(JSON.stringify(requests), /unknown type name/);
});

test('CR LF and no final newline stay as they are', async (t) => {
  const text = source.trimEnd().replace(/\n/g, '\r\n');
  const { server, uri, offer } = await session(t, { text });
  const action = by_title(await offer({ only: ['refactor'] }), /document/i);
  const resolved = await server.request('codeAction/resolve', action);
  assert.equal(apply_edits(text, edits_for(uri, resolved.edit)),
    expected.trimEnd().replace(/\n/g, '\r\n'));
});

test('an editor without resolve gets a command that ends in workspace/applyEdit', async (t) => {
  const applied = [];
  const { simulator, server, uri, offer } = await session(t, { profile: 'kate',
    answers: { 'workspace/applyEdit': (params) => {
      applied.push(params);
      return { applied: true };
    } } });
  const action = by_title(await offer({ only: ['refactor'] }), /document/i);
  assert.equal((await simulator.meter()).posts, 0);
  const { command, arguments: args } = action.command;
  await server.request('workspace/executeCommand', { command, arguments: args });
  assert.equal(applied.length, 1);
  assert.equal(apply_edits(source, edits_for(uri, applied[0].edit)), expected);
  assert.equal(await server.stop(), 0);
});

test('an edit the editor rejects is said, not swallowed', async (t) => {
  const { server, offer } = await session(t, { profile: 'kate',
    answers: { 'workspace/applyEdit': () => ({ applied: false, failureReason: 'version' }) } });
  const { command, arguments: args } = by_title(await offer({ only: ['refactor'] }), /document/i).command;
  const outcome = await server.request('workspace/executeCommand', { command, arguments: args })
    .then((result) => ({ result }), (error) => ({ error }));
  assert.ok(outcome.error?.code === -32803 || server.messages().length > 0, JSON.stringify(outcome));
});

test('cerebras.runAction with an instruction', async (t) => {
  const applied = [];
  const { simulator, server, uri } = await session(t, { answers: { 'workspace/applyEdit': (params) => {
    applied.push(params);
    return { applied: true };
  } } });
  await server.command('cerebras.applyInstruction', { uri, range, instruction: 'say which end is excluded' });
  assert.equal(apply_edits(source, edits_for(uri, applied[0].edit)), expected);
  assert.match(JSON.stringify(await simulator.get('/sim/requests')), /say which end is excluded/);
});

test('a progress bar with cancel: -32800 and no edit', async (t) => {
  const { simulator, server, uri } = await session(t, { scenario: answer(rewritten, { delay_ms: 500 }) });
  const outcome = server.refused('workspace/executeCommand', { command: 'cerebras.runAction',
    arguments: [{ id: 'cerebras.document', uri, range }], workDoneToken: 'bar' });
  const begin = await server.notification('$/progress', ({ token, value }) =>
    token === 'bar' && value.kind === 'begin');
  assert.equal(begin.value.cancellable, true);
  while ((await simulator.meter()).posts === 0) await new Promise((resolve) => { setTimeout(resolve, 5); });
  await server.notify('window/workDoneProgress/cancel', { token: 'bar' });
  assert.equal((await outcome).code, -32800);
  await server.notification('$/progress', ({ token, value }) => token === 'bar' && value.kind === 'end');
  assert.ok(!server.requests.some(({ method }) => method === 'workspace/applyEdit'));
});

/// [what the model answers, kind]
const rejected = [
  ['an answer cut off at its cap', { content: '<range>\nstruct Range {\n  Position st', finish_reason: 'length' }, 'truncated'],
  ['prose instead of code', { content: 'I am sorry, I can not do that.' }, 'rejected_edit'],
  ['an end tag that never comes', { content: '<range>\nstruct Range {' }, 'rejected_edit'],
];

for (const [name, reply, kind] of rejected) {
  test(`${name} is rejected: ${kind}`, async (t) => {
    const { server, offer } = await session(t, { scenario: { rules: [{ reply }] } });
    const error = await server.refused('codeAction/resolve', by_title(await offer({ only: ['refactor'] }), /document/i));
    assert.equal(error.code, -32803);
    assert.ok([kind, 'rejected_edit', 'truncated'].includes(error.data.kind));
    assert.ok(error.data.hint.length > 0);
    assert.equal((await server.status()).budget.session.reserved, 0);
    assert.equal(await server.stop(), 0);
  });
}

test('a document that changed meanwhile is not edited at the old place', async (t) => {
  const { server, uri, offer } = await session(t, { scenario: answer(rewritten, { delay_ms: 200 }) });
  const action = by_title(await offer({ only: ['refactor'] }), /document/i);
  const outcome = server.request('codeAction/resolve', action).then((result) => ({ result }), (error) => ({ error }));
  await server.notify('textDocument/didChange', { textDocument: { uri, version: 2 },
    contentChanges: [{ range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: '\n' }] });
  const { result, error } = await outcome;
  if (error) {
    assert.ok([-32803, -32801].includes(error.code), JSON.stringify(error));
  } else {
    // The lines only moved: the edit names the new version and hits them where they stand now.
    assert.equal(result.edit.documentChanges[0].textDocument.version, 2);
    assert.equal(apply_edits(`\n${source}`, edits_for(uri, result.edit)), `\n${expected}`);
  }
});

test('explain opens a document or a message, and edits nothing', async (t) => {
  const { server, uri } = await session(t, { profile: 'helix', scenario: { rules: [{ reply:
    { content: 'A half-open range of positions.' } }] } });
  await server.command('cerebras.explain', { uri, range });
  await server.until(() => server.requests.some(({ method }) => method === 'window/showDocument') ||
    server.messages().some((text) => /half-open/.test(text)), 'the explanation');
  assert.ok(!server.requests.some(({ method }) => method === 'workspace/applyEdit'));
});
