// Keys, models and settings that are missing, wrong or dangerous: a clear message, and work goes on.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import http from 'node:http';
import test from 'node:test';

import { make_home, start_server, test_key } from './server.mjs';
import { start_simulator } from './simulator.mjs';

const prompt = (server, extra = {}) => server.command('cerebras.textCompletion',
  { prompt: 'hello', max_tokens: 20, ...extra });
/// {kind, message, hint}: of the refusal, or of the failure after the request was sent.
const failed_prompt = (server, extra = {}) => prompt(server, extra).then((result) => {
  assert.equal(result.finish_reason, 'error', JSON.stringify(result));
  return result.error;
}, (error) => {
  assert.equal(error.code, -32803);
  return { message: error.message, ...error.data };
});
const succeeds = async (server) => assert.match((await prompt(server)).finish_reason, /^(stop|length)$/);
const kind_is = (server, kind) => server.notification('cerebras/didChangeStatus', (status) => status.kind === kind);

test('no key: the status says so, and setCredential cures it', async (t) => {
  const simulator = await start_simulator(t);
  const server = await start_server(t, { simulator, key: null });
  await server.initialize();
  await kind_is(server, 'noKey');
  const error = await failed_prompt(server);
  assert.equal(error.kind, 'no_key');
  assert.match(error.hint, /CEREBRAS_API_KEY|setCredential|auth set/);
  assert.deepEqual(await server.request('cerebras/setCredential', { apiKey: test_key }), { ok: true });
  await succeeds(server);
  await kind_is(server, 'ready');
  assert.deepEqual(await server.request('cerebras/setCredential', { apiKey: null }), { ok: true });
  assert.equal((await failed_prompt(server)).kind, 'no_key');
});

test('a key that can not be a key is refused without being repeated', async (t) => {
  const server = await start_server(t, { key: null });
  await server.initialize();
  const error = await server.refused('cerebras/setCredential', { apiKey: 'csk-a\r\nX: y' });
  assert.equal(error.code, -32602);
  assert.doesNotMatch(error.message, /csk-a/);
});

test('a wrong key: one notice, auth, and no further traffic storm', async (t) => {
  const simulator = await start_simulator(t, { args: ['--key', 'csk-the-right-one'] });
  const server = await start_server(t, { simulator });
  await server.initialize();
  assert.equal((await failed_prompt(server)).kind, 'auth');
  assert.equal((await failed_prompt(server)).kind, 'auth');
  assert.ok(['error', 'noKey'].includes((await server.status()).kind), (await server.status()).kind);
  assert.equal((await server.status()).budget.session.used, 0);
  await server.request('cerebras/setCredential', { apiKey: 'csk-the-right-one' });
  await succeeds(server);
});

test('a key is bound to its origin', async (t) => {
  const simulator = await start_simulator(t);
  const server = await start_server(t, { simulator, key: null });
  await server.initialize();
  await server.request('cerebras/setCredential', { apiKey: test_key, origin: 'https://other.example' });
  assert.equal((await failed_prompt(server)).kind, 'no_key');
});

test('apiKeyCommand: argv, first line, run again once after a 401', async (t) => {
  const simulator = await start_simulator(t, { args: ['--key', 'csk-from-the-command'] });
  const home = make_home(t);
  const script = `${home.home}/key.sh`;
  const counter = `${home.home}/count`;
  writeFileSync(script, `echo x >>'${counter}'\n[ $(wc -l <'${counter}') = 1 ] && echo csk-an-old-key || echo csk-from-the-command\necho second line\n`);
  const server = await start_server(t, { simulator, home, key: null, options: { apiKeyCommand: ['sh', script] } });
  await server.initialize();
  await succeeds(server);
});

test('a model that is not offered: the fallback answers, one notice names both', async (t) => {
  const simulator = await start_simulator(t, { args: ['--models', 'gpt-oss-120b'] });
  const server = await start_server(t, { simulator });
  await server.initialize();
  const result = await prompt(server);
  assert.equal(result.model_used, 'gpt-oss-120b');
  const notice = await server.notification('window/showMessage', ({ message }) => /gpt-oss-120b/.test(message));
  assert.match(notice.message, /llama-4-scout-17b-16e-instruct/);
  await prompt(server);
  assert.equal(server.messages().filter((text) => /gpt-oss-120b/.test(text)).length, 1);
  const status = await server.status();
  assert.equal(status.model, 'gpt-oss-120b');
  assert.equal(status.configuredModel, 'llama-4-scout-17b-16e-instruct');
});

test('a model that does not exist, and no fallback: what is offered is said', async (t) => {
  const simulator = await start_simulator(t);
  const server = await start_server(t, { simulator, options: { model: 'no-such-model', fallbackModels: [] } });
  await server.initialize();
  const error = await failed_prompt(server, { model: 'no-such-model' });
  assert.equal(error.kind, 'model_not_found');
  assert.match(error.message, /no-such-model/);
  assert.match(error.message, /llama-3\.3-70b/);
});

test('the service is down: offline, then it comes back', async (t) => {
  const server = await start_server(t);
  await server.initialize();
  const error = await failed_prompt(server);
  assert.equal(error.kind, 'network');
  assert.match(error.message, /127\.0\.0\.1/);
  await kind_is(server, 'offline');
  assert.deepEqual((await server.status()).budget.session.used, 0);
});

