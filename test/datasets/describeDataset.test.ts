import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { workspacePath } from '../../src/base/files/workspacePath.js';
import { openBenchmark } from '../../src/datasets/benchmarks/openBenchmark.js';
import { benchmarkNames } from '../../src/datasets/benchmarks/names.js';
import { createReplica } from '../../src/datasets/benchmarks/replicas/createReplica.js';
import { describeDataset, isNamedDataset } from '../../src/datasets/describeDataset.js';
import { emojiDataset } from '../../src/datasets/emoji/emojiDataset.js';
import { embeddedGroceries } from '../../src/datasets/grocery/embeddedGroceries.js';
import { groceryStoreDataset } from '../../src/datasets/grocery/groceryStoreDataset.js';
import { csvDataset } from '../../src/datasets/own/csvDataset.js';
import { folderDataset } from '../../src/datasets/own/folderDataset.js';
import type { Dataset } from '../../src/datasets/types.js';
import { writeGroceries } from './grocery/groceryFolder.js';
import { writePicture } from './pictures.js';

const base = mkdtempSync(join(tmpdir(), 'describe-'));
const [cacheFolder, own, groceries, oxford] = ['cache', 'own', 'groceries', 'oxford'].map((name) =>
  join(base, name),
);
const table = join(own, 'table.csv');
afterAll(() => rmSync(base, { recursive: true }));

beforeAll(async () => {
  for (const [i, path] of ['a/0.jpg', 'a/1.jpg', 'b/0.jpg', 'b/1.jpg'].entries()) {
    await writePicture(own, path, i);
  }
  const rows = ['a/0.jpg,a,fit,', 'a/1.jpg,a,fit,', 'b/0.jpg,b,test,query', 'b/1.jpg,b,test,gallery'];
  writeFileSync(table, ['path,label,split,role', ...rows].join('\n'));
  await writeGroceries(groceries);
  await createReplica('roxford5k', oxford);
});

const drawings = { pictureKind: 'drawing', mayBeMirrored: false, defaultSplit: 'unseen' };
const products = { pictureKind: 'photo', mayBeMirrored: true, defaultSplit: 'unseen' };
const landmarks = { pictureKind: 'photo', mayBeMirrored: false, defaultSplit: 'official' };
const ownPhotos = { pictureKind: 'photo', mayBeMirrored: false, defaultSplit: 'heldOut' };
const dividedPhotos = { ...ownPhotos, defaultSplit: 'unseen' };

describe('the properties of a data set', () => {
  const opened: [name: string, open: () => Promise<Dataset>, properties: object][] = [
    ['emoji', () => emojiDataset({ cacheFolder }), drawings],
    ['emoji-small', () => emojiDataset({ cacheFolder, classStep: 4 }), drawings],
    ['grocery', () => embeddedGroceries({ cacheFolder }), products],
    ['grocery-originals', () => groceryStoreDataset({ folder: groceries, cacheFolder }), products],
    ['roxford5k', () => openBenchmark('roxford5k', { folder: oxford, cacheFolder }), landmarks],
    [own, () => folderDataset({ folder: own, cacheFolder }), ownPhotos],
    [table, () => csvDataset({ file: table, cacheFolder }), dividedPhotos],
  ];

  test.each(opened)(
    'are told of %s before it is opened, and are its own then',
    async (name, open, wanted) => {
      expect(describeDataset(name)).toMatchObject(wanted);
      const dataset = await open();
      expect(dataset).toMatchObject(wanted);
      expect(Object.keys(dataset.splits)).toContain(dataset.defaultSplit);
    },
  );

  test.each(opened.slice(0, 5))('name whom to thank for the pictures of %s', async (name, open) => {
    expect(describeDataset(name).attributions()).toEqual((await open()).attributions);
  });

  test.each([...benchmarkNames, 'roxford5k+revisitop1m', 'google-landmarks-v2:train'])(
    'are those of %s',
    (name) => {
      expect(describeDataset(name)).toMatchObject(landmarks);
      expect(describeDataset(name).attributions()[0].source).toMatch(/^https?:/);
    },
  );

  test('of a place are those of one’s own pictures, whatever it is called', () => {
    for (const place of ['emoji-of-mine', './grocery', 'roxford5k/photos', '']) {
      expect(describeDataset(place)).toMatchObject(ownPhotos);
      expect(isNamedDataset(place)).toBe(false);
      expect(describeDataset(place).attributions()).toMatchObject([
        { name: place, licence: 'not known here' },
      ]);
    }
    expect(isNamedDataset('grocery')).toBe(true);
  });
});

describe('the names of data sets', () => {
  const source = workspacePath('src');
  /** Rooms and files that are about these very data sets. */
  const own = ['dist/', 'setup/', 'datasets/', 'study/', 'cli/data/', 'bench/items.ts'];
  const asked =
    /'(emoji|emoji-small|grocery|grocery-originals)'|(startsWith|endsWith|includes)\('(emoji|grocery)/;

  test('are asked for by no file that is not about them', () => {
    const files = (readdirSync(source, { recursive: true }) as string[]).filter((file) =>
      file.endsWith('.ts'),
    );
    const asking = files.filter((file) => asked.test(readFileSync(join(source, file), 'utf8')));
    expect(asking).toEqual(expect.arrayContaining(['datasets/datasetRegistry.ts', 'study/plan/settings.ts']));
    expect(asking.filter((file) => !own.some((place) => file.startsWith(place)))).toEqual([]);
  });
});
