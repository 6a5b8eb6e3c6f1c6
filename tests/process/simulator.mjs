// Starts the simulated API (tests/simulator) on a free port, with a scenario when one is given.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';

import { simulator_program } from './programs.mjs';

/// `t`: a test's context; the process ends with the test. `scenario`: docs of tests/simulator.
export async function start_simulator(t, { scenario, args = [] } = {}) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'cerebras-sim-'));
  const all = ['--port', '0', ...args];
  if (scenario) {
    const file = path.join(folder, 'scenario.json');
    writeFileSync(file, JSON.stringify(scenario));
    all.push('--scenario', file);
  }
  const child = spawn(simulator_program, all, { stdio: ['ignore', 'pipe', 'pipe'], cwd: folder });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text) => { stderr += text; });
  const exited = new Promise((resolve) => { child.once('exit', resolve); });
  t.after(async () => {
    child.kill('SIGTERM');
    await exited;
    rmSync(folder, { recursive: true, force: true });
  });
  const lines = readline.createInterface({ input: child.stdout });
  const first = await Promise.race([
    new Promise((resolve) => { lines.once('line', resolve); }),
    exited.then((code) => { throw new Error(`cerebras-sim ended with ${code}: ${stderr}`); })]);
  const base_url = /^listening on (\S+)$/.exec(first)?.[1];
  if (!base_url) throw new Error(`cerebras-sim said: ${first}`);
  const root = base_url.replace(/\/v1$/, '');
  return {
    base_url,
    folder,
    pid: child.pid,
    async get(target) { return (await fetch(root + target)).json(); },
    /// {requests, posts, billed_tokens, ...}
    async meter() { return this.get('/sim/meter'); },
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
