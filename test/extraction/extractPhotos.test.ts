import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { extractPhotos, type PhotoExtraction } from '../../src/extraction/extractPhotos.js';
import { sha256OfFile } from '../../src/base/files/sha256.js';
import { readNpyMatrix } from '../../src/vectors/formats/npy.js';
import type { PhotoRecord } from '../../src/extraction/photoChunks.js';
import { decodePhoto } from '../../src/images/decodePhoto.js';
import { startRacers } from '../helpers/racers.js';
import { toyPhotoModel } from './toyPhotos.js';
import {
  photos,
  folder,
  extractionFolders,
  extraction,
  bytesOf,
  errorOf,
  uninterrupted,
} from './toyExtraction.js';

extractionFolders();

describe('vectors of photos', () => {
  test('stand in the order of the photos, at their own sizes, with ids and manifest', async () => {
    const model = toyPhotoModel();
    const before = tf.memory().numTensors;
    const result = await extractPhotos(extraction({ model, scales: [1] }));
    expect(tf.memory().numTensors).toBe(before);
    expect(result).toMatchObject({ rows: 11, columns: 6, broken: [], computed: 11 });
    const matrix = await readNpyMatrix(result.files.vectors);
    for (const [row, photo] of photos.entries()) {
      const { pixels, width, height } = await decodePhoto(photo.path, { longestSide: 32 });
      const input = tf.tensor4d(Int32Array.from(pixels), [1, height, width, 3], 'int32');
      const vector = await model.embed(input);
      Array.from(vector.dataSync()).forEach((value, d) =>
        expect(matrix.data[row * 6 + d]).toBeCloseTo(value, 6),
      );
      tf.dispose([input, vector]);
    }
    expect(bytesOf('vectors.ids.txt').toString()).toBe(photos.map(({ id }) => `${id}\n`).join(''));
    const manifest = JSON.parse(bytesOf('vectors.manifest.json').toString()) as Record<string, unknown>;
    expect(manifest).toMatchObject({
      model: 'toy',
      pictures: 11,
      rows: 11,
      size: 'longest side 32 of the box',
    });
    expect(existsSync(join(folder, 'vectors.npy.partial'))).toBe(false);
  });

  test('are batched only with others of their size, at most `batch`, in one chunk', async () => {
    const model = toyPhotoModel();
    await extractPhotos(extraction({ model, scales: [1], batch: 2, photosPerChunk: 11 }));
    expect(model.seen.map(([count]) => count).reduce((sum, count) => sum + count)).toBe(11);
    // 40 x 30 and 64 x 48 both become 32 x 24: five of them.
    expect(model.seen.filter(([, height, width]) => height === 24 && width === 32).map(([n]) => n)).toEqual([
      2, 2, 1,
    ]);
    const alone = await uninterrupted({ scales: [1], batch: 1, photosPerChunk: 11 });
    const [a, b] = [bytesOf(), alone].map((bytes) => new Float32Array(Uint8Array.from(bytes).buffer, 128));
    a.forEach((value, i) => expect(value).toBeCloseTo(b[i], 5));
  });

  test('a box is cut out before anything else', async () => {
    const [first] = photos as [PhotoRecord];
    const boxed = { ...first, box: [10, 5, 30, 25] as const };
    const model = toyPhotoModel();
    await extractPhotos(extraction({ model, photos: [boxed], scales: [1] }));
    expect(model.seen).toEqual([[1, 20, 20]]);
  });

  test('squares are squashed, one scale by default', async () => {
    const model = toyPhotoModel();
    await extractPhotos(extraction({ model, square: 16, photosPerChunk: 64 }));
    expect(model.seen).toEqual([[11, 16, 16]]);
  });

  test('float16 takes half the room and keeps three digits', async () => {
    await extractPhotos(extraction({ float16: true }));
    expect(bytesOf().length).toBe(128 + 11 * 6 * 2);
    const halves = await readNpyMatrix(join(folder, 'vectors.npy'));
    const whole = new Float32Array(Uint8Array.from(await uninterrupted()).buffer, 128);
    halves.data.forEach((value, i) => expect(Math.abs(value - whole[i])).toBeLessThan(5e-4));
    expect(halves.data.some((value, i) => value !== whole[i])).toBe(true);
  });

  test('progress counts every photo and tells the pace', async () => {
    const done: number[] = [];
    await extractPhotos(
      extraction({
        onProgress: (state) => {
          done.push(state.done);
          expect(state).toMatchObject({ total: 11, stored: 0, broken: 0 });
          expect(state.picturesPerSecond).toBeGreaterThan(0);
        },
      }),
    );
    expect(done.at(-1)).toBe(11);
  });
});

