// Each rule of lint.mjs finds its bad sample: in every file of bad/RULE/, and nowhere when the rule has
// none. The sample of `machine` is written here, since the tree may not hold such names.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

import { faults, rule_names } from './lint.mjs';

const bad = fileURLToPath(new URL('bad/', import.meta.url));

/// Files of a sample, relative to it.
function files_below(folder, prefix = '') {
  return readdirSync(path.join(folder, prefix), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? files_below(folder, `${prefix}${entry.name}/`) : [prefix + entry.name]);
}

for (const rule of rule_names.filter((name) => name !== 'machine')) {
  test(`${rule} finds every bad sample`, () => {
    const sample = path.join(bad, rule);
    const found = faults(rule, sample);
    for (const file of files_below(sample)) {
      assert.ok(found.some((fault) => fault.includes(file)), `nothing found in ${file}`);
    }
  });
}

test('co-await takes strings and comments for what they are', () => {
  const found = faults('co-await', path.join(bad, 'co-await'));
  assert.deepEqual(found.map((fault) => fault.split(':')[1]), ['2', '4']);
});

test('machine finds folders and hosts', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lint-'));
  try {
    writeFileSync(path.join(folder, 'a.txt'), ['fine: /var/root', '/' + 'root/x', 'deb.' + 'debian.org',
      'cd /' + 'work/x'].join('\n'));
    assert.equal(faults('machine', folder).length, 3);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
