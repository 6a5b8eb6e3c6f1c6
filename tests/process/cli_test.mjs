// The command line: subcommands, --json, exit codes (0 success, 1 one clear line on stderr, 2 usage).
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { lstatSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';

import { real_source } from './documents.mjs';
import { server_program } from './programs.mjs';
import { environment, make_home, test_key, within } from './server.mjs';
import { start_simulator } from './simulator.mjs';

/// Runs the program in a folder of its own; {code, stdout, stderr}.
async function run(t, args, { simulator, key = test_key, home = make_home(t), input = '', env = {} } = {}) {
  const child = spawn(server_program, args, { cwd: home.home, stdio: ['pipe', 'pipe', 'pipe'],
    env: environment({ ...home.env, ...(key ? { CEREBRAS_API_KEY: key } : {}),
      ...(simulator ? { CEREBRAS_BASE_URL: simulator.base_url } : {}), ...env }) });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr']) {
    child[name].setEncoding('utf8').on('data', (text) => { output[name] += text; });
  }
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const code = await within(new Promise((resolve) => { child.once('close', resolve); }), args.join(' '));
  assert.doesNotMatch(output.stderr, /Sanitizer|runtime error:/);
  assert.doesNotMatch(output.stdout + output.stderr, new RegExp(test_key), 'the key is printed');
  assert.ok(!output.stdout.includes('\u001b'), 'colours without a terminal');
  return { code, ...output, home };
}

/// A failure is one clear line.
function assert_failure({ code, stderr, stdout }, pattern, expected = 1) {
  assert.equal(code, expected, stdout + stderr);
  assert.match(stderr, pattern);
  if (expected === 1) assert.equal(stderr.trim().split('\n').length, 1, stderr);
}

const source_with_cursor = () => {
  const text = `${real_source()}\nBOOST_DESCRIBE_STRUCT(Range, \n`;
  const line = text.split('\n').length - 1;
  return { text, line, column: 'BOOST_DESCRIBE_STRUCT(Range, '.length + 1 };
};

test('--version, --help and usage errors', async (t) => {
  const version = await run(t, ['--version']);
  assert.equal(version.code, 0);
  assert.match(version.stdout, /cerebras-ls \d+\.\d+/);
  assert.match(version.stdout, /libcurl/);
  assert.match(version.stdout, /Boost/);
  const help = await run(t, ['--help']);
  assert.equal(help.code, 0);
  for (const name of ['doctor', 'models', 'prompt', 'complete', 'action', 'auth']) {
    assert.match(help.stdout, new RegExp(`\\b${name}\\b`));
    assert.equal((await run(t, [name, '--help'])).code, 0);
  }
  assert_failure(await run(t, ['--no-such-flag']), /no-such-flag/, 2);
  assert_failure(await run(t, ['nothing']), /nothing/, 2);
  assert_failure(await run(t, ['--log-level', 'loud']), /log-level/, 2);
});

test('prompt', async (t) => {
  const simulator = await start_simulator(t);
  const plain = await run(t, ['prompt', 'hello', '--max-tokens', '20'], { simulator });
  assert.equal(plain.code, 0, plain.stderr);
  assert.ok(plain.stdout.length > 0);
  for (const extra of [[], ['--stream']]) {
    const output = await run(t, ['prompt', 'hello', '--json', '--max-tokens', '20', ...extra], { simulator });
    assert.equal(output.code, 0, output.stderr);
    const result = JSON.parse(output.stdout);
    for (const field of ['content', 'finish_reason', 'model_used', 'usage_total_tokens',
      'usage_prompt_tokens', 'usage_completion_tokens']) assert.ok(field in result, field);
  }
  assert_failure(await run(t, ['prompt', 'x', '--temperature', '3'], { simulator }), /temperature.*3/, 2);
  assert_failure(await run(t, ['prompt', 'x', '--max-tokens', '0'], { simulator }), /max.tokens/, 2);
  assert_failure(await run(t, ['prompt', ''], { simulator }), /prompt/i, 2);
  assert_failure(await run(t, ['prompt', 'x'], { simulator, key: null }), /CEREBRAS_API_KEY|auth set/);
  assert_failure(await run(t, ['prompt', 'x']), /127\.0\.0\.1/);
  // The list decides: an unknown model falls back, which is said on stderr.
  const fallback = await run(t, ['prompt', 'x', '--max-tokens', '9', '--model', 'no-such-model'], { simulator });
  assert.equal(fallback.code, 0, fallback.stderr);
  assert.match(fallback.stderr, /no-such-model/);
});

