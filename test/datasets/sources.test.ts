import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { openBytes } from '../../src/base/objects/openBytes.js';
import { LostObject } from '../../src/base/objects/types.js';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { extractPhotos } from '../../src/extraction/extractPhotos.js';
import { folderPhotos, tablePhotos } from '../../src/extraction/photoLists.js';
import type { PhotoRecord } from '../../src/extraction/photoChunks.js';
import { addressedPhotos } from '../../src/datasets/sources/addressedPhotos.js';
import { expandBraces } from '../../src/datasets/sources/expandBraces.js';
import { readEmbeddingFile } from '../../src/vectors/readEmbeddingFile.js';
import { hasMoto, startMoto, startStub, withoutMoto, type ObjectStore } from '../helpers/objectStores.js';
import { fillBucket, parquetOf, tarOf } from '../helpers/archives.js';
import { errorOf } from '../extraction/toyExtraction.js';
import { toyPhotoModel, writePhotos } from '../extraction/toyPhotos.js';

const root = mkdtempSync(join(tmpdir(), 'sources-'));
const folder = join(root, 'photos');
const names = ['0.png', '1.png', '2.png', '3.png', '4.png'];
const bytesOf = (name: string): Buffer => readFileSync(join(folder, name));
let expected: Buffer;
let runs = 0;

/** Bytes of the vectors of some photos. */
async function vectorsOf(photos: readonly PhotoRecord[], skipBroken = false) {
  const out = join(root, `${runs++}.npy`);
  const result = await extractPhotos({
    model: toyPhotoModel(),
    photos,
    out,
    longestSide: 32,
    photosPerChunk: 2,
    skipBroken,
  });
  return {
    bytes: readFileSync(out),
    ids: readFileSync(result.files.ids, 'utf8').trim().split('\n'),
    ...result,
  };
}

const entries = () => Object.fromEntries(names.map((name) => [name, bytesOf(name)]));

beforeAll(async () => {
  await selectBackend();
  await writePhotos(folder, [
    [40, 30],
    [30, 40],
    [12, 12],
    [40, 30],
    [7, 9],
  ]);
  expected = (await vectorsOf(folderPhotos(folder).photos)).bytes;
});
afterAll(() => rmSync(root, { recursive: true }));

describe('a tar', () => {
  test('gives the vectors of its pictures, by their names, and passes over the rest', async () => {
    const file = join(root, 'some.tar');
    writeFileSync(
      file,
      await tarOf({ ...entries(), '0.json': Buffer.from('{}'), ['long'.repeat(60)]: Buffer.from('x') }),
    );
    const { photos, passedOver } = await addressedPhotos(file);
    expect(passedOver).toEqual(['0.json', 'long'.repeat(60)]);
    const { bytes, ids } = await vectorsOf(photos);
    expect([bytes.equals(expected), ids]).toEqual([true, names]);
  });

  test('of a row of them the file is part of the id; broken pictures are listed as of folders', async () => {
    for (const [n, part] of [names.slice(0, 3), names.slice(3)].entries())
      writeFileSync(
        join(root, `p-00${n}.tar`),
        await tarOf(Object.fromEntries(part.map((name) => [name, bytesOf(name)]))),
      );
    writeFileSync(join(root, 'p-002.tar'), await tarOf({ 'bad.jpg': Buffer.from([0xff, 0xd8, 0xff, 1]) }));
    const { photos } = await addressedPhotos(join(root, 'p-{000..002}.tar'));
    expect((await errorOf(vectorsOf(photos))).message).toMatch(/1 of 6 pictures[^]*p-002\.tar\/bad\.jpg/);
    const { bytes, ids, broken } = await vectorsOf(photos, true);
    expect(bytes.equals(expected)).toBe(true);
    expect(ids.at(-1)).toBe('p-001.tar/4.png');
    expect(broken.map(({ id }) => id)).toEqual(['p-002.tar/bad.jpg']);
  });

  test('that is cut off or none is refused', async () => {
    const file = join(root, 'cut.tar');
    writeFileSync(file, (await tarOf(entries())).subarray(0, 1000));
    await expect(addressedPhotos(file)).rejects.toThrow(/tar can not be read[^]*Unexpected end/);
    writeFileSync(file, Buffer.alloc(1024, 'x'));
    await expect(addressedPhotos(file)).rejects.toThrow(/tar can not be read/);
  });
});

