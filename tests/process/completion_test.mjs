// Inline completion and the completion popup: a real source file, real HTTP to the simulator, tokens
// charged; cancellation, superseded requests, and the rule that automatic requests never fail.
import assert from 'node:assert/strict';
import test from 'node:test';

import { apply_edits, at_cursor, real_source } from './documents.mjs';
import { npm } from './npm.mjs';
import { start_server } from './server.mjs';
import { start_simulator } from './simulator.mjs';

const invoked = { triggerKind: 1 };
const automatic = { triggerKind: 2 };
/// A person stopped in the middle of a line that the file already has a few structs above.
const half_a_line = (source) => `${source}\nBOOST_DESCRIBE_STRUCT(Range, ¦\n`;
const reply = (content, extra = {}) => ({ rules: [{ reply: { content, ...extra } }] });

async function session(t, { scenario, profile = 'vscode', source = half_a_line(real_source()),
  ...options } = {}) {
  const simulator = await start_simulator(t, { scenario });
  const server = await start_server(t, { simulator, ...options });
  await server.initialize(profile);
  const { text, position } = at_cursor(source, server.encoding);
  const uri = await server.open('/src/sample.hpp', text);
  const ask = (context = invoked, token = undefined) => server.request('textDocument/inlineCompletion',
    { textDocument: { uri }, position, context }, token);
  return { simulator, server, text, uri, position, ask };
}

/// Until the simulator has read a chat request.
async function on_the_wire(simulator) {
  while ((await simulator.meter()).posts === 0) await new Promise((resolve) => { setTimeout(resolve, 5); });
}

/// The document after an inline completion item was taken.
function accept(text, position, { insertText, range }) {
  return apply_edits(text, [{ range: range ?? { start: position, end: position }, newText: insertText }]);
}

test('a half written line is completed from the file, and its tokens are charged', async (t) => {
  const { simulator, server, text, position, ask } = await session(t);
  const { items } = await ask();
  assert.equal(items.length, 1);
  assert.ok(accept(text, position, items[0]).endsWith('\nBOOST_DESCRIBE_STRUCT(Range, (), (start, end))\n'),
    JSON.stringify(items[0]));
  assert.equal(items[0].range.start.line, items[0].range.end.line);
  assert.equal(items[0].command.command, 'cerebras.completionAccepted');

  const status = await server.status();
  const meter = await simulator.meter();
  assert.equal(meter.posts, 1);
  assert.ok(meter.billed_tokens > 100);
  assert.equal(status.budget.session.used, meter.billed_tokens);
  assert.equal(status.budget.session.reserved, 0);
  assert.equal(status.usage.total_tokens, meter.billed_tokens);
  assert.equal(status.usage.prompt_tokens, meter.prompt_tokens);
  assert.equal(status.requests, 1);

  await server.command(items[0].command.command, ...items[0].command.arguments);
  assert.deepEqual((await server.status()).acceptance, { shown: 1, accepted: 1 });
  const [recent] = await server.request('cerebras/recent', null);
  assert.equal(recent.feature, 'inlineCompletion');
  assert.equal(await server.stop(), 0);
});

for (const profile of ['neovim', 'eglot', 'vscode']) {
  test(`columns are counted as ${profile} counts them`, async (t) => {
    const { server, ask } = await session(t, { profile, scenario: reply('  auto s = "\u{1F600}é";  // end'),
      source: 'void f() {\n  auto s = "\u{1F600}é";¦\n}\n' });
    const { items } = await ask();
    assert.equal(items.length, 1);
    const { range, insertText } = items[0];
    const column = server.encoding === 'utf-8' ? 20 : 17;
    assert.equal(range.end.character, column);
    assert.ok(range.start.character === 0 || range.start.character === column);
    assert.ok(insertText.endsWith('  // end'));
  });
}

test('the popup gives the same suggestion as an ordinary completion item', async (t) => {
  const { simulator, server, text, uri, position } = await session(t, { profile: 'kate' });
  const list = await server.request('textDocument/completion', { textDocument: { uri }, position,
    context: { triggerKind: 1 } });
  assert.equal(list.isIncomplete, true);
  assert.equal(list.items.length, 1);
  assert.ok(apply_edits(text, [list.items[0].textEdit])
    .endsWith('\nBOOST_DESCRIBE_STRUCT(Range, (), (start, end))\n'), JSON.stringify(list.items[0]));
  assert.equal((await server.status()).usage.total_tokens, (await simulator.meter()).billed_tokens);
});

test('popup "auto" is quiet where the editor has inline completion', async (t) => {
  const { simulator, server, uri, position } = await session(t);
  const list = await server.request('textDocument/completion', { textDocument: { uri }, position,
    context: { triggerKind: 1 } });
  assert.deepEqual(list?.items ?? [], []);
  assert.equal((await simulator.meter()).posts, 0);
});

test('a cancelled request gets exactly one answer, -32800, and its tokens are settled', async (t) => {
  const { simulator, server, ask } = await session(t, { scenario: { rules: [
    { times: 1, reply: { content: 'BOOST_DESCRIBE_STRUCT(Range, x', delay_ms: 400 } }] } });
  const { CancellationTokenSource } = npm('vscode-jsonrpc/node');
  const source = new CancellationTokenSource();
  const outcome = ask(invoked, source.token).then((result) => ({ result }), (error) => ({ error }));
  await on_the_wire(simulator);
  source.cancel();
  assert.equal((await outcome).error?.code, -32800);

  // The next one works, and in the end what was billed is what was charged, or less than it.
  assert.equal((await ask()).items.length, 1);
  for (;;) {
    const { budget } = await server.status();
    if (budget.session.reserved > 0) continue;
    assert.ok(budget.session.used >= (await simulator.meter()).billed_tokens);
    break;
  }
  assert.equal(await server.stop(), 0);
});

