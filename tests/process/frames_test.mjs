// The attack surface of stdin, over the real stdio: one row per input. Either the framing is lost (the
// process ends with 1, because nothing after it can be trusted), or one error comes and the server
// goes on: then the next request is answered.
import assert from 'node:assert/strict';
import test from 'node:test';

import { frame } from './frames.mjs';
import { initialize_params } from './profiles.mjs';
import { start_server, within } from './server.mjs';
import { start_simulator } from './simulator.mjs';

const body = '{"jsonrpc":"2.0","id":9,"method":"cerebras/status"}';
const header = (text) => Buffer.from(text, 'latin1');
const with_header = (text, content = body) => Buffer.concat([header(text), Buffer.from(content)]);
const raw_frame = (bytes) => Buffer.concat([header(`Content-Length: ${bytes.length}\r\n\r\n`), bytes]);

const framing_lost = {
  'a length of 16 digits': with_header('Content-Length: 9999999999999999\r\n\r\n'),
  'a length above 64 MiB': with_header('Content-Length: 67108865\r\n\r\n'),
  'a negative length': with_header('Content-Length: -5\r\n\r\n'),
  'a length with a plus': with_header('Content-Length: +5\r\n\r\n'),
  'a hexadecimal length': with_header('Content-Length: 0x10\r\n\r\n'),
  'a length with an exponent': with_header('Content-Length: 1e3\r\n\r\n'),
  'a length with letters': with_header('Content-Length: 10abc\r\n\r\n'),
  'an empty length': with_header('Content-Length: \r\n\r\n'),
  'no length': with_header('Content-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\n'),
  'two different lengths': with_header(`Content-Length: ${body.length}\r\nContent-Length: 1\r\n\r\n`),
  'a header above 8 KiB': with_header(`X: ${'x'.repeat(9000)}\r\nContent-Length: ${body.length}\r\n\r\n`),
  'more than 32 fields': with_header(`${'X: y\r\n'.repeat(33)}Content-Length: ${body.length}\r\n\r\n`),
  'a NUL in a header': with_header(`X: \0\r\nContent-Length: ${body.length}\r\n\r\n`),
  'a byte above 127 in a header': with_header(`X: \xe9\r\nContent-Length: ${body.length}\r\n\r\n`),
};

for (const [name, bytes] of Object.entries(framing_lost)) {
  test(`${name}: the framing is lost, exit 1`, async (t) => {
    const server = await start_server(t, { raw: true });
    server.child.stdout.resume();
    server.send_bytes(bytes);
    assert.equal((await server.gone()).code, 1);
  });
}

const deep = (levels) => `{"jsonrpc":"2.0","id":9,"method":"x","params":${'['.repeat(levels)}${']'.repeat(levels)}}`;

/// [bytes, code, id of the error]
const refused = {
  'another charset': [with_header(`Content-Type: application/vscode-jsonrpc; charset=latin1\r\nContent-Length: ${body.length}\r\n\r\n`), -32700, null],
  'bytes that are not UTF-8': [raw_frame(Buffer.from([0x22, 0xff, 0x22])), -32700, null],
  'bad JSON': [frame('{"jsonrpc":'), -32700, null],
  'an empty body': [frame(''), -32700, null],
  'half a surrogate pair': [frame('{"jsonrpc":"2.0","id":9,"method":"\\ud800"}'), -32700, null],
  '129 levels': [frame(deep(129)), -32700, null],
  'a million levels': [frame(deep(1000000)), -32700, null],
  'a batch': [frame(`[${body},${body}]`), -32600, null],
  'a string': [frame('"hello"'), -32600, null],
  'no jsonrpc': [frame('{"id":9,"method":"cerebras/status"}'), -32600, 9],
  'a fractional id': [frame('{"jsonrpc":"2.0","id":1.5,"method":"cerebras/status"}'), -32600, null],
  'an object as id': [frame('{"jsonrpc":"2.0","id":{},"method":"cerebras/status"}'), -32600, null],
  'an id of 2^64': [frame('{"jsonrpc":"2.0","id":18446744073709551616,"method":"cerebras/status"}'), -32600, null],
  'params that are a number': [frame('{"jsonrpc":"2.0","id":9,"method":"cerebras/status","params":5}'), -32600, 9],
  'an unknown method': [frame('{"jsonrpc":"2.0","id":9,"method":"textDocument/hover","params":{}}'), -32601, 9],
  'an unknown $/ request': [frame('{"jsonrpc":"2.0","id":9,"method":"$/nothing"}'), -32601, 9],
  'params of a wrong type': [frame('{"jsonrpc":"2.0","id":9,"method":"textDocument/inlineCompletion","params":{"textDocument":{"uri":"file:///a"},"position":{"line":"1","character":0},"context":{"triggerKind":1}}}'), -32602, 9],
};

