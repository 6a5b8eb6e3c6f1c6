// LSP 3.18 as a JSON schema, made from the TypeScript types of npm's vscode-languageserver-protocol
// (the package ships no metaModel.json): one interface with a member METHOD#params and METHOD#result
// for each message, turned into a schema. traffic.mjs checks recorded sessions against it.
// Properties that the specification does not know are faults: a misspelt optional one would
// otherwise never be seen. The $/ messages are not among the types.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { npm, npm_folder } from './npm.mjs';

export const schema_file = path.join(npm_folder, 'lsp-3.18.schema.json');

/// [{method, kind, direction, params, result}] with the TypeScript text of both types.
function declared_messages() {
  const ts = npm('typescript');
  const protocol = npm('vscode-languageserver-protocol');
  const folder = path.join(npm_folder, 'node_modules/vscode-languageserver-protocol/lib/common');
  const messages = [];
  for (const name of readdirSync(folder).filter((file) => /^protocol.*\.d\.ts$/.test(file))) {
    const source = ts.createSourceFile(name, readFileSync(path.join(folder, name), 'utf8'),
      ts.ScriptTarget.Latest, true);
    for (const statement of source.statements.filter(ts.isModuleDeclaration)) {
      const runtime = protocol[statement.name.text];
      if (!runtime?.method || !runtime.messageDirection) continue;
      const declarations = statement.body.statements.filter(ts.isVariableStatement)
        .flatMap((variable) => variable.declarationList.declarations);
      const type = declarations.find((declaration) => declaration.name.text === 'type')?.type;
      const match = /^Protocol(Request|Notification)Type(0?)$/.exec(type?.typeName?.text ?? '');
      if (!match) continue;
      const types = type.typeArguments.map((argument) => argument.getText());
      const [params, result] = match[2] ? ['undefined', types[0]] : types;
      messages.push({ method: runtime.method, kind: match[1].toLowerCase(),
        direction: runtime.messageDirection, params,
        result: match[1] === 'Request' ? result : undefined });
    }
  }
  return messages;
}

/// Runs ts-json-schema-generator over an interface with one member per message.
function generate_definitions(messages) {
  const { createGenerator } = npm('ts-json-schema-generator');
  const json_type = (text) => text.replace(/\bvoid\b|\bundefined\b/g, 'null');
  const members = messages.flatMap(({ method, params, result }) => [
    `  '${method}#params': ${json_type(params)};`,
    ...(result ? [`  '${method}#result': ${json_type(result)};`] : [])]);
  const names = [...new Set(members.join('\n').replace(/'[^']*'/g, '').match(/\b[A-Z]\w+/g))]
    .filter((name) => name !== 'Array');
  const file = path.join(npm_folder, 'messages.ts');
  writeFileSync(file, `import type { ${names.join(', ')} } from 'vscode-languageserver-protocol';\n` +
    'import type { WorkDoneProgressBegin, WorkDoneProgressReport, WorkDoneProgressEnd } ' +
    "from 'vscode-languageserver-protocol';\n" +
    'export type WorkDone = WorkDoneProgressBegin | WorkDoneProgressReport | WorkDoneProgressEnd;\n' +
    `export interface Messages {\n${members.join('\n')}\n  'workDone#value': WorkDone;\n}\n`);
  const tsconfig = path.join(npm_folder, 'tsconfig.json');
  writeFileSync(tsconfig, JSON.stringify({ compilerOptions: { module: 'node16',
    moduleResolution: 'node16', strict: true, target: 'es2022', skipLibCheck: true, types: [] },
    files: ['messages.ts'] }));
  return createGenerator({ path: file, tsconfig, type: 'Messages', additionalProperties: false,
    expose: 'all', topRef: true, jsDoc: 'none', skipTypeCheck: false }).createSchema('Messages');
}

/// The types say `number` for both; every number the server may send (positions, versions, enums,
/// percentages) is an integer. Colors, the one decimal of LSP, are not ours.
function numbers_to_integers(schema) {
  if (Array.isArray(schema)) return schema.map(numbers_to_integers);
  if (schema === null || typeof schema !== 'object') return schema;
  const result = Object.fromEntries(Object.entries(schema).map(([key, value]) =>
    [key, numbers_to_integers(value)]));
  const integer = (type) => (type === 'number' ? 'integer' : type);
  if (typeof result.type === 'string') result.type = integer(result.type);
  if (Array.isArray(result.type)) result.type = result.type.map(integer);
  return result;
}

export function generate() {
  const messages = declared_messages();
  const schema = numbers_to_integers(generate_definitions(messages));
  writeFileSync(schema_file, JSON.stringify({ messages, schema }));
  return { messages: messages.length, definitions: Object.keys(schema.definitions).length };
}

if (process.argv[1]?.endsWith('schema.mjs')) console.log(generate());