describe('broken pictures', () => {
  const withBroken = (): PhotoRecord[] => {
    const file = join(folder, 'broken.jpg');
    writeFileSync(file, Buffer.from([0xff, 0xd8, 0xff, 1, 2, 3]));
    return [
      ...photos.slice(0, 2),
      { id: 'broken', path: file },
      ...photos.slice(2, 6),
      { id: 'gone', path: join(folder, 'gone.jpg') },
      ...photos.slice(6),
    ];
  };

  test('stop the work by default and are all named at once; the chunks before are kept', async () => {
    const list = withBroken();
    const error = await errorOf(extractPhotos(extraction({ photos: list })));
    expect(error.details.what).toBe('2 of 13 pictures cannot be decoded');
    expect(error.details.found).toMatch(/broken: The picture[^]*gone: The picture can not be read[^]*ENOENT/);
    expect(error.details.fix).toContain('--skip-broken');
    expect(existsSync(join(folder, 'vectors.npy'))).toBe(false);
    const later = [...photos.slice(0, 6), ...list.slice(2, 3)];
    await errorOf(extractPhotos(extraction({ photos: later, overwrite: true })));
    expect((await extractPhotos(extraction({ photos: photos.slice(0, 6) }))).computed).toBe(2);
  });

  test('are left out of vectors and ids and listed when asked', async () => {
    const result = await extractPhotos(extraction({ photos: withBroken(), skipBroken: true }));
    expect(result.rows).toBe(11);
    expect(result.broken.map(({ id }) => id)).toEqual(['broken', 'gone']);
    expect(result.broken[1].reason).toContain('ENOENT');
    expect(bytesOf('vectors.ids.txt').toString()).toBe(photos.map(({ id }) => `${id}\n`).join(''));
    expect(bytesOf('vectors.manifest.json').toString()).toContain('"gone"');
    const [a, b] = [bytesOf(), await uninterrupted()];
    expect(a.equals(b)).toBe(true);
  });

  test('an interrupted extraction with broken ones gives the same bytes, and still lists them', async () => {
    const list = withBroken();
    const controller = new AbortController();
    const states: number[] = [];
    await errorOf(
      extractPhotos(
        extraction({
          photos: list,
          skipBroken: true,
          signal: controller.signal,
          onProgress: ({ done }) => done >= 6 && controller.abort(new Error('enough')),
        }),
      ),
    );
    const onProgress = ({ broken }: { broken: number }) => states.push(broken);
    const again = await extractPhotos(extraction({ photos: list, skipBroken: true, onProgress }));
    expect(again.broken.map(({ id }) => id)).toEqual(['broken', 'gone']);
    expect(again.computed).toBe(9);
    expect(states[0]).toBe(1);
    expect(states.at(-1)).toBe(2);
    expect(bytesOf().equals(await uninterrupted({ photos: list, skipBroken: true }))).toBe(true);
  });

  test('are tried again once the file was replaced', async () => {
    const list = withBroken();
    await extractPhotos(extraction({ photos: list, skipBroken: true }));
    writeFileSync(list[2].path, readFileSync(photos[0].path));
    const { broken, rows } = await extractPhotos(extraction({ photos: list, skipBroken: true }));
    expect([rows, broken.map(({ id }) => id)]).toEqual([12, ['gone']]);
    expect(bytesOf('vectors.ids.txt').toString().split('\n')[2]).toBe('broken');
  });

  test('nothing but broken ones is an error', async () => {
    const list = withBroken().filter(({ id }) => id === 'gone' || id === 'broken');
    const error = await errorOf(extractPhotos(extraction({ photos: list, skipBroken: true })));
    expect(error.message).toMatch(/None of the pictures.*2 broken/s);
  });
});

