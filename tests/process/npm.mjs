// The npm packages of the process tests. They lie in the build folder (setup.mjs puts them there), so
// that nothing is written into the source tree.
import { createRequire } from 'node:module';
import path from 'node:path';

import { build_folder } from './programs.mjs';

export const npm_folder = path.join(build_folder, 'npm');
export const npm = createRequire(path.join(npm_folder, 'package.json'));