describe('a Parquet table', () => {
  const tableOf = (columns: Parameters<typeof parquetOf>[0]): string => {
    const file = join(root, `${runs++}.parquet`);
    writeFileSync(file, parquetOf(columns));
    return file;
  };

  test('gives the vectors of its pictures, group by group', async () => {
    const data = names.map((name) => new Uint8Array(bytesOf(name)));
    const file = tableOf([
      { name: 'id', data: names, type: 'STRING' },
      { name: 'image', data, type: 'BYTE_ARRAY' },
    ]);
    const { bytes, ids } = await vectorsOf((await addressedPhotos(file)).photos);
    expect([bytes.equals(expected), ids]).toEqual([true, names]);
    const unnamed = tableOf([{ name: 'jpg', data, type: 'BYTE_ARRAY' }]);
    expect((await addressedPhotos(unnamed)).photos.map(({ id }) => id)).toEqual(['0', '1', '2', '3', '4']);
  });

  test('without pictures is refused, a row without one is broken', async () => {
    const texts = tableOf([{ name: 'text', data: ['a'], type: 'STRING' }]);
    await expect(addressedPhotos(texts)).rejects.toThrow(/no column of pictures[^]*found: text/);
    const data = [new Uint8Array(bytesOf('0.png')), new Uint8Array([1, 2, 3])];
    const file = tableOf([{ name: 'image', data, type: 'BYTE_ARRAY' }]);
    const { broken } = await vectorsOf((await addressedPhotos(file)).photos, true);
    expect(broken.map(({ id }) => id)).toEqual(['1']);
  });
});

test('a star stands for any part of a name', async () => {
  for (const name of ['s-2.tar', 's-1.tar', 'sx.tar'])
    writeFileSync(join(root, name), await tarOf(entries()));
  const { photos } = await addressedPhotos(join(root, 's-*.tar'));
  expect(photos.map(({ id }) => id)).toEqual(
    ['s-1.tar', 's-2.tar'].flatMap((tar) => names.map((n) => `${tar}/${n}`)),
  );
  await expect(addressedPhotos(join(root, 'none*.tar'))).rejects.toThrow(
    /No file is called so[^]*none\*\.tar/,
  );
  await expect(addressedPhotos('a*/b.tar')).rejects.toThrow(/in the name of a folder/);
  await expect(addressedPhotos('https://x/*.tar')).rejects.toThrow(/no lists/);
});

test('numbers in braces', () => {
  expect(expandBraces('a-{08..11}.tar')).toEqual(['a-08.tar', 'a-09.tar', 'a-10.tar', 'a-11.tar']);
  expect(expandBraces('{0..1}/{0..1}')).toEqual(['0/0', '0/1', '1/0', '1/1']);
  expect(() => expandBraces('{3..1}')).toThrow(/no range/);
});

const stores: [string, boolean, () => Promise<ObjectStore>][] = [
  ["S3's answers", true, startStub],
  [`moto's server${withoutMoto}`, hasMoto, startMoto],
];

