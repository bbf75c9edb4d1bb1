import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { RetrievalError } from '../../../src/errors.js';
import { plainSaves } from '../faults/saves.js';

// Saves something old to a disk, fills the disk but for some blocks, and saves something new. Told to the parent as JSON.
const [disk] = process.argv.slice(2) as [string];
const told: string[] = [];
console.warn = () => undefined;

/** Fills the disk until only so many blocks are left. */
function fill(left: number): void {
  const { bavail, bsize } = statfsSync(disk);
  writeFileSync(join(disk, 'filling'), Buffer.alloc(Math.max(0, bavail - left) * bsize));
}

for (const save of plainSaves) {
  for (let left = 0; left < 6; left++) {
    const folder = join(disk, 'place');
    await save.write(folder, 'old');
    const old = await save.read(folder);
    fill(left);
    let outcome = 'written';
    try {
      await save.write(folder, 'new');
    } catch (error) {
      outcome = error instanceof RetrievalError ? 'refused' : `raw: ${String(error)}`;
    }
    const found = await save.read(folder);
    rmSync(join(disk, 'filling'));
    await save.write(folder, 'new');
    const whole = await save.read(folder);
    const isKnown = [old, whole].some((state) => isDeepStrictEqual(state, found));
    told.push(`${save.name}: ${isKnown ? outcome : `a third state, ${outcome}`}`);
    rmSync(folder, { recursive: true });
  }
}
console.log(JSON.stringify(told));