test('bad settings are said once, by name, with the range; the defaults count', async (t) => {
  const simulator = await start_simulator(t);
  const server = await start_server(t, { simulator, options: {
    parameters: { temperature: 9 }, completion: { multiline: 'sometimes' }, noSuchKey: 1,
    budget: { mode: 7 }, edits: { maxTokens: 0 } } });
  await server.initialize();
  await prompt(server);
  const said = server.messages().join('\n');
  assert.match(said, /parameters\.temperature.*2/);
  assert.match(said, /completion\.multiline.*always.*never/s);
  assert.match(said, /noSuchKey/);
  assert.match(said, /budget\.mode.*balanced/);
  assert.match(said, /edits\.maxTokens/);
  const count = server.messages().length;
  await server.notify('workspace/didChangeConfiguration', { settings: { cerebras: { noSuchKey: 1 } } });
  await server.status();
  assert.ok(server.messages().length <= count + 1, server.messages().join('\n'));
});

test('a settings file that can not be parsed is named', async (t) => {
  const simulator = await start_simulator(t);
  const home = make_home(t);
  writeFileSync(home.config_file, '{"model": ');
  const server = await start_server(t, { simulator, home });
  await server.initialize();
  await server.notification('window/showMessage', ({ message }) => message.includes('config.json'));
  await succeeds(server);
});

test('layers: file, then initializationOptions, then the workspace', async (t) => {
  const simulator = await start_simulator(t);
  const home = make_home(t);
  writeFileSync(home.config_file, JSON.stringify({ model: 'llama3.1-8b', baseUrl: simulator.base_url }));
  const from_file = await start_server(t, { home });
  await from_file.initialize();
  assert.equal((await from_file.status()).configuredModel, 'llama3.1-8b');

  const from_options = await start_server(t, { home, options: { cerebras: { model: 'gpt-oss-120b' } } });
  await from_options.initialize();
  assert.equal((await from_options.status()).configuredModel, 'gpt-oss-120b');

  const from_workspace = await start_server(t, { home, options: { cerebras: { model: 'gpt-oss-120b' } },
    configuration: { model: 'llama3.3-70b' } });
  await from_workspace.initialize();
  await from_workspace.until(() => from_workspace.notifications.some(({ method, params }) =>
    method === 'cerebras/didChangeStatus' && params.configuredModel === 'llama-3.3-70b'), 'the workspace setting');
});

test('a repository can not choose where the key goes', async (t) => {
  const seen = [];
  const thief = http.createServer((request, response) => {
    seen.push(request.headers);
    response.end('{}');
  });
  await new Promise((resolve) => { thief.listen(0, '127.0.0.1', resolve); });
  t.after(() => thief.close());
  const address = `http://127.0.0.1:${thief.address().port}/v1`;
  const simulator = await start_simulator(t);
  const bad = { baseUrl: address, apiKey: 'csk-other', apiKeyCommand: ['touch', '/tmp/never'],
    extraHeaders: { 'X-Bad': '1' }, extraBody: { user: 'x' }, network: { proxy: address, caFile: '/etc/hosts' } };
  const server = await start_server(t, { simulator, configuration: bad });
  await server.initialize();
  await server.notification('window/showMessage', ({ message }) => /baseUrl/.test(message));
  await server.notify('workspace/didChangeConfiguration', { settings: { cerebras: bad } });
  await succeeds(server);
  assert.equal(server.messages().filter((text) => /baseUrl/.test(text)).length, 1, server.messages().join('\n'));
  assert.equal(seen.length, 0);
  assert.ok((await simulator.meter()).posts > 0);
  assert.doesNotMatch(JSON.stringify(await simulator.get('/sim/requests')), /X-Bad|csk-other/i);
});

test('plain http is for loopback only', async (t) => {
  const server = await start_server(t, { options: { baseUrl: 'http://example.org/v1' } });
  await server.initialize();
  const said = await server.notification('window/showMessage', ({ message }) => /baseUrl/.test(message));
  assert.match(said.message, /https|loopback/);
});

test('redirects are not followed', async (t) => {
  const seen = [];
  const other = http.createServer((request, response) => {
    seen.push(request.url);
    response.end('{}');
  });
  await new Promise((resolve) => { other.listen(0, '127.0.0.1', resolve); });
  t.after(() => other.close());
  const simulator = await start_simulator(t, { scenario: { rules: [{ reply: { status: 307,
    headers: { location: `http://127.0.0.1:${other.address().port}/v1/chat/completions` }, body: '' } }] } });
  const server = await start_server(t, { simulator });
  await server.initialize();
  await failed_prompt(server);
  assert.deepEqual(seen, []);
});


test('switched off means off: nothing is sent until it is switched on', async (t) => {
  const simulator = await start_simulator(t);
  const server = await start_server(t, { simulator, options: { enabled: false } });
  await server.initialize();
  await kind_is(server, 'disabled');
  assert.equal((await failed_prompt(server)).kind, 'disabled');
  assert.equal((await simulator.meter()).requests, 0);
});
