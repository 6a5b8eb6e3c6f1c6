// HTTPS with HTTP/2: the simulator's certificate is trusted by caFile only, and checks can not be
// switched off.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';

import { start_server } from './server.mjs';
import { start_simulator } from './simulator.mjs';

async function tls_simulator(t) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'cerebras-tls-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const certificate = path.join(folder, 'certificate.pem');
  const simulator = await start_simulator(t, { args: ['--tls', '--cert-out', certificate] });
  assert.match(simulator.base_url, /^https:\/\/127\.0\.0\.1:\d+\/v1$/);
  return { simulator, certificate };
}

const connect = (server) => server.command('cerebras.testConnection');

test('HTTP/2 over TLS with caFile', async (t) => {
  const { simulator, certificate } = await tls_simulator(t);
  const server = await start_server(t, { simulator, options: { network: { caFile: certificate } } });
  await server.initialize();
  const result = await connect(server);
  assert.equal(result.ok, true, result.message);
  assert.equal(result.httpVersion, '2');
  const answers = await Promise.all(Array.from({ length: 16 }, (_, number) =>
    server.command('cerebras.textCompletion', { prompt: `hello ${number}`, max_tokens: 20 })));
  for (const { finish_reason } of answers) assert.match(finish_reason, /stop|length/);
  assert.equal((await server.status()).budget.session.reserved, 0);
  assert.equal(await server.stop(), 0);
});

test('SSL_CERT_FILE is honoured', async (t) => {
  const { simulator, certificate } = await tls_simulator(t);
  const server = await start_server(t, { simulator, env: { SSL_CERT_FILE: certificate } });
  await server.initialize();
  const result = await connect(server);
  assert.equal(result.ok, true, result.message);
});

test('an unknown certificate fails with a reason, and nothing is charged', async (t) => {
  const { simulator } = await tls_simulator(t);
  const server = await start_server(t, { simulator });
  await server.initialize();
  const error = await server.refused('workspace/executeCommand',
    { command: 'cerebras.textCompletion', arguments: [{ prompt: 'x' }] });
  assert.equal(error.data.kind, 'tls');
  assert.match(error.message + error.data.hint, /certificate|caFile/i);
  assert.equal((await server.status()).budget.session.used, 0);
});
