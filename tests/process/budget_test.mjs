// The budget over real HTTP: refusals with numbers, and billed <= limit under any concurrency.
import assert from 'node:assert/strict';
import test from 'node:test';

import { at_cursor, real_source } from './documents.mjs';
import { start_server } from './server.mjs';
import { start_simulator } from './simulator.mjs';

const { text, position } = at_cursor(`${real_source()}\nBOOST_DESCRIBE_STRUCT(Range, ¦\n`);

async function session(t, budget, scenario) {
  const simulator = await start_simulator(t, { scenario });
  const server = await start_server(t, { simulator, options: { budget } });
  await server.initialize();
  return { simulator, server };
}

test('a refusal names what is needed and what is left, and nothing is sent', async (t) => {
  const { simulator, server } = await session(t, { sessionTokens: 100 });
  const uri = await server.open('/src/a.hpp', text);
  const error = await server.refused('textDocument/inlineCompletion',
    { textDocument: { uri }, position, context: { triggerKind: 1 } });
  assert.equal(error.code, -32803);
  assert.equal(error.data.kind, 'budget');
  const numbers = error.message.match(/\d[\d,]*/g).map((digits) => Number(digits.replaceAll(',', '')));
  assert.ok(numbers.length >= 2 && numbers.some((number) => number > 100) && numbers.some((number) => number <= 100),
    error.message);
  assert.equal((await simulator.meter()).posts, 0);
  const status = await server.status();
  assert.deepEqual(status.budget.session, { limit: 100, used: 0, reserved: 0, remaining: 100 });
});

for (const mode of ['balanced', 'strict']) {
  test(`64 requests at once, ${mode}: billed <= limit, every one is answered once`, async (t) => {
    const limit = 20000;
    const { simulator, server } = await session(t, { sessionTokens: limit, mode, reserveForExplicit: 0 },
      { rules: [{ match: { contains: 'poem' }, reply: { delay_ms: 30 } }] });
    const outcomes = await Promise.all(Array.from({ length: 64 }, (_, number) =>
      server.command('cerebras.textCompletion', { prompt: `a poem, number ${number} `.repeat(20), max_tokens: 400 })
        .then((result) => ({ result }), (error) => ({ error }))));
    const done = outcomes.filter(({ result }) => result);
    const refused = outcomes.filter(({ error }) => error);
    assert.ok(done.length > 0, JSON.stringify(refused[0]));
    assert.ok(refused.length > 0);
    for (const { error } of refused) assert.equal(error.data.kind, 'budget');
    const meter = await simulator.meter();
    assert.equal(meter.posts, done.length);
    assert.ok(meter.billed_tokens <= limit, `${meter.billed_tokens} billed`);
    const { budget } = await server.status();
    assert.equal(budget.session.used, meter.billed_tokens);
    assert.equal(budget.session.reserved, 0);
    const promised = done.reduce((sum, { result }) => sum + result.usage_total_tokens, 0);
    assert.equal(promised, meter.billed_tokens);
    assert.equal(await server.stop(), 0);
  });
}

test('automatic requests leave a tenth for what a person asks for', async (t) => {
  const { simulator, server } = await session(t, { sessionTokens: 20000, reserveForExplicit: 0.9 });
  const uri = await server.open('/src/a.hpp', text);
  const ask = (triggerKind) => server.request('textDocument/inlineCompletion',
    { textDocument: { uri }, position, context: { triggerKind } });
  assert.deepEqual((await ask(2)).items, []);
  assert.equal((await simulator.meter()).posts, 0);
  assert.equal((await ask(1)).items.length, 1);
});

test('near the limit the request shrinks instead of being refused', async (t) => {
  const { simulator, server } = await session(t, { sessionTokens: 400 });
  const result = await server.command('cerebras.textCompletion', { prompt: 'a short poem', max_tokens: 1000 });
  assert.ok(result.usage_total_tokens <= 400);
  const requests = JSON.stringify(await simulator.get('/sim/requests'));
  const sent = Number(/max_completion_tokens\\*":(\d+)/.exec(requests)[1]);
  assert.ok(sent > 0 && sent < 400, `${sent}`);
});

test('raise and reset are user actions', async (t) => {
  const { server } = await session(t, { sessionTokens: 100 });
  await server.command('cerebras.budget.raise', { tokens: 10000 });
  const raised = await server.command('cerebras.budget.status');
  assert.equal((raised.session ?? raised.budget.session).limit, 10100);
  await server.command('cerebras.textCompletion', { prompt: 'hello', max_tokens: 50 });
  assert.ok((await server.status()).budget.session.used > 0);
  await server.command('cerebras.budget.reset');
  assert.equal((await server.status()).budget.session.used, 0);
  const error = await server.refused('workspace/executeCommand',
    { command: 'cerebras.budget.raise', arguments: [{ tokens: -5 }] });
  assert.equal(error.code, -32602);
});

test('a workspace setting can lower a limit and not raise it', async (t) => {
  const simulator = await start_simulator(t);
  const server = await start_server(t, { simulator, options: { budget: { sessionTokens: 5000 } },
    configuration: { budget: { sessionTokens: 1000000 } } });
  await server.initialize();
  await server.until(() => server.requests.some(({ method }) => method === 'workspace/configuration'), 'the pull');
  assert.equal((await server.status()).budget.session.limit, 5000);
  server.options.configuration = { budget: { sessionTokens: 3000 } };
  await server.notify('workspace/didChangeConfiguration', { settings: null });
  await server.notification('cerebras/didChangeStatus', ({ budget }) => budget.session.limit === 3000);
});

test('no usage in the answer: the bound is charged and said to be an estimate', async (t) => {
  const { simulator, server } = await session(t, {}, { rules: [{ reply: { content: 'x', usage: null } }] });
  const result = await server.command('cerebras.textCompletion', { prompt: 'hello', max_tokens: 50 });
  assert.equal(result.usage_estimated, true);
  const { billed_tokens } = await simulator.meter();
  assert.ok(result.usage_total_tokens >= billed_tokens);
  assert.equal((await server.status()).budget.session.used, result.usage_total_tokens);
});

test('a connection that breaks after the request was read: charged, and sent only once', async (t) => {
  const { simulator, server } = await session(t, {}, { rules: [{ match: { nth: 2 }, reply: { close: 'before_reply' } }] });
  const ask = () => server.command('cerebras.textCompletion', { prompt: 'hello', max_tokens: 50 })
    .then((result) => ({ result }), (error) => ({ error }));
  await ask();
  const before = (await server.status()).budget.session.used;
  const { result, error } = await ask();
  assert.ok(error ?? result.error, JSON.stringify(result));
  assert.equal((await simulator.meter()).posts, 2);
  const { session: after } = (await server.status()).budget;
  assert.ok(after.used > before);
  assert.equal(after.reserved, 0);
});
