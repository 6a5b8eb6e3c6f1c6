// cerebras/didChangeStatus: the kinds, at most 5 a second, and the last state always arrives.
import assert from 'node:assert/strict';
import test from 'node:test';

import { start_server } from './server.mjs';
import { start_simulator } from './simulator.mjs';

const prompt = (server, number = 0) => server.command('cerebras.textCompletion',
  { prompt: `hello ${number}`, max_tokens: 20 });

test('nothing is sent before initialized; then ready', async (t) => {
  const simulator = await start_simulator(t);
  const server = await start_server(t, { simulator });
  await server.initialize();
  const status = await server.notification('cerebras/didChangeStatus');
  assert.equal(status.kind, 'ready');
  assert.equal(status.model, 'llama-4-scout-17b-16e-instruct');
  assert.equal(status.budget.session.limit, 2000000);
});

test('200 changes become few notifications, and the last one is the truth', async (t) => {
  const simulator = await start_simulator(t);
  const server = await start_server(t, { simulator });
  await server.initialize();
  const arrivals = [];
  const { note } = server;
  server.note = (method, params) => {
    if (method === 'cerebras/didChangeStatus') arrivals.push(performance.now());
    note.call(server, method, params);
  };
  const begin = performance.now();
  for (let number = 0; number < 200; number += 1) await prompt(server, number);
  const { requests, usage } = await server.status();
  assert.equal(requests, 200);
  await server.notification('cerebras/didChangeStatus', (status) => status.requests === 200 &&
    status.kind === 'ready' && status.usage.total_tokens === usage.total_tokens);
  const seconds = (performance.now() - begin) / 1000;
  // One at once, then one each 200 ms; the clock here only widens what is allowed.
  assert.ok(arrivals.length <= 2 + 5 * seconds, `${arrivals.length} in ${seconds} s`);
});

test('busy while a request runs, rateLimited with retryAfterMs, budgetExhausted, disabled', async (t) => {
  const busy = await start_simulator(t, { scenario: { rules: [{ reply: { content: 'x', delay_ms: 700 } }] } });
  const server = await start_server(t, { simulator: busy });
  await server.initialize();
  const running = prompt(server);
  await server.notification('cerebras/didChangeStatus', (status) => status.kind === 'busy' &&
    status.budget.session.reserved > 0);
  await running;
  await server.until(() => server.notifications.findLast(({ method }) => method === 'cerebras/didChangeStatus')
    ?.params.kind === 'ready', 'ready again');

  const limited = await start_simulator(t, { scenario: { rules: [{ reply: { status: 429,
    headers: { 'retry-after': '30' }, body: { message: 'Requests per minute limit exceeded',
      type: 'too_many_requests_error', param: 'quota', code: 'request_quota_exceeded' } } }] } });
  const waiting = await start_server(t, { simulator: limited });
  await waiting.initialize();
  await prompt(waiting);
  const status = await waiting.notification('cerebras/didChangeStatus', ({ kind }) => kind === 'rateLimited');
  assert.ok(status.retryAfterMs > 20000 && status.retryAfterMs <= 30000, `${status.retryAfterMs}`);

  const simulator = await start_simulator(t);
  const poor = await start_server(t, { simulator, options: { budget: { sessionTokens: 10 } } });
  await poor.initialize();
  await poor.refused('workspace/executeCommand', { command: 'cerebras.textCompletion', arguments: [{ prompt: 'x' }] });
  await poor.notification('cerebras/didChangeStatus', ({ kind }) => kind === 'budgetExhausted');

  const off = await start_server(t, { simulator, options: { enabled: false } });
  await off.initialize();
  await off.notification('cerebras/didChangeStatus', ({ kind }) => kind === 'disabled');
});

test('thresholds of the budget are told once each', async (t) => {
  const simulator = await start_simulator(t);
  const server = await start_server(t, { simulator, options: { budget: { sessionTokens: 1500, notifyAt: [0.1] } } });
  await server.initialize();
  const ask = () => prompt(server).catch(() => {});
  while ((await server.status()).budget.session.used < 300) await ask();
  await server.notification('window/showMessage', ({ message }) => /1\d ?% of the session/.test(message));
  await ask();
  assert.equal(server.messages().filter((text) => /1\d ?% of the session/.test(text)).length, 1);
});
