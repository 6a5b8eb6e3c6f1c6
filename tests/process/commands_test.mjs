// Every command of workspace/executeCommand and every custom request (docs/protocol.md).
import assert from 'node:assert/strict';
import test from 'node:test';

import { at_cursor, lines, real_source } from './documents.mjs';
import { start_server } from './server.mjs';
import { start_simulator } from './simulator.mjs';

async function session(t, { scenario, ...options } = {}) {
  const simulator = await start_simulator(t, { scenario });
  const server = await start_server(t, { simulator, ...options });
  await server.initialize();
  return { simulator, server };
}

const last_body = async (simulator) => {
  const requests = await simulator.get('/sim/requests');
  const posts = requests.filter(({ method }) => method === 'POST');
  const { body } = posts[posts.length - 1];
  return typeof body === 'string' ? JSON.parse(body) : body;
};

test('textCompletion: the output fields, and only what was asked for on the wire', async (t) => {
  const { simulator, server } = await session(t);
  const result = await server.command('cerebras.textCompletion', { prompt: 'hello', system: 'be short',
    max_tokens: 30 });
  assert.deepEqual(Object.keys(result).sort(), ['content', 'finish_reason', 'model_used',
    'usage_completion_tokens', 'usage_prompt_tokens', 'usage_total_tokens']);
  assert.equal(typeof result.content, 'string');
  assert.ok(['stop', 'length'].includes(result.finish_reason));
  assert.equal(result.usage_total_tokens, result.usage_prompt_tokens + result.usage_completion_tokens);
  assert.equal(result.usage_total_tokens, (await simulator.meter()).billed_tokens);

  const body = await last_body(simulator);
  assert.deepEqual(body.messages, [{ role: 'system', content: 'be short' }, { role: 'user', content: 'hello' }]);
  assert.equal(body.max_completion_tokens, 30);
  assert.equal(body.model, 'llama-4-scout-17b-16e-instruct');
  for (const absent of ['top_p', 'frequency_penalty', 'presence_penalty', 'max_tokens']) {
    assert.ok(!(absent in body), absent);
  }
});

test('textCompletion: all parameters arrive', async (t) => {
  const { simulator, server } = await session(t);
  await server.command('cerebras.textCompletion', { prompt: 'x', model: 'Llama 3.1 8B', temperature: 0.5,
    max_tokens: 7, top_p: 0.9, frequency_penalty: -1, presence_penalty: 1.5 });
  const { model, temperature, max_completion_tokens, top_p, frequency_penalty, presence_penalty } =
    await last_body(simulator);
  assert.deepEqual({ model, temperature, max_completion_tokens, top_p, frequency_penalty, presence_penalty },
    { model: 'llama3.1-8b', temperature: 0.5, max_completion_tokens: 7, top_p: 0.9,
      frequency_penalty: -1, presence_penalty: 1.5 });
});

/// [arguments, what the message must name]
const invalid = [
  [{}, /prompt/], [{ prompt: '' }, /prompt/], [{ prompt: 5 }, /prompt/],
  [{ prompt: 'x', temperature: 2.1 }, /temperature.*2\.1.*0.*2/], [{ prompt: 'x', temperature: '1' }, /temperature/],
  [{ prompt: 'x', max_tokens: 0 }, /max_tokens.*0.*1/], [{ prompt: 'x', max_tokens: 1.5 }, /max_tokens/],
  [{ prompt: 'x', top_p: -0.1 }, /top_p/], [{ prompt: 'x', frequency_penalty: 3 }, /frequency_penalty.*3.*-2.*2/],
  [{ prompt: 'x', presence_penalty: -2.5 }, /presence_penalty/], [{ prompt: 'x', system: 1 }, /system/],
  [{ prompt: 'x', model: 1 }, /model/],
];

test('textCompletion: what is out of range is named, and nothing is sent', async (t) => {
  const { simulator, server } = await session(t);
  for (const [argument, pattern] of invalid) {
    const error = await server.refused('workspace/executeCommand',
      { command: 'cerebras.textCompletion', arguments: [argument] });
    assert.equal(error.code, -32602, JSON.stringify(argument));
    assert.match(error.message, pattern);
  }
  assert.equal((await simulator.meter()).posts, 0);
});

test('textCompletion: a failure after sending is a result with what it cost', async (t) => {
  const { server } = await session(t, { scenario: { rules: [{ reply: { close: 'after_headers' } }] } });
  const result = await server.command('cerebras.textCompletion', { prompt: 'hello', max_tokens: 20 });
  assert.equal(result.finish_reason, 'error');
  assert.ok(result.error.kind && result.error.message);
  assert.ok(result.usage_total_tokens > 0);
  assert.equal((await server.status()).budget.session.used, result.usage_total_tokens);
});

