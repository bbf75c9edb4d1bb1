import { expect, test, vi } from 'vitest';
import { sampled, tally, timeLimit } from '../amounts.js';
import { inProcess } from './faultPlan.js';
import { plainSaves } from './saves.js';
import { tryFaults } from './tryFaults.js';

vi.spyOn(console, 'warn').mockImplementation(() => undefined);

for (const save of plainSaves) {
  const { name } = save;
  test.each(inProcess)(
    `${name} meets %s at every call: old or new, and whole when it is saved again`,
    async (kind) => {
      const faults = await tryFaults(save, kind, sampled(`${name} ${kind}`));
      expect(faults).toBeGreaterThan(0);
      tally(kind === 'ENOSPC' || kind === 'EIO' ? 'faults' : 'stops', name, faults);
    },
    timeLimit,
  );
}
