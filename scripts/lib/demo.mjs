// The demo: the real server, spoken to as an editor does, on a real file, drawn in the terminal.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import readline from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { completion_place, function_place } from './demo_places.mjs';
import { Client, apply_edit } from './lsp_client.mjs';
import {
  bar, bold, code, count, cut, diff, dim, green, pause, rule, say, typed, width, without_pauses,
  yellow,
} from './terminal.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const build = process.env.CEREBRAS_LS_BUILD ?? path.join(root, 'build/release');
const default_file = path.join(root, 'cerebras/models.cpp');
const languages = { '.cpp': 'cpp', '.hpp': 'cpp', '.h': 'cpp', '.cc': 'cpp', '.c': 'c', '.js': 'javascript',
  '.mjs': 'javascript', '.ts': 'typescript', '.py': 'python', '.rs': 'rust', '.go': 'go', '.java': 'java',
  '.lua': 'lua', '.sh': 'shellscript', '.rb': 'ruby' };

const flags = process.argv.slice(2).filter((argument) => argument.startsWith('--'));
const file = process.argv.slice(2).find((argument) => !argument.startsWith('--')) ?? default_file;
if (flags.includes('--fast')) without_pauses();

async function start_simulator() {
  const child = spawn(path.join(build, 'tests/simulator/cerebras-sim'), ['--port', '0', '--exit-with-stdin'],
    { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = await once(readline.createInterface({ input: child.stdout }), 'line');
  return { base_url: line.replace('listening on ', ''), stop: () => child.kill() };
}

/// The server with the API when there is a key, else with the simulator.
async function connect() {
  const program = path.join(build, 'server/cerebras-ls');
  if (!flags.includes('--simulated')) {
    const client = new Client(program, process.env);
    await client.start({});
    const status = await client.request('cerebras/status', null);
    if (status.kind !== 'noKey') return { client, simulated: false, stop: () => client.stop() };
    await client.stop();
  }
  const simulator = await start_simulator();
  const client = new Client(program, { ...process.env, CEREBRAS_API_KEY: 'csk-demo' });
  await client.start({ baseUrl: simulator.base_url });
  return { client, simulated: true, stop: async () => {
    await client.stop();
    simulator.stop();
  } };
}

/// The result of `work` with the milliseconds and tokens it took.
async function measured(client, work) {
  const before = await client.request('cerebras/status', null);
  const start = performance.now();
  const result = await work();
  const milliseconds = performance.now() - start;
  const { usage, model } = await client.request('cerebras/status', null);
  return { result, model, milliseconds, prompt: usage.prompt_tokens - before.usage.prompt_tokens,
    completion: usage.completion_tokens - before.usage.completion_tokens };
}

function say_cost({ model, milliseconds, prompt, completion }) {
  say(dim(`        ${count(prompt)} + ${count(completion)} tokens, ${milliseconds.toFixed(1)} ms, ${model}`));
  say();
}

async function show_completion(client, uri, lines) {
  const { line, column } = completion_place(lines);
  const before = lines[line].slice(0, column);
  const document = [...lines.slice(0, line), before, ...lines.slice(line + 1)];
  client.notify('textDocument/didOpen', { textDocument: { uri, languageId: language(), version: 1,
    text: document.join('\n') } });
  rule(`1  Inline completion: ${relative()}, line ${line + 1}`);
  code(document.slice(Math.max(0, line - 4), line), Math.max(0, line - 4) + 1);
  const answer = await measured(client, () => client.request('textDocument/inlineCompletion',
    { textDocument: { uri }, position: { line, character: column }, context: { triggerKind: 1 } }));
  const [item] = answer.result.items;
  const from = item?.range ? item.range.start.character : column;
  const suggestion = item ? item.insertText.slice(column - from) : '';
  await typed(before, suggestion, '', line + 1);
  code(document.slice(line + 1, line + 3), line + 2);
  say();
  say(item ? `        ${green('Tab')} takes the grey text.`
    : yellow('        The model had no suggestion here.'));
  say_cost(answer);
  client.notify('textDocument/didChange', { textDocument: { uri, version: 2 },
    contentChanges: [{ text: lines.join('\n') }] });
  await pause(1200);
}

async function show_action(client, uri, lines) {
  const { first, last } = function_place(lines, 5);
  const range = { start: { line: first, character: 0 }, end: { line: last + 1, character: 0 } };
  const actions = await client.request('textDocument/codeAction', { textDocument: { uri }, range,
    context: { diagnostics: [], only: ['refactor.rewrite'] } });
  const action = actions.find(({ title }) => /document/i.test(title)) ?? actions[0];
  rule(`2  Code action: ${cut(action.title, 40)}`);
  const answer = await measured(client, () => client.request('codeAction/resolve', action));
  const text = lines.join('\n');
  const changed = apply_edit(text, answer.result.edit).split('\n');
  const begin = Math.max(0, first - 3);
  const grown = changed.length - lines.length;
  diff(lines.slice(begin, last + 4), changed.slice(begin, last + 4 + grown), begin + 1);
  say();
  say(`        One undo step in the editor; your file was not touched.`);
  say_cost(answer);
  await pause(1200);
}

async function show_budget(client) {
  const { budget, requests } = await client.request('cerebras/status', null);
  rule('3  The budget of this session');
  const { limit, used } = budget.session;
  const numbers = limit === null ? `${count(used)} tokens, no limit set`
    : `${count(used)} of ${count(limit)} tokens (${(100 * used / limit).toFixed(2)} %)`;
  say(`        ${bar(limit ? used / limit : 0, 32)}  ${numbers}`);
  say(dim(`        ${requests} requests. Tokens are reserved before a request leaves, and`));
  say(dim('        settled with what the service counted. At the limit the server refuses.'));
}

const language = () => languages[path.extname(file)] ?? 'plaintext';
const relative = () => {
  const name = path.relative(root, file);
  return cut(name.startsWith('..') ? path.basename(file) : name, 44);
};

async function main() {
  const lines = readFileSync(file, 'utf8').replace(/\r\n/g, '\n').split('\n');
  if (lines.length < 6) throw new Error(`${file} has too few lines to show anything`);
  const { client, simulated, stop } = await connect();
  try {
    say();
    const title = 'cerebras-ls';
    const source = simulated ? 'SIMULATED: no API, no model' : 'Cerebras API';
    say(bold(title) + ' '.repeat(width - title.length - source.length) + (simulated ? yellow(source) : green(source)));
    if (simulated) {
      say(dim('A simulator on this machine answers by copying from the prompt. With a key in'));
      say(dim('CEREBRAS_API_KEY the same demo asks the real service.'));
    } else {
      say(dim('The requests of this demo are charged to your key.'));
    }
    say();
    const uri = pathToFileURL(file).href;
    await show_completion(client, uri, lines);
    await show_action(client, uri, lines);
    await show_budget(client);
    say();
  } finally {
    await stop();
  }
}

try {
  await main();
} catch (error) {
  console.error(`demo: ${error.message}`);
  process.exitCode = 1;
}
