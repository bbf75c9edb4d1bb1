import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, test, vi } from 'vitest';
import { selectBackend } from '../../../src/compute/backend/selectBackend.js';
import { timeLimit } from '../amounts.js';
import { fuzz, tryToRead, type Reader } from './fuzz.js';
import { pictureReaders } from './images.js';
import { modelReaders } from './models.js';
import { scratch } from './scratch.js';
import { storeReaders } from './stores.js';
import { tableReaders } from './tables.js';
import { vectorReaders } from './vectors.js';

vi.spyOn(console, 'warn').mockImplementation(() => undefined);
beforeAll(() => selectBackend());

const place = scratch();
const readers: Record<string, Reader | undefined> = {
  ...vectorReaders(place),
  ...tableReaders(place),
  ...pictureReaders,
  ...storeReaders(place),
  ...modelReaders(place),
};

for (const [name, reader] of Object.entries(readers) as [string, Reader][]) {
  test(
    `${name} with anything changed in them are read or refused, in bounded time and memory`,
    async () => {
      for (const [sample, bytes] of Object.entries(await reader.samples()))
        await reader.read(Buffer.from(bytes), sample);
      await fuzz(name, reader);
    },
    timeLimit,
  );
}

/** What readers once failed at: `READER/ANYTHING-SAMPLE`. */
const fixtures = join(import.meta.dirname, 'fixtures');
const failed = Object.keys(readers).flatMap((name) => {
  const folder = join(fixtures, name);
  return existsSync(folder) ? readdirSync(folder).map((file) => [name, file] as const) : [];
});

test.each(failed)('of %s %s, which its reader once failed at, is read or refused', async (name, file) => {
  const reader = readers[name]!;
  const sample = Object.keys(await reader.samples()).find((sample) => file.endsWith(sample));
  await tryToRead(reader, readFileSync(join(fixtures, name, file)), sample!);
});
