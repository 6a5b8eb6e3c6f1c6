// One long session: typing, completions, cancellations and commands against a service that fails in
// every twentieth answer. At the end: one answer per request, no token held, nothing billed above what
// was charged, and no more memory, descriptors or threads than after the warm-up.
//   node soak.mjs [ROUNDS]      default 4000 rounds, under a minute
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';

import { real_source } from './documents.mjs';
import { npm } from './npm.mjs';
import { start_server } from './server.mjs';
import { start_simulator } from './simulator.mjs';

const rounds = Number(process.argv[2] ?? 4000);
const growth_kib = 8 * 1024;

const faults = [{ status: 500, body: 'oops' }, { close: 'mid_stream', close_after: 1 }, { close: 'before_reply' },
  { close: 'after_headers' }, { content: 'x', usage: null }, { events: ['data: {"error":{"message":"m"}}'] },
  { status: 200, body: '<html></html>', headers: { 'content-type': 'text/html' } }];
// Every twentieth request fails, each in another way.
const rules = Array.from({ length: 2 * rounds / 20 }, (_, index) =>
  ({ match: { nth: 20 * (index + 1) }, reply: faults[index % faults.length] }));

const cleanups = [];
const context = { after: (cleanup) => cleanups.push(cleanup) };
const { CancellationTokenSource } = npm('vscode-jsonrpc/node');

function measure(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const number = (name) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)[1]);
  return { rss_kib: number('VmRSS'), threads: number('Threads'), fds: readdirSync(`/proc/${pid}/fd`).length };
}

async function main() {
  const simulator = await start_simulator(context, { scenario: { rules } });
  const server = await start_server(context, { simulator, options: { budget: { sessionTokens: 1000000000 } } });
  await server.initialize('neovim');
  const source = real_source().split('\n').slice(0, 150);
  const uri = await server.open('/src/soak.hpp', source.join('\n'));
  const counts = { answers: 0, errors: 0, cancelled: 0 };
  let version = 1;
  let warm;
  for (let round = 0; round < rounds; round += 1) {
    const line = round % 140;
    const word = source[line].slice(0, (round * 7) % 20);
    await server.notify('textDocument/didChange', { textDocument: { uri, version: version += 1 }, contentChanges: [
      { range: { start: { line, character: 0 }, end: { line, character: 100000 } }, text: word }] });
    const token = new CancellationTokenSource();
    const asked = server.request('textDocument/inlineCompletion', { textDocument: { uri },
      position: { line, character: Buffer.byteLength(word) }, context: { triggerKind: 1 + (round % 2) } }, token.token);
    if (round % 5 === 0) token.cancel();
    await asked.then(() => { counts.answers += 1; }, (error) => {
      counts.errors += 1;
      if (error.code === -32800) counts.cancelled += 1;
    });
    if (round % 50 === 0) {
      await server.command('cerebras.textCompletion', { prompt: `round ${round}`, max_tokens: 30 }).catch(() => {});
      await server.request('cerebras/recent', null);
    }
    if (round === Math.floor(rounds / 4)) warm = measure(server.child.pid);
    if (round % 500 === 0) console.log(round, JSON.stringify(measure(server.child.pid)));
  }
  let status = await server.status();
  while (status.budget.session.reserved > 0) status = await server.status();
  const end = measure(server.child.pid);
  const meter = await simulator.meter();
  console.log(JSON.stringify({ rounds, ...counts, warm, end, used: status.budget.session.used, meter }));

  assert.equal(counts.answers + counts.errors, rounds);
  assert.ok(counts.cancelled > 0 && counts.answers > rounds / 2);
  assert.ok(meter.billed_tokens <= status.budget.session.used, 'more was billed than charged');
  assert.ok(end.rss_kib < warm.rss_kib + growth_kib, 'memory grows');
  assert.equal(end.threads, warm.threads);
  assert.ok(end.fds <= warm.fds + 2, 'descriptors grow');
  assert.equal(await server.stop(), 0);
}

try {
  await main();
  console.log('1 passed, 0 failed');
} catch (error) {
  console.error(error);
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
} finally {
  for (const cleanup of cleanups.reverse()) await cleanup();
}
