import * as files from 'node:fs/promises';
import { mkdtempSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { cachedPixels, type PixelCache } from '../../src/images/pixelCache.js';
import { races, startRacers } from '../helpers/racers.js';

vi.mock('node:fs/promises', { spy: true });
const actual = await vi.importActual<typeof files>('node:fs/promises');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pixels-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Three pictures of one grey value. */
const cache = (value: number): PixelCache => ({
  folder,
  name: 'grey-2',
  description: { value },
  count: 3,
  size: 2,
  render: () => Promise.resolve(new Uint8Array(12).fill(value)),
});

test('two wishes for one file at the same time are not mixed up for good', async () => {
  await Promise.all([cachedPixels(cache(7), [0]), cachedPixels(cache(9), [0])]);
  expect([...(await cachedPixels(cache(9), [2]))]).toEqual(Array(12).fill(9));
  expect([...(await cachedPixels(cache(7), [2]))]).toEqual(Array(12).fill(7));
});

test('a cache that another replaces before it is read is made again', async () => {
  await cachedPixels(cache(5), [0]);
  const file = join(folder, 'grey-2.u8');
  vi.mocked(files.open).mockImplementationOnce(async (...given) => {
    const theirs = join(folder, 'theirs');
    writeFileSync(theirs, new Uint8Array(36).fill(9));
    renameSync(theirs, file);
    return actual.open(...given);
  });
  const warning = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  expect([...(await cachedPixels(cache(5), [2]))]).toEqual(Array(12).fill(5));
  warning.mockRestore();
});

test('a cache that became shorter is made again', async () => {
  await cachedPixels(cache(5), [0]);
  truncateSync(join(folder, 'grey-2.u8'), 20);
  const warning = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  expect([...(await cachedPixels(cache(5), [2]))]).toEqual(Array(12).fill(5));
  expect(warning).toHaveBeenCalledWith(expect.stringContaining('damaged'));
  warning.mockRestore();
});

test(
  'of processes that want different pictures under one name each gets its own',
  async () => {
    const racers = await startRacers(join(import.meta.dirname, 'racer.ts'), 3);
    try {
      for (let round = 0; round < races; round++) {
        const outcomes = await racers.race(join(folder, String(round % 5)));
        expect(outcomes.map(({ done }) => done)).toEqual(['true', 'true', 'true']);
      }
    } finally {
      racers.stop();
    }
  },
  60_000 + 3000 * races,
);
