import { mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LostObject } from '../../src/base/objects/types.js';
import { cachedPixels, type PixelCache } from '../../src/images/pixelCache.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pixels-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const count = 300;

/** Pictures from a server that is gone from one of them on; which were rendered is noted. */
function fetched(
  lostFrom: number,
  rendered: number[],
  error: Error = new LostObject({ what: 'gone' }),
): PixelCache {
  return {
    folder,
    name: 'far',
    description: { version: 1 },
    count,
    size: 1,
    isFetched: true,
    render: (row) => {
      if (row >= lostFrom) return Promise.reject(error);
      rendered.push(row);
      return Promise.resolve(new Uint8Array([row % 256, 1, 2]));
    },
  };
}
const rows = Array.from({ length: count }, (_, row) => row);
const expected = Uint8Array.from(rows.flatMap((row) => [row % 256, 1, 2]));

test('a preparation whose server goes away goes on after the last whole block', async () => {
  await expect(cachedPixels(fetched(290, []), rows)).rejects.toThrow(/^gone$/);
  const rendered: number[] = [];
  expect(await cachedPixels(fetched(count, rendered), rows)).toEqual(expected);
  expect(Math.min(...rendered)).toBe(256);
  expect(readdirSync(folder).sort()).toEqual(['far.json', 'far.u8']);
});

test('what was begun and does not fit its note is prepared again', async () => {
  await expect(cachedPixels(fetched(290, []), rows)).rejects.toThrow();
  const [begun] = readdirSync(folder).filter((name) => name.endsWith('.tmp'));
  truncateSync(join(folder, begun), 300);
  const rendered: number[] = [];
  expect(await cachedPixels(fetched(count, rendered), rows)).toEqual(expected);
  expect(rendered).toHaveLength(count);
});

test('a note that was cut off is set aside', async () => {
  await expect(cachedPixels(fetched(290, []), rows)).rejects.toThrow();
  const [note] = readdirSync(folder).filter((name) => name.endsWith('.tmp.json'));
  writeFileSync(join(folder, note), '{"rows":');
  const warning = vi.spyOn(console, 'warn').mockReturnValue();
  expect(await cachedPixels(fetched(count, []), rows)).toEqual(expected);
  expect(warning.mock.calls.flat().join()).toMatch(/cut off/);
});

test('after another error nothing is left', async () => {
  await expect(cachedPixels(fetched(290, [], new Error('broken')), rows)).rejects.toThrow(/^broken$/);
  expect(readdirSync(folder)).toEqual([]);
});
