import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { workspacePath } from '../../../src/base/files/workspacePath.js';
import { selectBackend } from '../../../src/compute/backend/selectBackend.js';
import { openDataset } from '../../../src/datasets/openDataset.js';
import { addressedDataset } from '../../../src/datasets/own/addressedDataset.js';
import { checkDataset } from '../../../src/datasets/own/checkDataset.js';
import { csvDataset } from '../../../src/datasets/own/csvDataset.js';
import { folderDataset } from '../../../src/datasets/own/folderDataset.js';
import { ownCacheName } from '../../../src/datasets/own/ownPictures.js';
import { isWeightsFile } from '../../../src/models/queryModelManifest.js';
import type { RunConfigInput } from '../../../src/experiments/runConfig.js';
import { trainAndSave } from '../../../src/trainedModels/trainAndSave.js';
import { fillBucket, parquetOf, tarOf } from '../../helpers/archives.js';
import { hasMoto, startMoto, startStub, withoutMoto, type ObjectStore } from '../../helpers/objectStores.js';
import { toyFolder, writeToyVectors, type ToyFolder } from '../../trainedModels/toyModel.js';

let [toy, store]: [ToyFolder, ObjectStore] = [undefined!, undefined!];
let entries: Record<string, Buffer>;
const folder = mkdtempSync(join(tmpdir(), 'addressed-'));
/** The same pictures by every way. */
const places = (): string[] => [
  join(folder, 'all.tar'),
  join(folder, 'all.parquet'),
  's3://pictures/all',
  's3://pictures/all.tar',
];

beforeAll(async () => {
  await selectBackend();
  toy = await toyFolder();
  await writeToyVectors(toy);
  const { records } = await openDataset(toy.photos);
  entries = Object.fromEntries(records.map(({ id, path }) => [id, readFileSync(path!)]));
  const tar = await tarOf(entries);
  writeFileSync(join(folder, 'all.tar'), tar);
  const columns = [
    { name: 'id', data: Object.keys(entries), type: 'STRING' as const },
    {
      name: 'image',
      data: Object.values(entries).map((b) => new Uint8Array(b)),
      type: 'BYTE_ARRAY' as const,
    },
  ];
  writeFileSync(join(folder, 'all.parquet'), parquetOf(columns));
  store = await (hasMoto ? startMoto() : startStub());
  Object.entries({
    AWS_ENDPOINT_URL: store.address,
    AWS_ACCESS_KEY_ID: 'key',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_REGION: 'us-east-1',
  }).forEach(([name, value]) => vi.stubEnv(name, value));
  const objects: Record<string, Uint8Array> = { 'all.tar': tar };
  for (const [id, bytes] of Object.entries(entries)) objects[`all/${id}`] = bytes;
  await fillBucket('pictures', objects);
});
afterAll(() => {
  store?.close();
  vi.unstubAllEnvs();
  for (const place of places())
    rmSync(workspacePath('data', 'cache', ownCacheName(place)), { recursive: true, force: true });
  rmSync(folder, { recursive: true });
  toy.remove();
});

test(`a tar, a table and a store have the records and pixels of the folder${withoutMoto}`, async () => {
  const expected = await folderDataset({ folder: toy.photos, cacheFolder: join(folder, 'c') });
  const pixels = await expected.pixels([5, 2, 15], { size: 24 });
  for (const place of places()) {
    const dataset = await addressedDataset({ place, cacheFolder: join(folder, 'c') });
    const named = ({ id, label, role }: (typeof dataset.records)[number]) => ({ id, label, role });
    expect(dataset.records.map(named)).toEqual(expected.records.map(named));
    expect(dataset.splits).toEqual(expected.splits);
    expect(await dataset.pixels([5, 2, 15], { size: 24 })).toEqual(pixels);
    expect(await dataset.pixels([5, 2, 15], { size: 24, keep: false })).toEqual(pixels);
    expect(await dataset.brokenPictures!()).toEqual([]);
  }
});

/** Bytes of the weights that a training gives. */
async function weightsOf(dataset: string, change: Partial<RunConfigInput> = {}): Promise<Buffer> {
  const out = join(folder, 'model');
  const training = { epochs: 1, batchSize: 4 };
  await trainAndSave({ ...toy.config, training, dataset, ...change }, out, { fresh: true });
  const [weights] = readdirSync(out).filter(isWeightsFile);
  const bytes = readFileSync(join(out, weights));
  rmSync(out, { recursive: true });
  return bytes;
}

test(`and train the same model to the last bit${withoutMoto}`, async () => {
  const expected = await weightsOf(toy.photos);
  for (const place of places()) expect((await weightsOf(place)).equals(expected)).toBe(true);
});