describe.each(stores)('objects behind %s', (_, isHere, start) => {
  let store: ObjectStore;
  beforeAll(async () => {
    if (!isHere) return;
    store = await start();
    vi.resetModules();
    Object.entries({
      AWS_ENDPOINT_URL: store.address,
      AWS_ACCESS_KEY_ID: 'key',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_REGION: 'us-east-1',
    }).forEach(([name, value]) => vi.stubEnv(name, value));
    await fillBucket('gallery', {
      ...Object.fromEntries(names.map((name) => [`photos/${name}`, bytesOf(name)])),
      'photos/notes.txt': Buffer.from('no picture'),
      'some.tar': await tarOf(entries()),
      'one.npy': expected,
      'one.ids.txt': Buffer.from(names.join('\n')),
    });
  });
  afterAll(() => {
    store?.close();
    vi.unstubAllEnvs();
  });
  // The client of S3 is kept, with its address, for as long as the module.
  const fresh = async () => {
    const { addressedPhotos } = await import('../../src/datasets/sources/addressedPhotos.js');
    return addressedPhotos;
  };

  test.runIf(isHere)(
    'a prefix, a tar in the store, and addresses in a table give the vectors of the folder',
    async () => {
      const photosOf = await fresh();
      const prefix = await photosOf('s3://gallery/photos');
      expect(prefix.passedOver).toEqual(['notes.txt']);
      const table = join(root, 'table.csv');
      const url = (name: string): string => `${store.address}/gallery/photos/${name}`;
      writeFileSync(table, `path,id\n${names.map((name) => `${url(name)},${name}\n`).join('')}`);
      for (const photos of [
        prefix.photos,
        (await photosOf('s3://gallery/some.tar')).photos,
        (await photosOf('s3://gallery/so*.tar')).photos,
        tablePhotos(table),
      ]) {
        const { bytes, ids } = await vectorsOf(photos);
        expect([bytes.equals(expected), ids]).toEqual([true, names]);
      }
    },
  );

  test.runIf(isHere)('vectors and their ids', async () => {
    vi.stubEnv('ASYMMETRIC_FOLDER', root);
    const { readEmbeddingFile: read } = await import('../../src/vectors/readEmbeddingFile.js');
    const local = await readEmbeddingFile(join(root, '0.npy'));
    for (const place of ['s3://gallery/one.npy', `${store.address}/gallery/one.npy`]) {
      const { matrix, ids } = await read(place);
      expect([matrix, ids]).toEqual([local.matrix, names]);
    }
  });

  test.runIf(isHere)('what is not there is no such object', async () => {
    const photosOf = await fresh();
    await expect(photosOf('s3://gallery/none.tar')).rejects.toThrow(/no such object/);
    await expect(openBytes(`${store.address}/gallery/none`)).rejects.toThrow(/no such object[^]*404/);
    await expect(photosOf(`${store.address}/gallery/`)).rejects.toThrow(/no list of pictures/);
  });
});

describe('a server that goes away in the middle', () => {
  let store: ObjectStore;
  beforeEach(async () => {
    store = await startStub();
  });

  test('is asked again, and when it is gone no picture counts as broken; a later call goes on', async () => {
    for (const name of names) await fetch(`${store.address}/${name}`, { method: 'PUT', body: bytesOf(name) });
    store.failing(1);
    expect((await openBytes(`${store.address}/0.png`)).size).toBe(bytesOf('0.png').length);
    let isGone = true;
    const photos = names.map((id): PhotoRecord => {
      const bytes = async () => {
        if (isGone && id === '3.png') throw new LostObject({ what: 'An object can not be fetched' });
        const source = await openBytes(`${store.address}/${id}`);
        return source.read(0, source.size);
      };
      return { id, path: id, read: bytes, stamp: id };
    });
    const out = join(root, 'gone.npy');
    const call = () =>
      extractPhotos({
        model: toyPhotoModel(),
        photos,
        out,
        longestSide: 32,
        photosPerChunk: 2,
        skipBroken: true,
      });
    expect((await errorOf(call())).message).toBe('An object can not be fetched');
    isGone = false;
    const { computed, broken } = await call();
    expect([computed, broken, readFileSync(out).equals(expected)]).toEqual([3, [], true]);
    store.close();
  });

  test('without anybody there, it is said', async () => {
    store.close();
    await expect(openBytes(`${store.address}/x`)).rejects.toThrow(/can not be fetched[^]*ECONNREFUSED/);
  }, 30_000);
});
