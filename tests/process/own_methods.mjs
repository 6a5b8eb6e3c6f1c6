// The messages of docs/protocol.md that are not LSP's, one by one: everything else outside of the
// specification is a fault. The schemas are those of docs/protocol.md.

const count = { type: 'integer', minimum: 0 };
const object = (properties, required = Object.keys(properties)) =>
  ({ type: 'object', properties, required, additionalProperties: false });

const window = object({ limit: { type: ['integer', 'null'] }, used: count, reserved: count,
  remaining: { type: ['integer', 'null'] } });

export const status_schema = object({
  kind: { enum: ['ready', 'busy', 'noKey', 'offline', 'rateLimited', 'budgetExhausted', 'error',
    'disabled'] },
  message: { type: 'string' },
  model: { type: 'string' },
  configuredModel: { type: 'string' },
  budget: object({ session: window, day: window, month: window }, ['session']),
  usage: object({ prompt_tokens: count, completion_tokens: count, total_tokens: count,
    cached_tokens: count }),
  requests: count,
  latencyMs: object({ p50: { type: 'number', minimum: 0 }, p95: { type: 'number', minimum: 0 } }),
  acceptance: object({ shown: count, accepted: count }),
  retryAfterMs: count,
}, ['kind', 'message', 'model', 'configuredModel', 'budget', 'usage', 'requests', 'latencyMs',
  'acceptance']);

/// What the server answered to a failed request that reached the model's side (docs/protocol.md).
export const failure_data_schema = object({
  kind: { enum: ['no_key', 'auth', 'payment_required', 'budget', 'rate_limited', 'queue',
    'model_not_found', 'context_too_long', 'invalid_request', 'network', 'tls', 'timeout',
    'bad_response', 'truncated', 'rejected_edit', 'ignored_file', 'disabled'] },
  retryAfterMs: count,
  hint: { type: 'string' },
}, ['kind', 'hint']);

const client = (kind, params, result) => ({ direction: 'clientToServer', kind, params, result });

export const own_methods = {
  'cerebras/setCredential': client('request',
    object({ apiKey: { type: ['string', 'null'] }, origin: { type: 'string' } }, ['apiKey']),
    object({ ok: { const: true } })),
  'cerebras/status': client('request', { type: 'null' }, status_schema),
  'cerebras/recent': client('request', { type: 'null' }, { type: 'array', maxItems: 50,
    items: { type: 'object', required: ['feature', 'outcome'] } }),
  'cerebras/generate': client('request', { type: 'object', required: ['prompt'] }, { type: 'object' }),
  'textDocument/didShowCompletion': client('notification', { type: 'object', required: ['item'] }),
  'textDocument/didPartiallyAcceptCompletion': client('notification',
    { type: 'object', required: ['item', 'acceptedLength'] }),
  'cerebras/didChangeStatus': { direction: 'serverToClient', kind: 'notification',
    params: status_schema },
};