test(`also where pictures are decoded in each step, from copies or from the tar${withoutMoto}`, async () => {
  const pictures = { randomCrop: {}, flip: true };
  const expected = await weightsOf(toy.photos, { pictures });
  for (const place of places()) {
    expect((await weightsOf(place, { pictures })).equals(expected)).toBe(true);
    const copies = workspacePath('data', 'cache', ownCacheName(place), 'copies');
    const files = existsSync(copies) ? readdirSync(copies, { recursive: true, withFileTypes: true }) : [];
    // A tar on this disk is read where it lies.
    const kept = place === join(folder, 'all.tar') ? 0 : 16;
    expect(files.filter((file) => file.isFile() && !file.name.startsWith('.'))).toHaveLength(kept);
  }
});

test('labels may stand beside the pictures', async () => {
  const picture = Object.values(entries)[0];
  const tar = join(folder, 'labels.tar');
  writeFileSync(
    tar,
    await tarOf({
      'x/1.png': picture,
      'x/1.cls': '7\n',
      '2.json': '{"caption":"c","label":"dog"}',
      '2.png': picture,
      'y/3.jpg': picture,
      'y/3.json': '{}',
      './4.left.png': picture,
      './4.right.png': picture,
      './4.cls': 'cat',
    }),
  );
  const labels = async (place: string): Promise<string[]> =>
    (await addressedDataset({ place })).records.map(({ label }) => label);
  expect(await labels(tar)).toEqual(['7', 'dog', 'y', 'cat', 'cat']);
  writeFileSync(tar, await tarOf({ '1.png': picture, '1.json': 'dog' }));
  await expect(labels(tar)).rejects.toThrow(/beside a picture can not be read[^]*1\.json[^]*JSON/);
  const table = join(folder, 'labels.parquet');
  const data = Array.from({ length: 3 }, () => new Uint8Array(picture));
  const image = { name: 'jpg', data, type: 'BYTE_ARRAY' as const };
  writeFileSync(table, parquetOf([image, { name: 'label', data: [4, 5, 4], type: 'INT32' }]));
  expect(await labels(table)).toEqual(['4', '5', '4']);
});

test('what is broken, missing or no picture is named', async () => {
  const tar = join(folder, 'broken.tar');
  const bad = { 'a/bad.jpg': Buffer.from([0xff, 0xd8, 0xff, 1]), 'notes.txt': Buffer.from('x') };
  writeFileSync(tar, await tarOf({ ...entries, ...bad }));
  const options = { place: tar, cacheFolder: join(folder, 'broken') };
  const dataset = await addressedDataset(options);
  expect((await dataset.brokenPictures!()).map(({ id }) => id)).toEqual(['a/bad.jpg']);
  await expect(dataset.pixels([0], { size: 8 })).rejects.toThrow(/1 of 17 pictures[^]*a\/bad\.jpg/);
  const whole = await addressedDataset({ ...options, skipBroken: true });
  expect([whole.records.length, whole.leftOut!.map(({ id }) => id)]).toEqual([16, ['a/bad.jpg']]);
  const { kind, pictures, labels, problems } = await checkDataset(tar);
  expect([kind, pictures, labels]).toEqual(['addressed', 17, 4]);
  const named = problems.filter(({ what }) => !what.startsWith('The same picture'));
  expect(named.map(({ severity, where }) => `${severity} ${where}`)).toEqual([
    `warning ${join(tar, 'notes.txt')}`,
    `error ${tar}/a/bad.jpg`,
  ]);
  await expect(openDataset(join(folder, 'none.tar'))).rejects.toThrow(/not there[^]*none\.tar/);
});

test('a store that goes away in the middle is asked again, then named; the next call goes on', async () => {
  const far = await startStub();
  const [picture] = Object.values(entries);
  const urls = Array.from({ length: 180 }, (_, n) => `${far.address}/${n}.png`);
  for (const url of urls) await fetch(url, { method: 'PUT', body: new Uint8Array(picture) });
  const table = join(folder, 'far.csv');
  writeFileSync(table, `path,label\n${urls.map((url, n) => `${url},l${n % 2}\n`).join('')}`);
  let isGoing = true;
  const options = {
    file: table,
    cacheFolder: join(folder, 'far'),
    onProgress: ({ done }: { done: number }) => isGoing && done === 135 && far.failing(Infinity),
  };
  const dataset = await csvDataset(options);
  expect(dataset.labelNames).toEqual(['l0', 'l1']);
  await expect(dataset.pixels([0], { size: 8 })).rejects.toThrow(/can not be fetched[^]*status 503/);
  isGoing = false;
  far.failing(0);
  const asked = far.asked();
  expect((await dataset.pixels([179], { size: 8 })).length).toBe(192);
  // Beside the 52 others, what the call before asked for once more.
  expect(far.asked() - asked).toBeLessThan(52 + 17);
  far.close();
}, 60_000);

test('a tar that was written again is another data set', async () => {
  const tar = join(folder, 'changing.tar');
  cpSync(join(folder, 'all.tar'), tar);
  const before = await addressedDataset({ place: tar });
  writeFileSync(tar, await tarOf({ ...entries, 'a/0.png': entries['a/1.png'] }));
  const after = await addressedDataset({ place: tar });
  expect(after.fingerprint).not.toBe(before.fingerprint);
});
