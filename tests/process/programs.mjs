// Where the programs under test are and where recordings go: from ctest's environment, else of the
// release build, so that `node --test tests/process/x_test.mjs` works by hand.
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const source_folder = fileURLToPath(new URL('../..', import.meta.url));
export const build_folder = process.env.CEREBRAS_LS_BUILD ?? path.join(source_folder, 'build/release');
export const server_program = path.join(build_folder, 'server/cerebras-ls');
export const simulator_program = path.join(build_folder, 'tests/simulator/cerebras-sim');
export const traffic_folder = path.join(build_folder, 'traffic');
