// Runs before the process tests (ctest fixture): npm packages into build/PRESET/npm, LSP's types as a
// schema, an empty folder for recordings. Quick when nothing changed.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { npm_folder } from './npm.mjs';
import { traffic_folder } from './programs.mjs';

const here = path.dirname(new URL(import.meta.url).pathname);
const wanted = ['package.json', 'package-lock.json', 'schema.mjs']
  .map((name) => readFileSync(path.join(here, name), 'utf8')).join('\n');
const stamp = path.join(npm_folder, 'stamp');

rmSync(traffic_folder, { recursive: true, force: true });
mkdirSync(traffic_folder, { recursive: true });

if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) {
  console.log('npm packages and schema are up to date');
} else {
  rmSync(stamp, { force: true });
  mkdirSync(npm_folder, { recursive: true });
  for (const name of ['package.json', 'package-lock.json']) {
    copyFileSync(path.join(here, name), path.join(npm_folder, name));
  }
  const run = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline',
    '--loglevel=error'], { cwd: npm_folder, stdio: 'inherit' });
  if (run.status !== 0) {
    console.error(`npm ci failed in ${npm_folder}${run.error ? `: ${run.error.message}` : ''}. The ` +
      'process tests need npm and its registry once; scripts/install-packages test installs npm.');
    process.exit(1);
  }
  const { generate } = await import('./schema.mjs');
  console.log('schema of LSP:', generate());
  writeFileSync(stamp, wanted);
}
