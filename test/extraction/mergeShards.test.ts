import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { extractPhotos, type PhotoExtraction } from '../../src/extraction/extractPhotos.js';
import { mergeShards } from '../../src/extraction/mergeShards.js';
import type { PhotoRecord } from '../../src/extraction/photoChunks.js';
import { bytesOf, errorOf, extraction, extractionFolders, folder, photos } from './toyExtraction.js';
import { toyPhotoModel } from './toyPhotos.js';

extractionFolders();

const written = ['vectors.npy', 'vectors.ids.txt', 'vectors.manifest.json', 'vectors.chunks.jsonl'];
const filesNow = (): string[] => written.map((name) => bytesOf(name).toString('base64'));
const shard = (index: number, count: number) => join(folder, 'vectors.shards', `${index}-of-${count}.npy`);
const merge = (more: Partial<Parameters<typeof mergeShards>[0]> = {}) =>
  mergeShards({ shards: [join(folder, 'vectors.shards')], out: join(folder, 'vectors.npy'), ...more });

async function extractShards(count: number, more: Partial<PhotoExtraction> = {}): Promise<void> {
  for (let index = count; index >= 1; index--) {
    await extractPhotos(extraction({ ...more, shard: { index, count }, command: 'asym extract' }));
  }
}

function withBroken(): PhotoRecord[] {
  // Of pictures that are gone the reason is always the same text.
  const file = join(folder, 'gone.jpg');
  const broken = Array.from({ length: 4 }, (_, n) => ({ id: `broken ${n}`, path: file }));
  return [
    ...photos.slice(0, 2),
    ...broken,
    ...photos.slice(2, 7),
    { id: 'b', path: file },
    ...photos.slice(7),
  ];
}

describe('joined shards are the bytes of one process', () => {
  const cases: [string, number, () => Partial<PhotoExtraction>][] = [
    ['one shard', 1, () => ({})],
    ['as many as there are chunks', 3, () => ({})],
    ['batches that mix sizes', 2, () => ({ batch: 2, scales: [1] })],
    ['half precision', 3, () => ({ float16: true })],
    [
      'broken pictures, of which a shard has nothing else',
      8,
      () => ({ photos: withBroken(), skipBroken: true, photosPerChunk: 2 }),
    ],
  ];
  test.each(cases)('%s', async (_, count, more) => {
    const options = more();
    await extractPhotos(extraction(options));
    const alone = filesNow();
    for (const name of written) rmSync(join(folder, name));
    await extractShards(count, options);
    const merged = await merge();
    expect(merged.shards).toBe(count);
    expect(filesNow()).toStrictEqual(alone);
    // An extraction goes on from there as from its own.
    const again = await extractPhotos(extraction(options));
    expect([again.computed, again.broken]).toEqual([0, merged.broken]);
  });

  test('a shard that was killed and run again', async () => {
    await extractPhotos(extraction());
    const alone = filesNow();
    const controller = new AbortController();
    const second = extraction({ shard: { index: 2, count: 2 }, signal: controller.signal });
    const stop = ({ done }: { done: number }) => done > 4 && controller.abort(new Error('killed'));
    await errorOf(extractPhotos({ ...second, onProgress: stop }));
    expect(existsSync(shard(2, 2))).toBe(false);
    await extractPhotos(extraction({ shard: { index: 1, count: 2 }, command: 'asym extract' }));
    expect((await errorOf(merge())).details).toMatchObject({
      what: 'Shard 2/2 is missing',
      fix: 'run asym extract --shard 2/2',
    });
    expect((await extractPhotos(extraction({ shard: { index: 2, count: 2 } }))).computed).toBe(3);
    expect((await extractPhotos(extraction({ shard: { index: 2, count: 2 } }))).computed).toBe(0);
    await merge({ overwrite: true });
    expect(filesNow()).toEqual(alone);
  });
});

