// The smallest LSP client that the demo needs: no packages, positions in UTF-16 units as in JavaScript.
import { spawn } from 'node:child_process';

import { FrameReader, frame } from '../../tests/process/frames.mjs';

export class Client {
  #child;
  #last_id = 0;
  #open = new Map();
  notes = [];

  constructor(program, env) {
    this.#child = spawn(program, ['--stdio'], { env, stdio: ['pipe', 'pipe', 'inherit'] });
    const frames = new FrameReader();
    this.#child.stdout.on('data', (data) => {
      for (const body of frames.push(data)) this.#receive(JSON.parse(body));
    });
    this.#child.once('close', (code) => {
      for (const { reject } of this.#open.values()) reject(new Error(`the server ended with ${code}`));
    });
    this.#child.once('error', () => {});
    this.#child.stdin.on('error', () => {});
  }

  #receive({ id, method, params, result, error }) {
    if (method && id !== undefined) {
      const answers = { 'workspace/configuration': () => params.items.map(() => null) };
      this.#send({ id, result: answers[method]?.() ?? null });
    } else if (method) {
      this.notes.push({ method, params });
    } else {
      const { resolve, reject } = this.#open.get(id);
      this.#open.delete(id);
      if (error) reject(Object.assign(new Error(error.message), error));
      else resolve(result);
    }
  }

  #send(message) {
    this.#child.stdin.write(frame({ jsonrpc: '2.0', ...message }));
  }

  notify(method, params) {
    this.#send({ method, params });
  }

  request(method, params) {
    const id = this.#last_id += 1;
    this.#send({ id, method, ...(params === undefined ? {} : { params }) });
    return new Promise((resolve, reject) => { this.#open.set(id, { resolve, reject }); });
  }

  async start(options) {
    await this.request('initialize', { processId: process.pid, rootUri: null,
      clientInfo: { name: 'cerebras-ls demo', version: '1' }, initializationOptions: options,
      capabilities: { general: { positionEncodings: ['utf-16'] },
        workspace: { workspaceEdit: { documentChanges: true } },
        textDocument: { inlineCompletion: {}, codeAction: { dataSupport: true,
          resolveSupport: { properties: ['edit'] } } } } });
    this.notify('initialized', {});
  }

  async stop() {
    await this.request('shutdown');
    this.notify('exit');
  }
}

/// `text` after the TextEdits of a WorkspaceEdit for one document.
export function apply_edit(text, edit) {
  const edits = edit.documentChanges ? edit.documentChanges.flatMap((change) => change.edits ?? [])
    : Object.values(edit.changes).flat();
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const offset = ({ line, character }) => (line < starts.length ? starts[line] + character : text.length);
  return edits.map(({ range, newText }) => [offset(range.start), offset(range.end), newText])
    .sort((a, b) => b[0] - a[0])
    .reduce((result, [start, end, replacement]) => result.slice(0, start) + replacement + result.slice(end), text);
}
