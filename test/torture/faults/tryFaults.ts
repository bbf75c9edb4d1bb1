import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { RetrievalError } from '../../../src/errors.js';
import type { Fault } from './faultPlan.js';
import { withFault } from './faultyFiles.js';
import type { Save } from './save.js';

/** Faults that leave the process running. */
const failing = ['ENOSPC', 'EIO'];

/**
 * Lets a save that replaces an old state meet a fault at every call. Afterwards a reader finds the old or the new state, the
 * new one where the save went through; the error is the library's; and the same save again succeeds.
 *
 * @param every how many calls lie between two that are tried
 * @returns how many faults there were.
 */
export async function tryFaults(
  save: Save,
  kind: Fault['kind'],
  { first = 1, every = 1 } = {},
): Promise<number> {
  const root = mkdtempSync(join(tmpdir(), 'faults-'));
  const [before, folder] = [join(root, 'before'), join(root, 'place')];
  try {
    const stateAfter = async (version: 'old' | 'new'): Promise<unknown> => {
      await save.write(before, version);
      return save.read(before);
    };
    const states = { new: await stateAfter('new'), old: undefined as unknown };
    rmSync(before, { recursive: true });
    mkdirSync(before);
    states.old = await stateAfter('old');
    let faults = 0;
    for (let at = first; ; at += every) {
      rmSync(folder, { recursive: true, force: true });
      cpSync(before, folder, { recursive: true });
      const { isHit, error } = await withFault(folder, { kind, at }, () => save.write(folder, 'new'));
      if (!isHit) return faults;
      faults++;
      const about = `${save.name}: ${kind} at call ${at}, ${String(error)}`;
      if (failing.includes(kind) && error) expect(error, about).toBeInstanceOf(RetrievalError);
      const found = await save.read(folder);
      const allowed = [states.old, states.new, ...(save.mayBeGone ? [undefined] : [])];
      if (error) expect(allowed, about).toContainEqual(found);
      else expect(found, about).toEqual(states.new);
      await save.write(folder, 'new');
      expect(await save.read(folder), `${about}; done again`).toEqual(states.new);
    }
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