/// An initialized raw session and its messages.
async function raw_session(t, simulator) {
  const server = await start_server(t, { raw: true, env: simulator
    ? { CEREBRAS_BASE_URL: simulator.base_url } : {} });
  const bodies = server.bodies();
  const next = async (accept) => {
    for (;;) {
      const { value, done } = await within(bodies.next(), 'a message');
      assert.ok(!done, `the server ended: ${server.stderr}`);
      if (accept(value)) return value;
    }
  };
  server.send({ jsonrpc: '2.0', id: 0, method: 'initialize', params: initialize_params('vscode', {}) });
  await next((message) => message.id === 0);
  server.send({ jsonrpc: '2.0', method: 'initialized', params: {} });
  return { server, next };
}

const is_answer = (message) => message.method === undefined;

for (const [name, [bytes, code, id]] of Object.entries(refused)) {
  test(`${name}: one error ${code}, and the server goes on`, async (t) => {
    const { server, next } = await raw_session(t);
    server.send_bytes(bytes);
    server.send({ jsonrpc: '2.0', id: 'after', method: 'cerebras/status', params: null });
    const error = await next(is_answer);
    assert.equal(error.error?.code, code, JSON.stringify(error));
    assert.equal(error.id, id);
    assert.ok(error.error.message.length > 0);
    const after = await next(is_answer);
    assert.equal(after.id, 'after');
    assert.ok(after.result.kind);
  });
}

test('the path of a wrong type is named', async (t) => {
  const { server, next } = await raw_session(t);
  server.send_bytes(refused['params of a wrong type'][0]);
  assert.match((await next(is_answer)).error.message, /position\.line/);
});

const accepted = {
  'LF instead of CRLF': with_header(`Content-Length: ${body.length}\n\n`),
  'lower case and spaces': with_header(`content-length:   ${body.length}  \r\n\r\n`),
  'the same length twice': with_header(`Content-Length: ${body.length}\r\nContent-Length: ${body.length}\r\n\r\n`),
  'charset utf8': with_header(`Content-Type: application/vscode-jsonrpc; charset=utf8\r\nContent-Length: ${body.length}\r\n\r\n`),
  'unknown members': frame('{"jsonrpc":"2.0","id":9,"method":"cerebras/status","params":null,"x":1}'),
};

for (const [name, bytes] of Object.entries(accepted)) {
  test(`${name} is accepted`, async (t) => {
    const { server, next } = await raw_session(t);
    server.send_bytes(bytes, JSON.parse(body));
    const answer = await next(is_answer);
    assert.equal(answer.id, 9);
    assert.ok(answer.result?.kind, JSON.stringify(answer));
  });
}

test('one byte at a time', async (t) => {
  const { server, next } = await raw_session(t);
  for (const byte of frame(body)) {
    server.send_bytes(Buffer.from([byte]));
    await new Promise((resolve) => { setImmediate(resolve); });
  }
  assert.ok((await next(is_answer)).result.kind);
});

test('many messages in one write', async (t) => {
  const { server, next } = await raw_session(t);
  server.send_bytes(Buffer.concat(Array.from({ length: 500 }, (_, id) =>
    frame({ jsonrpc: '2.0', id: `n${id}`, method: 'cerebras/status', params: null }))));
  const ids = new Set();
  while (ids.size < 500) ids.add((await next(is_answer)).id);
});

test('unknown $/ notifications and unknown notifications are ignored', async (t) => {
  const { server, next } = await raw_session(t);
  server.send({ jsonrpc: '2.0', method: '$/nothing', params: {} });
  server.send({ jsonrpc: '2.0', method: 'nothing/atAll', params: [] });
  server.send({ jsonrpc: '2.0', method: '$/cancelRequest', params: { id: 12345 } });
  server.send_bytes(frame(body));
  assert.equal((await next(is_answer)).id, 9);
});

test('an id that is still in use is refused, and its first request is answered', async (t) => {
  const simulator = await start_simulator(t, { scenario: { rules: [
    { match: { path: '/v1/models' }, reply: { delay_ms: 300 } }] } });
  const { server, next } = await raw_session(t, simulator);
  const request = (command) => ({ jsonrpc: '2.0', id: 7, method: 'workspace/executeCommand',
    params: { command, arguments: [] } });
  server.send_bytes(Buffer.concat([frame(request('cerebras.testConnection')),
    frame(request('cerebras.budget.status'))]));
  const both = [await next(is_answer), await next(is_answer)];
  assert.equal(both.filter((message) => message.error?.code === -32600).length, 1, JSON.stringify(both));
  assert.equal(both.filter((message) => message.result).length, 1);
  assert.ok(both.every((message) => message.id === 7));
});

test('NUL in a document, CR LF, emoji: the text is kept as it is', async (t) => {
  const { server, next } = await raw_session(t);
  const text = 'a\u0000b\r\n\u{1F600}x\n';
  server.send({ jsonrpc: '2.0', method: 'textDocument/didOpen', params: { textDocument:
    { uri: 'file:///n.cpp', languageId: 'cpp', version: 1, text } } });
  server.send({ jsonrpc: '2.0', method: 'textDocument/didChange', params: { textDocument:
    { uri: 'file:///n.cpp', version: 2 }, contentChanges: [{ range: { start: { line: 99, character: 0 },
    end: { line: 99, character: 5 } }, text: 'z' }] } });
  server.send_bytes(frame(body));
  assert.equal((await next(is_answer)).id, 9);
});
