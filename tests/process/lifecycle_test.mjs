// The process: exit codes, the end of stdin, the parent's death, an editor that does not read.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import test from 'node:test';

import { frame } from './frames.mjs';
import { initialize_params } from './profiles.mjs';
import { server_program } from './programs.mjs';
import { environment, make_home, start_server, within } from './server.mjs';
import { start_simulator } from './simulator.mjs';

test('shutdown and exit end with 0, exit alone with 1', async (t) => {
  const polite = await start_server(t);
  await polite.initialize();
  assert.equal(await polite.stop(), 0);

  const rude = await start_server(t);
  await rude.initialize();
  await rude.notify('exit');
  assert.equal((await rude.gone()).code, 1);

  const never_initialized = await start_server(t);
  await never_initialized.notify('exit');
  assert.equal((await never_initialized.gone()).code, 1);
});

test('the end of stdin ends the process: 1, and 0 after shutdown', async (t) => {
  const server = await start_server(t);
  await server.initialize();
  server.child.stdin.end();
  assert.equal((await server.gone()).code, 1);

  const after_shutdown = await start_server(t);
  await after_shutdown.initialize();
  await after_shutdown.request('shutdown');
  after_shutdown.child.stdin.end();
  assert.equal((await after_shutdown.gone()).code, 0);
});

test('half a frame and the end of stdin', async (t) => {
  const server = await start_server(t, { raw: true });
  server.child.stdout.resume();
  server.send_bytes('Content-Length: 100\r\n\r\n{"jsonrpc"');
  server.child.stdin.end();
  assert.equal((await server.gone()).code, 1);
});

test('what is allowed before initialize and after shutdown', async (t) => {
  const server = await start_server(t);
  assert.equal((await server.refused('cerebras/status', null)).code, -32002);
  await server.notify('textDocument/didOpen', { textDocument: { uri: 'file:///a.cpp', languageId: 'cpp',
    version: 1, text: 'dropped' } });
  await server.initialize();
  await server.request('shutdown');
  assert.equal((await server.refused('cerebras/status', null)).code, -32600);
  await server.notify('exit');
  assert.equal((await server.gone()).code, 0);
});

/// A parent of its own that hands its stdin and stdout on, so that no EOF tells the server. `sibling`
/// keeps the server's stdin open after the parent's death.
function with_parent(t, args, home) {
  const script = `
    const { spawn } = require('node:child_process');
    const child = spawn(process.argv[1], process.argv.slice(2), { stdio: ['inherit', 'inherit', 'inherit'] });
    process.stderr.write('pid ' + child.pid + '\\n');
    setInterval(() => {}, 1000);`;
  const parent = spawn(process.execPath, ['-e', script, server_program, ...args],
    { env: environment(home.env), stdio: ['pipe', 'pipe', 'pipe'] });
  t.after(() => parent.kill('SIGKILL'));
  return parent;
}

function alive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

for (const told_by of ['initialize', '--clientProcessId', 'its own parent']) {
  test(`the death of the process known by ${told_by} ends the server without any EOF`, async (t) => {
    const home = make_home(t);
    const editor = spawn('sleep', ['600']);
    t.after(() => editor.kill('SIGKILL'));
    const args = told_by === '--clientProcessId' ? ['--stdio', '--clientProcessId', `${editor.pid}`] : [];
    const parent = with_parent(t, args, home);
    const pid = await within(new Promise((resolve) => {
      parent.stderr.on('data', (data) => {
        const match = /pid (\d+)/.exec(String(data));
        if (match) resolve(Number(match[1]));
      });
    }), 'the pid');
    t.after(() => alive(pid) && process.kill(pid, 'SIGKILL'));
    const answered = new Promise((resolve) => { parent.stdout.once('data', resolve); });
    parent.stdin.write(frame({ jsonrpc: '2.0', id: 1, method: 'initialize',
      params: initialize_params('vscode', {},
        { processId: told_by === 'initialize' ? editor.pid : null }) }));
    await within(answered, 'initialize');
    if (told_by === 'its own parent') parent.kill('SIGKILL');
    else editor.kill('SIGKILL');
    // The pipe's ends stay open in this process; only the watch can notice.
    await within((async () => {
      while (alive(pid)) await new Promise((resolve) => { setTimeout(resolve, 50); });
    })(), 'the end of the server');
  });
}

test('a client that does not read its stdout is still listened to', async (t) => {
  const simulator = await start_simulator(t);
  const server = await start_server(t, { simulator, raw: true });
  // Nobody reads stdout: the answers soon fill the pipe. The server must go on reading stdin, else the
  // writes below would never finish.
  server.send({ jsonrpc: '2.0', id: 0, method: 'initialize', params: initialize_params('vscode',
    { baseUrl: simulator.base_url }) });
  server.send({ jsonrpc: '2.0', method: 'initialized', params: {} });
  const text = 'x'.repeat(60000);
  const asked = 2000;
  for (let id = 1; id <= asked; id += 1) {
    server.send({ jsonrpc: '2.0', method: 'textDocument/didOpen',
      params: { textDocument: { uri: `file:///f${id}.cpp`, languageId: 'cpp', version: 1, text } } });
    server.send({ jsonrpc: '2.0', id, method: 'cerebras/status', params: null });
  }
  await within(new Promise((resolve) => { server.child.stdin.write('', resolve); }), 'stdin to drain');
  // Then it reads again, and every answer is there.
  const answers = new Set();
  for await (const body of server.bodies()) {
    if (body.id !== undefined && body.method === undefined) answers.add(body.id);
    if (answers.size === asked + 1) break;
  }
  assert.equal(answers.size, asked + 1);
});

test('a closed stdout ends the process', async (t) => {
  const server = await start_server(t, { raw: true });
  server.child.stdout.destroy();
  server.send({ jsonrpc: '2.0', id: 0, method: 'initialize', params: initialize_params('vscode', {}) });
  assert.equal((await server.gone()).code, 1);
});

test('a process that ends in the middle of an answer ends with its code, not with a crash', async (t) => {
  const simulator = await start_simulator(t, { args: ['--delay-ms', '30000'] });
  for (const [posts, end] of [[1, 'framing'], [2, 'stdout']]) {
    const server = await start_server(t, { raw: true });
    server.send({ jsonrpc: '2.0', id: 0, method: 'initialize',
      params: initialize_params('vscode', { baseUrl: simulator.base_url }) });
    server.send({ jsonrpc: '2.0', method: 'initialized', params: {} });
    server.send({ jsonrpc: '2.0', id: 1, method: 'workspace/executeCommand',
      params: { command: 'cerebras.textCompletion', arguments: [{ prompt: 'hello' }] } });
    await within((async () => {
      while ((await simulator.meter()).posts < posts) await new Promise((next) => setTimeout(next, 10));
    })(), 'the request to be sent');
    if (end === 'framing') {
      server.child.stdin.write('Content-Length: nonsense\r\n\r\n');
    } else {
      server.child.stdout.destroy();
      for (let id = 2; id < 10; ++id) server.send({ jsonrpc: '2.0', id, method: 'cerebras/status' });
    }
    const { code, signal } = await server.gone();
    assert.deepEqual([end, code, signal ?? null], [end, 1, null]);
  }
});
