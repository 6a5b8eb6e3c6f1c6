// Everything the server said in the process tests, checked against LSP 3.18 (traffic.mjs). Also counts
// what was seen, so that a check of nothing is not taken for a pass.
import { readdirSync } from 'node:fs';
import path from 'node:path';

import { traffic_folder } from './programs.mjs';
import { Checker, read_recording } from './traffic.mjs';

const must_be_seen = ['initialize', 'shutdown', 'textDocument/inlineCompletion',
  'textDocument/completion', 'textDocument/codeAction', 'codeAction/resolve',
  'workspace/executeCommand', 'workspace/applyEdit', 'workspace/configuration', '$/progress',
  'window/showMessage', 'cerebras/didChangeStatus', 'cerebras/status', 'cerebras/recent',
  'cerebras/setCredential', 'cerebras/generate'];

const files = process.argv.length > 2 ? process.argv.slice(2)
  : readdirSync(traffic_folder).filter((name) => name.endsWith('.jsonl')).sort()
    .map((name) => path.join(traffic_folder, name));
const checker = new Checker();
const seen = new Map();
let messages = 0;
let faults = 0;
for (const file of files) {
  const entries = read_recording(file);
  for (const { dir, msg } of entries) {
    if (dir === 's2c') messages += 1;
    if (typeof msg?.method === 'string') seen.set(msg.method, (seen.get(msg.method) ?? 0) + 1);
  }
  for (const fault of checker.session(entries)) {
    console.log(`${path.basename(file)}: ${fault}`);
    faults += 1;
  }
}
for (const [method, times] of [...seen].sort()) console.log(`  ${String(times).padStart(6)} ${method}`);
const unseen = process.argv.length > 2 ? [] : must_be_seen.filter((method) => !seen.has(method));
for (const method of unseen) console.log(`never seen: ${method}`);
console.log(`${messages} messages of the server in ${files.length} sessions, ${faults} faults`);
process.exitCode = faults || unseen.length || messages === 0 ? 1 : 0;
