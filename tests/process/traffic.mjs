// The check of one recorded session: shapes by the schema (schema.mjs), and the order of things that a
// schema can not say: one answer per request, nothing but allowed messages before initialize was
// answered, progress that begins before it reports and ends once.
// Only what the server sent is judged; the client's messages may be bad on purpose.
import { readFileSync } from 'node:fs';

import { npm } from './npm.mjs';
import { failure_data_schema, own_methods } from './own_methods.mjs';
import { schema_file } from './schema.mjs';

const early = new Set(['window/showMessage', 'window/logMessage', 'telemetry/event',
  'window/showMessageRequest', '$/progress']);

export class Checker {
  constructor() {
    const { messages, schema } = JSON.parse(readFileSync(schema_file, 'utf8'));
    const Ajv = npm('ajv').default ?? npm('ajv');
    this.ajv = new Ajv({ strict: false, allErrors: false });
    this.ajv.addSchema(schema, 'lsp');
    this.known = new Map(messages.map((message) => [message.method, message]));
    for (const [method, message] of Object.entries(own_methods)) this.known.set(method, message);
    this.compiled = new Map();
  }

  /// One line, or nothing when `value` has the shape `member` ("METHOD#params", "METHOD#result").
  shape(member, value) {
    let validate = this.compiled.get(member);
    if (!validate) {
      const [method, part] = member.split('#');
      const own = own_methods[method]?.[part];
      validate = own ? this.ajv.compile(own) : this.ajv.compile({
        $ref: `lsp#/definitions/Messages/properties/${encodeURIComponent(member.replace(/~/g, '~0')
          .replace(/\//g, '~1'))}` });
      this.compiled.set(member, validate);
    }
    if (validate(value)) return undefined;
    const reasons = validate.errors.slice(-3).map((error) =>
      `${error.instancePath || '/'} ${error.message} ${JSON.stringify(error.params)}`);
    return `${member}: ${reasons.join('; ')} in ${JSON.stringify(value).slice(0, 300)}`;
  }

  /// Faults of one session. `entries`: [{dir: "c2s"|"s2c", msg}], in order.
  session(entries) {
    const state = { checker: this, faults: [], open: new Map(), asked: new Map(),
      initialized: false, tokens: new Map() };
    for (const { dir, msg } of entries) {
      if (dir === 'c2s') from_client(state, msg);
      else from_server(state, msg);
    }
    return state.faults;
  }
}

const key = (id) => JSON.stringify(id);

function from_client(state, message) {
  if (message === null || typeof message !== 'object' || Array.isArray(message)) return;
  const { id, method, params } = message;
  const has_id = typeof id === 'string' || Number.isInteger(id);
  if (typeof method === 'string' && has_id) {
    state.open.set(key(id), [...(state.open.get(key(id)) ?? []), method]);
    if (params?.workDoneToken !== undefined) state.tokens.set(key(params.workDoneToken), 'new');
    if (params?.partialResultToken !== undefined) {
      state.tokens.set(key(params.partialResultToken), 'partial');
    }
  } else if (method === undefined && has_id) {
    state.asked.delete(key(id));
  }
}

function from_server(state, message) {
  const fault = (text) => state.faults.push(text);
  if (message?.jsonrpc !== '2.0') return fault(`no jsonrpc "2.0": ${JSON.stringify(message)}`);
  const extra = Object.keys(message).filter((name) =>
    !['jsonrpc', 'id', 'method', 'params', 'result', 'error'].includes(name));
  if (extra.length) fault(`members outside of JSON-RPC: ${extra}`);
  if (message.method === undefined) return answer(state, message, fault);
  if (!state.initialized && !early.has(message.method)) {
    fault(`${message.method} before initialize was answered`);
  }
  if (message.method === '$/progress') return progress(state, message.params, fault);
  if (message.method === '$/logTrace' || message.method === '$/cancelRequest') return undefined;
  const declared = state.checker.known.get(message.method);
  if (!declared) return fault(`unknown method ${message.method}`);
  if (declared.direction === 'clientToServer') fault(`${message.method} is the client's to send`);
  if ((declared.kind === 'request') !== (message.id !== undefined)) {
    fault(`${message.method} is a ${declared.kind}`);
  }
  if (message.id !== undefined) {
    if (state.asked.has(key(message.id))) fault(`id ${key(message.id)} asked twice`);
    state.asked.set(key(message.id), message.method);
    if (message.method === 'window/workDoneProgress/create') {
      state.tokens.set(key(message.params?.token), 'new');
    }
  }
  const bad = state.checker.shape(`${message.method}#params`, message.params ?? null);
  return bad && fault(bad);
}

function answer(state, message, fault) {
  if (('result' in message) === ('error' in message)) fault('neither or both of result and error');
  if (message.id === null) {
    return 'error' in message ? error_shape(state, message.error, fault) : fault('a result without id');
  }
  const methods = state.open.get(key(message.id)) ?? [];
  if (!methods.length) return fault(`answer to ${key(message.id)}, which is not open`);
  // A refused second use of an id is answered before the first use of it.
  const method = 'error' in message && methods.length > 1 ? methods.pop() : methods.shift();
  if ('error' in message) return error_shape(state, message.error, fault);
  if (method === 'initialize') state.initialized = true;
  if (!state.checker.known.has(method)) return fault(`a result for the unknown method ${method}`);
  const bad = state.checker.shape(`${method}#result`, message.result);
  return bad && fault(bad);
}

function error_shape(state, error, fault) {
  if (!Number.isInteger(error?.code) || typeof error?.message !== 'string' || !error.message) {
    return fault(`an error needs an integer code and a message: ${JSON.stringify(error)}`);
  }
  if (error.code !== -32803) return undefined;
  state.failure_shape ??= state.checker.ajv.compile(failure_data_schema);
  return state.failure_shape(error.data) ? undefined
    : fault(`data of -32803: ${state.checker.ajv.errorsText(state.failure_shape.errors)} in ` +
      JSON.stringify(error));
}

function progress(state, params, fault) {
  const token = key(params?.token);
  const before = state.tokens.get(token);
  if (before === undefined) return fault(`progress on the unknown token ${token}`);
  if (before === 'partial') return undefined;
  const bad = state.checker.shape('workDone#value', params.value);
  if (bad) return fault(bad);
  const { kind } = params.value;
  const allowed = { begin: ['new'], report: ['begin', 'report'], end: ['begin', 'report'] }[kind];
  if (!allowed.includes(before)) fault(`progress ${token}: ${kind} after ${before}`);
  state.tokens.set(token, kind);
  return undefined;
}

/// A recording: one entry per line.
export function read_recording(file) {
  return readFileSync(file, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
}
