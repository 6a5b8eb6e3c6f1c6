// The rules of this house that a compiler does not check (docs/architecture.md), one function each.
//   node lint.mjs RULE [ROOT]   lists the faults of one rule in a source tree; exit 1 when there are any
//   node lint.mjs --list        the names of the rules
// Every rule is shown to fail by a bad sample in bad/RULE/ (lint_test.mjs).
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const longest_file = 350;

// Room -> rooms it may include besides itself. The order is the order of the house.
const may_include = {
  'protocol': [],
  'cerebras': ['protocol'],
  'server/lsp': ['protocol', 'cerebras'],
  'server/text': ['protocol', 'server/lsp'],
  'server/context': ['protocol', 'cerebras', 'server/text', 'server/lsp'],
  'server/generate': ['protocol', 'cerebras', 'server/lsp'],
  'server/completion': ['protocol', 'cerebras', 'server/generate', 'server/context', 'server/text',
    'server/lsp'],
  'server/actions': ['protocol', 'cerebras', 'server/generate', 'server/context', 'server/text',
    'server/lsp'],
  'server/commands': ['protocol', 'cerebras', 'server/completion', 'server/actions',
    'server/generate', 'server/context', 'server/text', 'server/lsp'],
  'server/cli': ['protocol', 'cerebras', 'server/commands', 'server/completion', 'server/actions',
    'server/generate', 'server/context', 'server/text', 'server/lsp'],
};
const rooms = Object.keys(may_include);

function room_of(file) {
  return rooms.find((room) => path.posix.dirname(file) === room);
}
const is_cpp = (file) => /\.(cpp|hpp)$/.test(file);
const in_room = (file) => is_cpp(file) && /^(protocol|cerebras|server)\//.test(file);
const is_whole_line_comment = (line) => /^\s*\/\//.test(line);

/// Comments and the inside of string literals become spaces; lines and columns stay.
function code_only(text) {
  const literal = /R"(\w*)\([\s\S]*?\)\1"|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)+'/.source;
  const comment = /\/\/[^\n]*|\/\*[\s\S]*?\*\//.source;
  return text.replace(new RegExp(`${comment}|(?<![0-9a-fA-F])(?:${literal})`, 'g'),
    (match) => match.replace(/[^\n]/g, ' '));
}

/// Faults on the lines of `file` where `pattern` matches.
function lines_with(file, text, pattern, message) {
  return text.split('\n').flatMap((line, index) =>
    pattern.test(line) ? [`${file}:${index + 1}: ${message}: ${line.trim().slice(0, 100)}`] : []);
}

