// The key never leaves for anywhere but its origin: a whole session at the highest log level, then every
// byte of stderr, stdout, log files, state files and the argument list is searched for it.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';

import { at_cursor, lines, real_source } from './documents.mjs';
import { make_home, start_server } from './server.mjs';
import { start_simulator } from './simulator.mjs';

const canary = `csk-CANARY-${process.pid}-7d1f0c5e9b3a`;
/// The forms a key could hide in: as it is, base64, URL-encoded, in two halves.
const forms = [canary, Buffer.from(canary).toString('base64').slice(0, 24), encodeURIComponent(canary),
  'CANARY-', '7d1f0c5e9b3a'];

function files_below(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const name = path.join(folder, entry.name);
    return entry.isDirectory() ? files_below(name) : [name];
  });
}

function assert_clean(where, text) {
  for (const form of forms) assert.ok(!text.includes(form), `the key is in ${where}`);
}

for (const [source, failing] of [['environment', false], ['setCredential', false], ['environment', true]]) {
  test(`key from ${source}${failing ? ', the service fails in every way' : ''}`, async (t) => {
    const home = make_home(t);
    const log = path.join(home.home, 'server.log');
    const replies = failing ? [
      { status: 401, body: { message: `Wrong API Key ${canary}`, type: 'invalid_request_error',
        param: 'api_key', code: 'wrong_api_key' } },
      { status: 500, body: `<html>Authorization: Bearer ${canary}</html>` },
      { content: `the key is ${canary.slice(0, 4)}` }, { close: 'mid_stream', close_after: 1 },
      { raw: `HTTP/1.1 400 Bad\r\nContent-Length: 0\r\nX-Key: ${canary}\r\n\r\n` }] : [];
    const simulator = await start_simulator(t, { scenario: { rules: replies.map((reply) => ({ times: 1, reply })) } });
    const server = await start_server(t, { simulator, home, key: source === 'environment' ? canary : null,
      args: ['--stdio', '--log-file', log, '--log-level', 'trace'] });
    await server.initialize('vscode', { trace: 'verbose' });
    if (source === 'setCredential') await server.request('cerebras/setCredential', { apiKey: canary });
    const { text, position } = at_cursor(`${real_source()}\nBOOST_DESCRIBE_STRUCT(Range, ¦\n`);
    const uri = await server.open('/src/a.hpp', text);
    const quietly = (promise) => promise.catch((error) => assert_clean('an error', JSON.stringify(error)));
    for (let round = 0; round < 6; round += 1) {
      await quietly(server.command('cerebras.textCompletion', { prompt: 'hello', max_tokens: 20 }));
    }
    await quietly(server.request('textDocument/inlineCompletion',
      { textDocument: { uri }, position, context: { triggerKind: 1 } }));
    await quietly(server.command('cerebras.runAction', { id: 'cerebras.document', uri, range: lines(0, 3) }));
    for (const command of ['cerebras.testConnection', 'cerebras.listModels', 'cerebras.budget.status',
      'cerebras.showRecent']) await quietly(server.command(command));
    await server.request('cerebras/recent', null);
    await server.status();
    assert_clean('the argument list', readFileSync(`/proc/${server.child.pid}/cmdline`, 'utf8'));
    assert.equal(await server.stop(), 0);

    assert_clean('stderr', server.stderr);
    assert.ok(statSync(log).size > 0, 'the log has something in it');
    assert.equal(statSync(log).mode & 0o077, 0, 'the log is for its owner only');
    for (const file of files_below(home.home)) assert_clean(file, readFileSync(file, 'latin1'));
    const said = readFileSync(server.recording.file, 'utf8').split('\n').filter((line) => line.includes('"s2c"'));
    assert_clean('the traffic to the editor', said.join('\n'));
  });
}