test('cancelled before it is sent, a request costs nothing', async (t) => {
  const { simulator, server, uri, position } = await session(t, { options: { completion: { debounceMs: 300 } } });
  const { CancellationTokenSource } = npm('vscode-jsonrpc/node');
  const source = new CancellationTokenSource();
  const outcome = server.refused('textDocument/inlineCompletion',
    { textDocument: { uri }, position, context: automatic }, source.token);
  await server.status();
  source.cancel();
  assert.equal((await outcome).code, -32800);
  assert.equal((await simulator.meter()).posts, 0);
  assert.equal((await server.status()).budget.session.used, 0);
});

test('a newer automatic request makes the older one useless: an empty list, no error', async (t) => {
  const { simulator, server, uri, position } = await session(t, { scenario: { rules: [
    { reply: { content: 'BOOST_DESCRIBE_STRUCT(Range, (), (start, end))', delay_ms: 200 } }] } });
  const ask = (at) => server.request('textDocument/inlineCompletion',
    { textDocument: { uri }, position: at, context: automatic });
  const first = ask(position);
  await on_the_wire(simulator);
  await server.notify('textDocument/didChange', { textDocument: { uri, version: 2 },
    contentChanges: [{ range: { start: position, end: position }, text: '(), (sta' }] });
  const second = ask({ line: position.line, character: position.character + 8 });
  assert.deepEqual((await first).items, []);
  await second;
  const reasons = (await server.request('cerebras/recent', null)).map(({ reason }) => reason);
  assert.ok(reasons.includes('superseded'), JSON.stringify(reasons));
});

/// [what is wrong, options of the session, reason in cerebras/recent, data.kind when invoked]
const unable = [
  ['no key', { key: null }, 'no_key', 'no_key'],
  ['a wrong key', { scenario: { rules: [{ reply: { status: 401, body: { message: 'Wrong API Key',
    type: 'invalid_request_error', param: 'api_key', code: 'wrong_api_key' } } }] } }, 'auth', 'auth'],
  ['rate limited', { scenario: { rules: [{ reply: { status: 429, headers: { 'retry-after': '7' },
    body: { message: 'Requests per minute limit exceeded', type: 'too_many_requests_error',
      param: 'quota', code: 'request_quota_exceeded' } } }] } }, 'rate_limited', 'rate_limited'],
  ['a broken stream', { scenario: { rules: [{ reply: { close: 'mid_stream', close_after: 1 } }] } },
    null, null],
  ['no budget', { options: { budget: { sessionTokens: 50 } } }, 'budget', 'budget'],
  ['switched off', { options: { completion: { enabled: false } } }, 'disabled', 'disabled'],
];

for (const [name, options, reason, kind] of unable) {
  test(`${name}: automatic stays empty and says why in cerebras/recent; invoked says it`, async (t) => {
    const { server, ask } = await session(t, options);
    assert.deepEqual((await ask(automatic)).items, []);
    const [recent] = await server.request('cerebras/recent', null);
    assert.ok(recent.reason, JSON.stringify(recent));
    if (reason) assert.equal(recent.reason, reason);

    const error = await server.refused('textDocument/inlineCompletion',
      { textDocument: { uri: 'file:///src/sample.hpp' }, position: { line: 3, character: 0 }, context: invoked });
    assert.equal(error.code, -32803);
    if (kind) assert.equal(error.data.kind, kind);
    assert.ok(error.data.hint.length > 0);
    assert.ok(error.message.length > 0);
    const { budget } = await server.status();
    assert.equal(budget.session.reserved, 0);
    assert.equal(await server.stop(), 0);
  });
}

test('an ignored file is never sent', async (t) => {
  const { simulator, server } = await session(t);
  const uri = await server.open('/src/.env', 'TOKEN=abc\nTOK', 'shellscript');
  const params = { textDocument: { uri }, position: { line: 1, character: 3 } };
  assert.deepEqual((await server.request('textDocument/inlineCompletion',
    { ...params, context: automatic })).items, []);
  const error = await server.refused('textDocument/inlineCompletion', { ...params, context: invoked });
  assert.equal(error.data.kind, 'ignored_file');
  assert.equal((await simulator.meter()).posts, 0);
});

test('languages that are switched off stay quiet', async (t) => {
  const { simulator, server } = await session(t);
  const uri = await server.open('/src/a.md', '# Title\nText\nTex', 'markdown');
  assert.deepEqual((await server.request('textDocument/inlineCompletion', { textDocument: { uri },
    position: { line: 2, character: 3 }, context: automatic })).items, []);
  assert.equal((await simulator.meter()).posts, 0);
});

test('a document that is not open is refused by name', async (t) => {
  const { server } = await session(t);
  const error = await server.refused('textDocument/inlineCompletion',
    { textDocument: { uri: 'file:///not/open.cpp' }, position: { line: 0, character: 0 }, context: invoked });
  assert.equal(error.code, -32602);
  assert.match(error.message, /open\.cpp/);
});