test('testConnection', async (t) => {
  const { simulator, server } = await session(t);
  const result = await server.command('cerebras.testConnection');
  assert.deepEqual(Object.keys(result).sort(), ['httpVersion', 'keySource', 'latencyMs', 'message', 'model',
    'models', 'ok', 'origin']);
  assert.equal(result.ok, true);
  assert.equal(result.origin, simulator.base_url.replace('/v1', ''));
  assert.equal((await simulator.meter()).billed_tokens, 0);

  const down = await start_server(t);
  await down.initialize();
  const failed = await down.command('cerebras.testConnection');
  assert.equal(failed.ok, false);
  assert.ok(failed.message.length > 0);
});

test('listModels and selectModel', async (t) => {
  const { server } = await session(t);
  const models = await server.command('cerebras.listModels');
  assert.ok(models.some(({ id, used }) => id === 'llama-4-scout-17b-16e-instruct' && used));
  await server.command('cerebras.selectModel', { model: 'Llama 3.3 70B' });
  assert.equal((await server.status()).model, 'llama-3.3-70b');
  const error = await server.refused('workspace/executeCommand',
    { command: 'cerebras.selectModel', arguments: [{ model: 'no-such-model' }] });
  assert.match(error.message + JSON.stringify(error.data ?? ''), /llama3\.1-8b/);
  assert.equal((await server.status()).model, 'llama-3.3-70b');
});

test('budget.status, restart and showRecent answer', async (t) => {
  const { server } = await session(t);
  assert.ok(await server.command('cerebras.budget.status'));
  await server.command('cerebras.restart');
  await server.command('cerebras.showRecent');
  assert.equal((await server.status()).kind, 'ready');
  assert.equal(await server.stop(), 0);
});

test('unknown commands and bad arguments', async (t) => {
  const { server } = await session(t);
  const unknown = await server.refused('workspace/executeCommand', { command: 'cerebras.nothing' });
  assert.equal(unknown.code, -32602);
  assert.match(unknown.message, /cerebras\.nothing/);
  for (const command of ['cerebras.textCompletion', 'cerebras.selectModel', 'cerebras.budget.raise',
    'cerebras.runAction', 'cerebras.applyInstruction', 'cerebras.explain']) {
    for (const argument of [null, 5, 'x', [], {}]) {
      const error = await server.refused('workspace/executeCommand', { command, arguments: [argument] });
      assert.equal(error.code, -32602, `${command} ${JSON.stringify(argument)}: ${error.message}`);
    }
  }
  const no_such_action = await server.refused('workspace/executeCommand', { command: 'cerebras.runAction',
    arguments: [{ id: 'cerebras.nothing', uri: 'file:///a.cpp', range: lines(0, 1) }] });
  assert.match(no_such_action.message, /cerebras\.nothing|a\.cpp/);
});

test('cerebras/recent: every request with its outcome, model and tokens', async (t) => {
  const { server } = await session(t);
  await server.command('cerebras.textCompletion', { prompt: 'hello', max_tokens: 20 });
  const { text, position } = at_cursor(`${real_source()}\nstruct Ra¦\n`);
  const uri = await server.open('/src/a.hpp', text);
  await server.request('textDocument/inlineCompletion',
    { textDocument: { uri }, position, context: { triggerKind: 1 } });
  const recent = await server.request('cerebras/recent', null);
  assert.equal(recent.length, 2);
  assert.deepEqual(recent.map(({ feature }) => feature), ['inlineCompletion', 'textCompletion']);
  for (const entry of recent) {
    assert.equal(entry.model, 'llama-4-scout-17b-16e-instruct');
    assert.ok(entry.outcome);
  }
  assert.doesNotMatch(JSON.stringify(recent), /hello/);
});

test('cerebras/generate streams by partialResultToken', async (t) => {
  const { server } = await session(t, { scenario: { rules: [{ reply: { content: 'one two three four five six seven eight nine ten eleven twelve' } }] } });
  const result = await server.request('cerebras/generate', { prompt: 'count', partialResultToken: 'stream' });
  const parts = server.notifications.filter(({ method, params }) => method === '$/progress' && params.token === 'stream')
    .map(({ params }) => (typeof params.value === 'string' ? params.value : params.value.content ?? params.value.text));
  assert.ok(parts.length > 1, JSON.stringify(parts));
  const content = result.content ?? '';
  assert.ok(parts.join('').startsWith('one two') || content.startsWith('one two'));
  assert.equal(result.finish_reason, 'stop');
});

test('didShowCompletion and didPartiallyAcceptCompletion count', async (t) => {
  const { server } = await session(t);
  const { text, position } = at_cursor(`${real_source()}\nBOOST_DESCRIBE_STRUCT(Range, ¦\n`);
  const uri = await server.open('/src/a.hpp', text);
  const { items: [item] } = await server.request('textDocument/inlineCompletion',
    { textDocument: { uri }, position, context: { triggerKind: 1 } });
  await server.notify('textDocument/didShowCompletion', { item });
  await server.notify('textDocument/didPartiallyAcceptCompletion', { item, acceptedLength: 3 });
  await server.notify('textDocument/didShowCompletion', { item: {} });
  await server.notify('textDocument/didShowCompletion', null);
  const { acceptance } = await server.status();
  assert.ok(acceptance.shown >= 1);
});