const rules = {
  /// Includes go one way: server -> cerebras -> protocol.
  'include-direction'(files, read) {
    return files.filter(in_room).flatMap((file) => {
      const room = room_of(file);
      return [...read(file).matchAll(/^#include "([^"]+)"/gm)].flatMap(([, included]) => {
        const target = path.posix.dirname(included);
        if (!rooms.includes(target)) return [`${file}: "${included}" is in no room`];
        if (!room || target === room || may_include[room].includes(target)) return [];
        return [`${file}: ${room} must not include ${target} ("${included}")`];
      });
    });
  },

  /// g++ 12 destroys braced aggregates and capturing lambdas in a co_await expression twice.
  'co-await'(files, read) {
    return files.filter(in_room).flatMap((file) => {
      const code = code_only(read(file));
      return [...code.matchAll(/\bco_await\b[^;]*?[[{]/g)].map((match) =>
        `${file}:${code.slice(0, match.index).split('\n').length}: ` +
        'only names, moves and calls in an expression with co_await');
    });
  },

  'file-length'(files, read) {
    return files.filter((file) => /\.(cpp|hpp|mjs|js|ts|lua|sh|cmake)$/.test(file)).flatMap((file) => {
      const count = read(file).split('\n').length - 1;
      return count > longest_file ? [`${file}: ${count} lines, at most ${longest_file}`] : [];
    });
  },

  'format'(files, read, root) {
    const sources = files.filter(is_cpp);
    const run = spawnSync('clang-format-14', ['--dry-run', '-Werror', ...sources],
      { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 });
    if (run.error) return [`clang-format-14: ${run.error.message}`];
    const faults = run.stderr.split('\n').filter((line) => line.includes('error:'));
    return run.status === 0 || faults.length ? faults : [run.stderr];
  },

  /// stdout carries frames only; the command line subcommands may print.
  'stdout'(files, read) {
    return files.filter((file) => in_room(file) && !file.startsWith('server/cli/')).flatMap((file) =>
      lines_with(file, code_only(read(file)),
        /\bstd::cout\b|(?<!\w)(std::)?(printf|puts|putchar|vprintf)\s*\(|\bstdout\b/,
        'stdout is for frames'));
  },

  'curl'(files, read) {
    return files.filter((file) => in_room(file) && !/^cerebras\/http\w*\.cpp$/.test(file))
      .flatMap((file) => lines_with(file, read(file), /#include\s*[<"]curl\//,
        'curl is included in cerebras/http*.cpp only'));
  },

  /// A header begins with what it is, who owns it, which thread, what it does not do. A .cpp without a
  /// header of its own says by an include of its room, or by a comment, what it is a part of.
  'header-comment'(files, read) {
    return files.filter(in_room).flatMap((file) => {
      const [first_line] = read(file).split('\n');
      if (is_whole_line_comment(first_line)) return [];
      if (file.endsWith('.hpp')) return [`${file}: no comment at the top`];
      const included = [...read(file).matchAll(/^#include "([^"]+)"/gm)].map(([, name]) => name);
      return included.some((name) => path.posix.dirname(name) === path.posix.dirname(file)) ? []
        : [`${file}: neither a header of its room nor a comment at the top`];
    });
  },

  /// A clone is the same everywhere: no folders of one machine, no registry hosts.
  'machine'(files, read) {
    const hosts = [['deb', 'debian', 'org'], ['registry', 'npmjs'], ['pypi', 'org'],
      ['index', 'crates', 'io'], ['proxy', 'golang', 'org']].map((parts) => parts.join('\\.'));
    const folders = ['work', 'root', 'farm'].map((name) => `(?<![\\w.{}$"'-])/${name}/`);
    const pattern = new RegExp([...hosts, ...folders].join('|'));
    return files.flatMap((file) => lines_with(file, read(file), pattern, 'name of a machine or host'));
  },

  /// A lock file with addresses ties the clone to one registry.
  'lock-file'(files, read) {
    return files.filter((file) => file.endsWith('package-lock.json')).flatMap((file) =>
      lines_with(file, read(file), /"resolved"\s*:|https?:\/\/(?!.*(fund|sponsor|collective|tidelift))/,
        'address in a lock file'));
  },

  /// Every setting is in docs/configuration.md, and links between documents lead somewhere.
  'documentation'(files, read) {
    const table = 'server/lsp/settings_rows.cpp';
    const described = files.includes('docs/configuration.md') ? read('docs/configuration.md') : '';
    const settings = files.includes(table) ? [...read(table).matchAll(/row\(\s*"([\w.]+)"/g)] : [];
    const missing = settings.filter(([, name]) => !described.includes(`\`${name}\``))
      .map(([, name]) => `${table}: ${name} is not in docs/configuration.md`);
    const dead = files.filter((file) => file.endsWith('.md')).flatMap((file) =>
      [...read(file).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].flatMap(([, link]) => {
        const target = path.posix.join(path.posix.dirname(file), link).replace(/\/$/, '');
        const exists = files.some((name) => name === target || name.startsWith(`${target}/`)) ||
          /\.svg$/.test(target);
        return exists ? [] : [`${file}: the link ${link} leads nowhere`];
      }));
    return [...missing, ...dead];
  },

  /// Names that say nothing.
  'names'(files, read) {
    return files.filter(in_room).flatMap((file) => lines_with(file, code_only(read(file)),
      /\b(class|struct)\s+\w*(Manager|Helper|Utils?|Impl|Base)\b/, 'a name that says nothing'));
  },

  'skipped-tests'(files, read) {
    return files.filter((file) => /^tests\/(?!lint\/)/.test(file)).flatMap((file) =>
      lines_with(file, code_only(read(file)), /GTEST_SKIP|\bDISABLED_|\b(test|it|describe)\.(skip|todo)\b/,
        'a test that does not run'));
  },
};

/// Source files below `root`, relative, with / between folders.
function source_files(root) {
  const found = [];
  const walk = (folder) => {
    for (const entry of readdirSync(path.join(root, folder), { withFileTypes: true })) {
      const name = folder ? `${folder}/${entry.name}` : entry.name;
      if (['.git', 'build', 'node_modules', '.cache'].includes(entry.name)) continue;
      if (name === 'tests/lint/bad') continue;
      if (entry.isDirectory()) walk(name);
      else if (entry.isFile() && !/\.(png|svg|gif|crt|key|pem|bin|log)$/.test(name)) found.push(name);
    }
  };
  walk('');
  return found.sort();
}

export const rule_names = Object.keys(rules);

export function faults(rule, root) {
  const read = (file) => readFileSync(path.join(root, file), 'utf8');
  return rules[rule](source_files(root), read, root);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [rule, root = fileURLToPath(new URL('../..', import.meta.url))] = process.argv.slice(2);
  if (rule === '--list') {
    console.log(rule_names.join('\n'));
  } else if (!rules[rule]) {
    console.error(`usage: node lint.mjs RULE [ROOT]; rules: ${rule_names.join(' ')}`);
    process.exitCode = 2;
  } else {
    const found = faults(rule, root);
    for (const fault of found) console.log(fault);
    console.log(`lint.${rule}: ${found.length} faults`);
    process.exitCode = found.length ? 1 : 0;
  }
}
