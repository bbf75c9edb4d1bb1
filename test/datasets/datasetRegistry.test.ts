import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { registerDataset } from '../../src/datasets/datasetRegistry.js';
import { openDataset } from '../../src/datasets/openDataset.js';
import { folderDataset } from '../../src/datasets/own/folderDataset.js';
import { RetrievalError } from '../../src/errors.js';
import { writePicture } from './pictures.js';

const folder = mkdtempSync(join(tmpdir(), 'registered-'));
const cacheFolder = join(folder, 'cache');
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeAll(async () => {
  for (let n = 0; n < 8; n++) await writePicture(join(folder, 'garden', `label${n % 4}`), `p${n}.jpg`, n);
});

test('a data set that was registered is opened by its name, once for each text', async () => {
  let opened = 0;
  const register = (version: number) =>
    registerDataset({
      name: 'garden',
      open: async (options) => {
        opened++;
        const dataset = await folderDataset({ folder: join(folder, 'garden'), cacheFolder, ...options });
        return { ...dataset, name: 'garden' };
      },
      version,
    });
  register(1);
  const first = await openDataset('garden');
  expect([first.name, first.records.length]).toEqual(['garden', 8]);
  register(1);
  expect(await openDataset('garden')).toBe(first);
  register(2);
  expect(await openDataset('garden')).not.toBe(first);
  expect(opened).toBe(2);
});

test('what is wrong with the pictures of a data set is an error of data', async () => {
  registerDataset({
    name: 'broken',
    open: () => Promise.reject(new RetrievalError({ what: 'Nothing is there' })),
  });
  await expect(openDataset('broken')).rejects.toMatchObject({ details: { kind: 'data' } });
});

test.each([
  ['emoji', /is taken/],
  ['grocery', /is taken/],
  ['in-shop', /not usable/],
  ['photos/garden', /not usable/],
  ['garden.csv', /not usable/],
  ['', /not usable/],
])('the name %j is refused', (name, message) => {
  expect(() => registerDataset({ name, open: () => openDataset('emoji') })).toThrow(message);
});
