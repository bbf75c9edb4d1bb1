// `node src/setup/cuda/measure.mjs`, after a change of requirements/tensorflow-cuda.txt: fetches every wheel (3 GB), and writes
// their sizes to sizes.json.
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { zipEntries } from '../archives/zip.mjs';
import { createContext } from '../core/context.mjs';
import { downloadAll } from '../core/pip.mjs';
import { cudaTags, requirementsIn, writeWheelSizes } from './wheels.mjs';

/** A file takes whole blocks of a disk. */
const block = 4096;

const context = createContext();
const list = context.paths.requirements('tensorflow-cuda');
const folder = join(context.paths.temporary, 'cuda-wheels');
mkdirSync(folder, { recursive: true });
try {
  await downloadAll(context, list, folder, cudaTags);
  const files = readdirSync(folder);
  const sizes = {};
  for (const requirement of requirementsIn(list)) {
    const start = `${requirement.replace('==', '-').replace(/-(?=.*-)/g, '_')}-`;
    const wheel = join(
      folder,
      files.find((file) => file.startsWith(start)),
    );
    const entries = await zipEntries(wheel);
    const installed = entries.reduce((sum, { size }) => sum + Math.ceil(size / block) * block, 0);
    sizes[requirement] = { wheel: statSync(wheel).size, installed };
  }
  writeWheelSizes(sizes);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
