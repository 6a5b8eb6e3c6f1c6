// The real server as a process: a home of its own, all traffic recorded in both directions, and an
// unmodified LSP client (vscode-languageserver-protocol) on its stdin and stdout.
//   const server = await start_server(t, { simulator });
//   await server.initialize('neovim');
//   const items = await server.request('textDocument/inlineCompletion', {...});
// Nothing waits for a time to pass: waits are for a message or for the process to end.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { pathToFileURL } from 'node:url';

import { FrameReader, frame } from './frames.mjs';
import { npm } from './npm.mjs';
import { initialize_params } from './profiles.mjs';
import { server_program, traffic_folder } from './programs.mjs';

export const test_key = 'csk-test-0123456789abcdef0123456789abcdef';
const patience_ms = 60000;

let recordings = 0;

/// The promise, or a failure that says what was waited for.
export function within(promise, what, milliseconds = patience_ms) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`waited in vain for ${what}`)), milliseconds);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/// A fresh home with the XDG folders in it, removed with the test.
export function make_home(t) {
  const home = mkdtempSync(path.join(os.tmpdir(), 'cerebras-home-'));
  t.after(() => rmSync(home, { recursive: true, force: true }));
  const folders = { XDG_CONFIG_HOME: 'config', XDG_STATE_HOME: 'state', XDG_DATA_HOME: 'data',
    XDG_CACHE_HOME: 'cache', XDG_RUNTIME_DIR: 'run' };
  const env = { HOME: home };
  for (const [name, folder] of Object.entries(folders)) {
    env[name] = path.join(home, folder);
    mkdirSync(env[name], { mode: 0o700 });
  }
  mkdirSync(path.join(env.XDG_CONFIG_HOME, 'cerebras-ls'));
  return { home, env, config_file: path.join(env.XDG_CONFIG_HOME, 'cerebras-ls/config.json'),
    credentials_file: path.join(env.XDG_CONFIG_HOME, 'cerebras-ls/credentials'),
    state: path.join(env.XDG_STATE_HOME, 'cerebras-ls') };
}

/// Nothing listens there: tests without a simulator must not reach for a real service.
export const nowhere = 'http://127.0.0.1:9/v1';

/// The environment of a program under test: nothing of ours but the path and the sanitizers' options.
export function environment(extra) {
  const kept = ['PATH', 'LANG', 'ASAN_OPTIONS', 'UBSAN_OPTIONS', 'TSAN_OPTIONS', 'LSAN_OPTIONS'];
  const env = Object.fromEntries(kept.filter((name) => process.env[name]).map((name) =>
    [name, process.env[name]]));
  return { ...env, CEREBRAS_BASE_URL: nowhere, ...extra };
}

class Recording {
  constructor() {
    const test_file = path.basename(process.argv[1] ?? 'by-hand', '.mjs');
    this.file = path.join(traffic_folder, `${test_file}.${process.pid}.${recordings++}.jsonl`);
    mkdirSync(traffic_folder, { recursive: true });
    this.readers = { c2s: new FrameReader(), s2c: new FrameReader() };
    this.lines = [];
  }

  /// Frames of the client may be bad on purpose; the server's may not.
  push(dir, data) {
    let bodies = [];
    try {
      bodies = this.readers[dir].push(data);
    } catch (error) {
      if (dir === 's2c') this.add(dir, { unreadable: String(error) });
      else this.readers.c2s = new FrameReader();
    }
    for (const body of bodies) {
      try {
        this.add(dir, JSON.parse(body));
      } catch (error) {
        if (dir === 's2c') this.add(dir, { unreadable: String(error), body });
      }
    }
  }

  add(dir, msg) {
    this.lines.push(`${JSON.stringify({ dir, msg })}\n`);
  }

  save() {
    if (this.lines.length) appendFileSync(this.file, this.lines.join(''));
    this.lines = [];
  }
}

/// Options: simulator, key (null: none), home, env, args, options (initializationOptions),
/// configuration (what workspace/configuration answers for the section `cerebras`), cwd.
export async function start_server(t, options = {}) {
  const home = options.home ?? make_home(t);
  const key = options.key === undefined ? test_key : options.key;
  const env = environment({ ...home.env, ...(key ? { CEREBRAS_API_KEY: key } : {}), ...options.env });
  const child = spawn(options.program ?? server_program, options.args ?? [],
    { env, cwd: options.cwd ?? home.home, stdio: ['pipe', 'pipe', 'pipe'] });
  const server = new Server(child, home, options);
  t.after(() => server.end());
  return server;
}

class Server {
  constructor(child, home, options) {
    this.child = child;
    this.home = home;
    this.options = options;
    this.recording = new Recording();
    this.stderr = '';
    this.notifications = [];
    this.requests = [];
    this.answers = { ...default_answers(this), ...options.answers };
    this.waiters = new Set();
    child.stderr.setEncoding('utf8').on('data', (text) => { this.stderr += text; });
    child.stdin.on('error', () => {});
    this.exited = new Promise((resolve) => {
      child.once('error', (error) => resolve({ code: null, error }));
      child.once('close', (code, signal) => resolve({ code, signal }));
    });
    if (!options.raw) this.connect();
  }