test('complete: the suggestion, and --dry-run without any network', async (t) => {
  const simulator = await start_simulator(t);
  const home = make_home(t);
  const { text, line, column } = source_with_cursor();
  const file = path.join(home.home, 'lsp.hpp');
  writeFileSync(file, text);
  const place = `${file}:${line}:${column}`;
  const output = await run(t, ['complete', place, '--json'], { simulator, home });
  assert.equal(output.code, 0, output.stderr);
  assert.match(output.stdout, /\(start, end\)\)/);
  assert.equal(readFileSync(file, 'utf8'), text);

  const dry = await run(t, ['complete', place, '--dry-run'], { home, key: null });
  assert.equal(dry.code, 0, dry.stderr);
  const request = JSON.parse(dry.stdout);
  assert.ok(request.messages.length >= 2);
  assert.ok(request.max_completion_tokens >= 1);
  assert.ok(request.estimated_prompt_tokens > 0);
  assert.ok(Array.isArray(request.sources));
  assert.equal((await simulator.meter()).posts, 1);

  assert_failure(await run(t, ['complete', `${file}x:1:1`], { simulator, home }), /lsp\.hppx/);
  assert_failure(await run(t, ['complete', `${file}:0:1`], { simulator, home }), /./, 2);
  assert_failure(await run(t, ['complete', file], { simulator, home }), /FILE:LINE:COL|:/, 2);
  const secret = path.join(home.home, '.env');
  writeFileSync(secret, 'TOKEN=x\n');
  assert_failure(await run(t, ['complete', `${secret}:1:6`], { simulator, home }), /\.env/);
  assert_failure(await run(t, ['complete', place], { simulator, home, key: null }), /CEREBRAS_API_KEY|auth set/);
});

test('action: a unified diff, and --write', async (t) => {
  const home = make_home(t);
  const file = path.join(home.home, 'lsp.hpp');
  const text = real_source();
  const rows = text.split('\n');
  const first = rows.indexOf('struct Range {') + 1;
  const range = rows.slice(first - 1, first + 4);
  const rewritten = [range[0], '  /// Included.', ...range.slice(1)];
  const simulator = await start_simulator(t, { scenario: { rules: [{ reply:
    { content: `<range>\n${rewritten.join('\n')}\n</range>` } }] } });
  writeFileSync(file, text);
  const place = `${file}:${first}-${first + 4}`;
  const diff = await run(t, ['action', 'cerebras.document', place], { simulator, home });
  assert.equal(diff.code, 0, diff.stderr);
  assert.match(diff.stdout, /^@@ /m);
  assert.match(diff.stdout, /^ {3}Position start;$/m);
  assert.match(diff.stdout, /^\+ {2}\/\/\/ Included\.$/m);
  assert.equal(readFileSync(file, 'utf8'), text);

  const written = await run(t, ['action', 'cerebras.document', place, '--write'], { simulator, home });
  assert.equal(written.code, 0, written.stderr);
  assert.equal(readFileSync(file, 'utf8'), text.replace(range.join('\n'), rewritten.join('\n')));

  assert_failure(await run(t, ['action', 'cerebras.nothing', place], { simulator, home }), /cerebras\.nothing/, 2);
  assert_failure(await run(t, ['action', 'cerebras.document', `${file}:99999-99999`], { simulator, home }), /99999/, 2);
});