describe('requests that can not be met', () => {
  const cases: [string, Partial<PhotoExtraction>, RegExp][] = [
    ['no photos', { photos: [] }, /no pictures/],
    ['a name without ending', { out: 'vectors' }, /ends in .npy/],
    ['no scales', { scales: [] }, /scales/],
    ['a scale of 0', { scales: [1, 0] }, /0.05 to 4/],
    ['a longest side of 0', { longestSide: 0 }, /1 to 4096/],
    ['a square of 5000', { square: 5000 }, /1 to 4096/],
    [
      'a photo of any size for a model of squares',
      { model: { ...toyPhotoModel(), anySize: false } },
      /--square 32/,
    ],
    [
      'several scales for a model of squares',
      { model: { ...toyPhotoModel(), anySize: false }, square: 32, scales: [1, 0.5] },
      /single scale/,
    ],
  ];
  test.each(cases)('%s', async (_, more, message) => {
    expect((await errorOf(extractPhotos(extraction(more)))).message).toMatch(message);
  });

  test('an id that comes twice or has a line break', async () => {
    const twice = [photos[0], photos[0]];
    expect((await errorOf(extractPhotos(extraction({ photos: twice })))).message).toContain('comes twice');
    const broken = [{ ...photos[0], id: 'a\nb' }];
    expect((await errorOf(extractPhotos(extraction({ photos: broken })))).message).toContain('line break');
  });

  test('a model whose vectors have no direction', async () => {
    const model = {
      ...toyPhotoModel(),
      embed: (pixels: tf.Tensor4D) => Promise.resolve(tf.fill<tf.Rank.R2>([pixels.shape[0], 6], NaN)),
    };
    const error = await errorOf(extractPhotos(extraction({ model })));
    expect(error.message).toMatch(/no direction.*photo 0/s);
  });

  test('a picture that the network fails on', async () => {
    const toy = toyPhotoModel();
    const embed = (pixels: tf.Tensor4D) =>
      pixels.shape[1] < 3 ? Promise.reject(new Error('no room for the kernel')) : toy.embed(pixels);
    const error = await errorOf(extractPhotos(extraction({ model: { ...toy, embed } })));
    expect(error.message).toMatch(/photo 5, 32 x 1 pixels.*no room for the kernel/s);
  });
});

test('of processes that extract to the same file at once every one leaves its own or is refused', async () => {
  const racers = await startRacers(join(import.meta.dirname, 'racer.ts'), 2);
  try {
    for (let round = 0; round < 10; round++) {
      const out = join(folder, `race-${round}.npy`);
      const outcomes = await racers.race(JSON.stringify({ out, photos }));
      const sides = outcomes.flatMap(({ done }) => done ?? []);
      expect(sides.length).toBeGreaterThan(0);
      const manifest = JSON.parse(bytesOf(`race-${round}.manifest.json`).toString()) as Record<
        string,
        string
      >;
      expect(sides.map((side) => `longest side ${side} of the box`)).toContain(manifest.size);
      expect(manifest.sha256).toBe(await sha256OfFile(out));
      const [log] = bytesOf(`race-${round}.chunks.jsonl`).toString().split('\n');
      expect(log).toContain(manifest.size);
      for (const { refused } of outcomes) if (refused) expect(refused).toMatch(/process \d+/);
    }
  } finally {
    racers.stop();
  }
}, 60_000);