describe('what is not whole is named with the command that mends it, and the old vectors stay', () => {
  let before: string[];
  beforeEach(async () => {
    await extractPhotos(extraction());
    before = filesNow();
    await extractShards(3);
  });
  const refused = async (more: Partial<Parameters<typeof mergeShards>[0]> = {}): Promise<string> => {
    const { message } = await errorOf(merge(more));
    expect(filesNow()).toEqual(before);
    expect(existsSync(join(folder, 'vectors.npy.joining'))).toBe(false);
    return message;
  };

  test('several missing ones', async () => {
    rmSync(shard(1, 3));
    rmSync(shard(3, 3).replace('.npy', '.manifest.json'));
    expect(await refused()).toMatch(
      /2 things[^]*3-of-3[^]*no finished shard[^]*--shard 3\/3[^]*Shard 1\/3 is missing[^]*--shard 1\/3/,
    );
  });

  test.each([
    ['vectors', '.npy', 130],
    ['ids', '.ids.txt', 3],
    ['the list of chunks', '.chunks.jsonl', 5],
  ])('a flipped bit in %s', async (_, ending, place) => {
    const file = shard(2, 3).replace('.npy', ending);
    const bytes = readFileSync(file);
    bytes[place] ^= 1;
    writeFileSync(file, bytes);
    expect(await refused()).toMatch(/Shard 2\/3 is not what was written[^]*run asym extract --shard 2\/3/);
    const again = await extractPhotos(
      extraction({ shard: { index: 2, count: 3 }, overwrite: ending === '.chunks.jsonl' }),
    );
    expect(again.computed).toBe(ending === '.ids.txt' ? 0 : 4);
    await merge();
    expect(filesNow()).toEqual(before);
  });

  test('files that are gone', async () => {
    for (const ending of ['.ids.txt', '.chunks.jsonl']) rmSync(shard(1, 3).replace('.npy', ending));
    expect(await refused()).toMatch(
      /Shard 1\/3 is not what was written[^]*1-of-3.ids.txt, 1-of-3.chunks.jsonl/,
    );
  });

  test('one of another model', async () => {
    const other = extraction({
      model: toyPhotoModel('other'),
      shard: { index: 2, count: 3 },
      overwrite: true,
    });
    await extractPhotos(other);
    expect(await refused()).toMatch(
      /another model[^]*model: other instead of toy[^]*--shard 2\/3 --overwrite/,
    );
  });

  test('one that comes twice', async () => {
    const files = [1, 2, 3].map((index) => shard(index, 3));
    const copy = join(folder, 'copy.npy');
    for (const ending of ['.npy', '.manifest.json', '.ids.txt', '.chunks.jsonl'])
      writeFileSync(copy.replace('.npy', ending), readFileSync(shard(2, 3).replace('.npy', ending)));
    expect(await refused({ shards: [...files, copy] })).toMatch(/Shard 2\/3 comes twice/);
  });

  test('one of another list of pictures, or of another division', async () => {
    await extractPhotos(extraction({ photos: photos.slice(0, 10), shard: { index: 3, count: 3 } }));
    expect(await refused()).toMatch(/another list of pictures[^]*3 of 11 pictures/);
    await extractPhotos(extraction({ shard: { index: 1, count: 2 } }));
    expect(await refused({ shards: [shard(1, 2), shard(2, 3)] })).toMatch(/one of 3 shards/);
  });

  test('one under the name of another', async () => {
    for (const ending of ['.npy', '.manifest.json', '.ids.txt', '.chunks.jsonl']) {
      rmSync(shard(1, 3).replace('.npy', ending));
      renameSync(shard(2, 3).replace('.npy', ending), shard(1, 3).replace('.npy', ending));
    }
    expect(await refused()).toMatch(/Shard 2\/3 is missing|Shard 1\/3 is missing/);
  });

  test('vectors of other settings in the place, unless they may go', async () => {
    await extractPhotos(extraction({ longestSide: 16, overwrite: true }));
    before = filesNow();
    expect(await refused()).toMatch(/taken by others[^]*longest side 16/);
    await merge({ overwrite: true });
    expect(bytesOf('vectors.manifest.json').toString()).toContain('longest side 32');
  });

  test('an empty folder, and a merge that is stopped', async () => {
    expect(await refused({ shards: [folder] })).toMatch(/no finished shards/);
    const stopped = AbortSignal.abort(new Error('stopped'));
    await expect(merge({ signal: stopped })).rejects.toThrow('stopped');
    expect(filesNow()).toEqual(before);
  });
});

test('there are no more shards than groups of pictures', async () => {
  const error = await errorOf(extractPhotos(extraction({ shard: { index: 1, count: 4 } })));
  expect(error.details).toMatchObject({ expected: 'at most 3: 11 pictures in groups of 4', kind: 'usage' });
});