test('models and doctor', async (t) => {
  const simulator = await start_simulator(t);
  const models = await run(t, ['models', '--json'], { simulator });
  assert.equal(models.code, 0, models.stderr);
  assert.match(models.stdout, /llama-4-scout-17b-16e-instruct/);
  assert.ok(JSON.parse(models.stdout));
  assert.equal((await run(t, ['models'], { simulator })).code, 0);

  const doctor = await run(t, ['doctor'], { simulator });
  assert.equal(doctor.code, 0, doctor.stdout + doctor.stderr);
  assert.ok(JSON.parse((await run(t, ['doctor', '--json'], { simulator })).stdout));
  const sick = await run(t, ['doctor'], { key: null });
  assert.equal(sick.code, 1);
  assert.match(sick.stdout, /CEREBRAS_API_KEY|auth set/);
});

test('auth: stored 0600, bound to the origin, never printed', async (t) => {
  const simulator = await start_simulator(t);
  const home = make_home(t);
  const options = { simulator, home, key: null };
  const set = await run(t, ['auth', 'set'], { ...options, input: `${test_key}\n` });
  assert.equal(set.code, 0, set.stderr);
  assert.equal(statSync(home.credentials_file).mode & 0o777, 0o600);
  assert.equal((await run(t, ['auth', 'status'], options)).code, 0);
  assert.equal((await run(t, ['prompt', 'hello', '--max-tokens', '10'], options)).code, 0);

  const elsewhere = await start_simulator(t);
  assert_failure(await run(t, ['prompt', 'hello'], { ...options, simulator: elsewhere }), /CEREBRAS_API_KEY|auth set/);
  assert.equal((await run(t, ['auth', 'remove'], options)).code, 0);
  assert_failure(await run(t, ['prompt', 'hello'], options), /CEREBRAS_API_KEY|auth set/);
  assert_failure(await run(t, ['auth', 'set'], { ...options, input: '\n' }), /key/i);
});

test('a credentials file that others can read is refused with the cure', async (t) => {
  const simulator = await start_simulator(t);
  const home = make_home(t);
  const origin = simulator.base_url.replace('/v1', '');
  mkdirSync(path.dirname(home.credentials_file), { recursive: true });
  writeFileSync(home.credentials_file, `${JSON.stringify({ origin, apiKey: test_key })}\n`, { mode: 0o644 });
  assert_failure(await run(t, ['prompt', 'hello'], { simulator, home, key: null }), /chmod 600|0600/);
});

test('settings faults are said on stderr and do not stop the work', async (t) => {
  const simulator = await start_simulator(t);
  const home = make_home(t);
  writeFileSync(home.config_file, JSON.stringify({ parameters: { temperature: 9 }, baseUrl: simulator.base_url }));
  const output = await run(t, ['prompt', 'hello', '--max-tokens', '10'], { home });
  assert.equal(output.code, 0, output.stderr);
  assert.match(output.stderr, /parameters\.temperature/);
});

test('action --write leaves what it can not write alone: other encodings, and links stay links', async (t) => {
  const simulator = await start_simulator(t);
  const home = make_home(t);
  const odd = Buffer.concat([Buffer.from('// caf'), Buffer.from([0xe9]), Buffer.from('\nint one(int a) {\n  return a;\n}\n')]);
  writeFileSync(path.join(home.home, 'odd.c'), odd);
  assert_failure(await run(t, ['action', 'cerebras.document', 'odd.c:2-4', '--write'], { simulator, home }), /UTF-8/);
  assert.deepEqual(readFileSync(path.join(home.home, 'odd.c')), odd);

  writeFileSync(path.join(home.home, 'real.c'), 'int one(int a) {\n  return a;\n}\n');
  symlinkSync('real.c', path.join(home.home, 'link.c'));
  assert.equal((await run(t, ['action', 'cerebras.document', 'link.c:1-3', '--write'], { simulator, home })).code, 0);
  assert.ok(lstatSync(path.join(home.home, 'link.c')).isSymbolicLink());
  assert.match(readFileSync(path.join(home.home, 'real.c'), 'utf8'), /^\/\/\/.*\n(.*\n)*int one/);
});