  /// The client of npm's package, with the recording in between.
  connect() {
    const { createProtocolConnection, StreamMessageReader, StreamMessageWriter } =
      npm('vscode-languageserver-protocol/node');
    const from_server = new PassThrough();
    this.child.stdout.on('data', (data) => {
      this.recording.push('s2c', data);
      from_server.write(data);
    });
    const to_server = new PassThrough();
    to_server.on('data', (data) => {
      this.recording.push('c2s', data);
      this.child.stdin.write(data);
    });
    this.connection = createProtocolConnection(new StreamMessageReader(from_server),
      new StreamMessageWriter(to_server), { error() {}, warn() {}, info() {}, log() {} });
    this.connection.onNotification((method, params) => this.note(method, params));
    this.connection.onUnhandledProgress((params) => this.note('$/progress', params));
    this.connection.onUnhandledNotification((message) => this.note(message.method, message.params));
    this.connection.onRequest((method, params) => {
      this.requests.push({ method, params });
      this.wake();
      return this.answers[method] ? this.answers[method](params) : null;
    });
    this.connection.listen();
  }

  note(method, params) {
    this.notifications.push({ method, params });
    this.wake();
  }

  wake() {
    for (const waiter of this.waiters) waiter();
  }

  /// Resolves with the first truthy value of `probe`, which is asked again after every message.
  async until(probe, what) {
    let waiter;
    const done = new Promise((resolve) => {
      waiter = () => {
        const value = probe();
        if (value) resolve(value);
      };
    });
    this.waiters.add(waiter);
    waiter();
    return within(Promise.race([done, this.exited.then(({ code }) => {
      throw new Error(`the server ended with ${code} before ${what}: ${this.stderr}`);
    })]), what).finally(() => this.waiters.delete(waiter));
  }

  /// The params of the first notification `method` that `accept` takes, now or later.
  notification(method, accept = () => true) {
    return this.until(() => this.notifications.find((note) =>
      note.method === method && accept(note.params))?.params, method);
  }

  /// Texts of window/showMessage so far.
  messages() {
    return this.notifications.filter(({ method }) => method === 'window/showMessage')
      .map(({ params }) => params.message);
  }

  /// `profile`: a name of profiles.mjs. The simulator's address and the test's options go along.
  async initialize(profile = 'vscode', changes = {}) {
    const options = { ...(this.options.simulator
      ? { baseUrl: this.options.simulator.base_url } : {}), ...this.options.options };
    const params = initialize_params(profile, options, changes);
    this.initialize_result = await this.request('initialize', params);
    this.encoding = this.initialize_result.capabilities.positionEncoding;
    await this.connection.sendNotification('initialized', {});
    return this.initialize_result;
  }

  request(method, params, token) {
    // The client takes a trailing undefined for a parameter.
    const rest = [...(params === undefined ? [] : [params]), ...(token ? [token] : [])];
    return within(Promise.race([
      this.connection.sendRequest(method, ...rest),
      this.exited.then(({ code }) => {
        throw new Error(`the server ended with ${code} during ${method}: ${this.stderr}`);
      })]), `the answer to ${method}`);
  }

  /// The error of a request that must fail.
  async refused(method, params, token) {
    const outcome = await this.request(method, params, token).then(
      (result) => ({ result }), (error) => ({ error }));
    assert.ok(outcome.error, `${method} did not fail: ${JSON.stringify(outcome.result)}`);
    return outcome.error;
  }

  notify(method, ...params) {
    return this.connection.sendNotification(method, ...params);
  }

  /// Opens a document; returns its uri.
  async open(file, text, languageId = 'cpp') {
    const uri = file.startsWith('file:') ? file : pathToFileURL(file).href;
    await this.notify('textDocument/didOpen',
      { textDocument: { uri, languageId, version: 1, text } });
    return uri;
  }

  status() { return this.request('cerebras/status', null); }

  command(command, ...args) {
    return this.request('workspace/executeCommand', { command, arguments: args });
  }

  /// shutdown, exit; the exit code.
  async stop() {
    await this.request('shutdown');
    await this.notify('exit');
    return (await this.gone()).code;
  }

  /// The end of the process, which something else has caused.
  async gone() {
    const end = await within(this.exited, 'the end of the server');
    this.recording.save();
    this.check_sanitizers();
    return end;
  }

  check_sanitizers() {
    assert.doesNotMatch(this.stderr, /Sanitizer|runtime error:/);
  }

  /// After the test: ends the process however it is.
  async end() {
    this.child.kill('SIGKILL');
    await this.exited;
    this.connection?.dispose();
    this.recording.save();
    this.check_sanitizers();
  }

  /// Raw sessions: bytes in, messages out. `message`: what odd bytes mean, for the recording.
  send_bytes(data, message) {
    if (message) this.recording.add('c2s', message);
    else this.recording.push('c2s', Buffer.from(data));
    this.child.stdin.write(data);
  }

  send(message) { this.send_bytes(frame(message)); }

  /// An async iterator over the bodies that the server writes (raw sessions).
  async *bodies() {
    const reader = new FrameReader();
    for await (const data of this.child.stdout) {
      this.recording.push('s2c', data);
      for (const body of reader.push(data)) yield JSON.parse(body);
    }
  }
}

/// What an editor answers to the server's requests.
function default_answers(server) {
  return {
    'workspace/configuration': ({ items }) => items.map(({ section }) =>
      (section === 'cerebras' ? server.options.configuration ?? null : null)),
    'client/registerCapability': () => null,
    'window/workDoneProgress/create': () => null,
    'window/showMessageRequest': () => null,
    'window/showDocument': () => ({ success: true }),
    'workspace/applyEdit': () => ({ applied: true }),
  };
}
