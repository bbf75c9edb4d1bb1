import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { extractPhotos, type PhotoExtraction } from '../../src/extraction/extractPhotos.js';
import { readNpyMatrix } from '../../src/vectors/formats/npy.js';
import type { PhotoRecord } from '../../src/extraction/photoChunks.js';
import { decodePhoto } from '../../src/images/decodePhoto.js';
import type { RetrievalError } from '../../src/errors.js';
import { toyPhotoModel, writePhotos } from './photos.js';

const photoFolder = mkdtempSync(join(tmpdir(), 'photos-'));
let photos: PhotoRecord[];
let folder: string;
beforeAll(async () => {
  await selectBackend();
  const sizes: [number, number][] = [
    [40, 30],
    [30, 40],
    [40, 30],
    [64, 48],
    [7, 5],
    [300, 2],
    [2, 90],
    [1, 1],
    [40, 30],
    [33, 33],
    [40, 30],
  ];
  photos = await writePhotos(photoFolder, sizes);
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'extraction-'));
});
afterEach(() => rmSync(folder, { recursive: true }));
afterAll(() => rmSync(photoFolder, { recursive: true }));

const extraction = (more: Partial<PhotoExtraction> = {}): PhotoExtraction => ({
  model: toyPhotoModel(),
  photos,
  out: join(folder, 'vectors.npy'),
  longestSide: 32,
  photosPerChunk: 4,
  ...more,
});
const bytesOf = (name = 'vectors.npy') => readFileSync(join(folder, name));
const errorOf = (work: Promise<unknown>): Promise<RetrievalError> =>
  work.then(
    () => expect.unreachable(),
    (error: RetrievalError) => error,
  );
/** Runs to the end in another folder and gives the bytes. */
async function uninterrupted(more: Partial<PhotoExtraction> = {}): Promise<Buffer> {
  const other = mkdtempSync(join(tmpdir(), 'whole-'));
  await extractPhotos(extraction({ ...more, out: join(other, 'vectors.npy') }));
  const bytes = readFileSync(join(other, 'vectors.npy'));
  rmSync(other, { recursive: true });
  return bytes;
}

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

describe('going on', () => {
  /** Stops after so many photos. */
  async function stopAfter(count: number, more: Partial<PhotoExtraction> = {}): Promise<void> {
    const controller = new AbortController();
    const onProgress = ({ done }: { done: number }) => done >= count && controller.abort(new Error('enough'));
    const error = await errorOf(
      extractPhotos(extraction({ ...more, onProgress, signal: controller.signal })),
    );
    expect(error.message).toBe('enough');
    expect(existsSync(join(folder, 'vectors.npy'))).toBe(false);
  }

  test.each([false, true])('after an abort gives the same bytes, float16 %s', async (float16) => {
    await stopAfter(6, { float16 });
    const model = toyPhotoModel();
    const stored: number[] = [];
    const { computed } = await extractPhotos(
      extraction({ model, float16, onProgress: (state) => stored.push(state.stored) }),
    );
    expect(computed).toBe(7);
    expect(model.seen.length).toBe(7 * 3);
    expect(new Set(stored)).toEqual(new Set([4]));
    expect(bytesOf().equals(await uninterrupted({ float16 }))).toBe(true);
  });

  test('after a kill in the middle of a chunk and of a line of the log', async () => {
    await stopAfter(6);
    appendFileSync(join(folder, 'vectors.npy.partial'), Buffer.alloc(50, 7));
    appendFileSync(join(folder, 'vectors.chunks.jsonl'), '{"chunk":1,"first":4,"ro');
    expect((await extractPhotos(extraction())).computed).toBe(7);
    expect(bytesOf().equals(await uninterrupted())).toBe(true);
    expect((await extractPhotos(extraction())).computed).toBe(0);
  });

  test('with everything there computes nothing and changes nothing', async () => {
    await extractPhotos(extraction());
    const before = bytesOf();
    const model = toyPhotoModel();
    expect(await extractPhotos(extraction({ model }))).toMatchObject({ computed: 0, rows: 11 });
    expect(model.seen).toEqual([]);
    expect(bytesOf().equals(before)).toBe(true);
  });

  test('computes a damaged chunk again, and only that', async () => {
    await extractPhotos(extraction());
    const before = bytesOf();
    const damaged = Buffer.from(before);
    damaged[128 + 5 * 24 + 3] ^= 1;
    writeFileSync(join(folder, 'vectors.npy'), damaged);
    expect((await extractPhotos(extraction())).computed).toBe(4);
    expect(bytesOf().equals(before)).toBe(true);
    truncateSync(join(folder, 'vectors.npy'), before.length - 1);
    expect((await extractPhotos(extraction())).computed).toBe(3);
    expect(bytesOf().equals(before)).toBe(true);
  });

  test('a damaged header is written again', async () => {
    await extractPhotos(extraction());
    const before = bytesOf();
    writeFileSync(join(folder, 'vectors.npy'), Buffer.concat([Buffer.alloc(128), before.subarray(128)]));
    expect((await extractPhotos(extraction())).computed).toBe(0);
    expect(bytesOf().equals(before)).toBe(true);
  });

  test('goes on when photos were added, and cuts the file when some are gone', async () => {
    await extractPhotos(extraction({ photos: photos.slice(0, 9) }));
    expect((await extractPhotos(extraction())).computed).toBe(3);
    expect(bytesOf().equals(await uninterrupted())).toBe(true);
    expect((await extractPhotos(extraction({ photos: photos.slice(0, 8) }))).computed).toBe(0);
    expect((await readNpyMatrix(join(folder, 'vectors.npy'))).rows).toBe(8);
    expect(bytesOf('vectors.ids.txt').toString().trim().split('\n').length).toBe(8);
  });

  test('a photo that changed is embedded again, with all that come after', async () => {
    const [copy] = await writePhotos(join(folder, 'copy'), [[20, 20]]);
    const list = [...photos.slice(0, 5), { ...copy, id: 'copy' }, ...photos.slice(5)];
    await extractPhotos(extraction({ photos: list }));
    writeFileSync(copy.path, readFileSync(photos[0].path));
    expect((await extractPhotos(extraction({ photos: list }))).computed).toBe(8);
    const matrix = await readNpyMatrix(join(folder, 'vectors.npy'));
    expect(matrix.data.slice(30, 36)).toEqual(matrix.data.slice(0, 6));
  });

  test('refuses the place of another model or other settings, unless told to overwrite', async () => {
    await extractPhotos(extraction());
    const before = bytesOf();
    const error = await errorOf(
      extractPhotos(extraction({ longestSide: 24, model: toyPhotoModel('other') })),
    );
    expect(error.details.found).toContain('model: toy instead of other');
    expect(error.details.found).toContain('longest side 32');
    expect(error.details.fix).toContain('--overwrite');
    expect(bytesOf().equals(before)).toBe(true);
    expect((await extractPhotos(extraction({ longestSide: 24, overwrite: true }))).computed).toBe(11);
  });

  test('refuses a file that comes from elsewhere', async () => {
    writeFileSync(join(folder, 'vectors.npy'), 'precious');
    const error = await errorOf(extractPhotos(extraction()));
    expect(error.details.found).toContain('not extracted here');
    expect(bytesOf().toString()).toBe('precious');
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

  test('stop the work by default and are named; the chunks before are kept', async () => {
    const list = withBroken();
    const error = await errorOf(extractPhotos(extraction({ photos: list })));
    expect(error.details.where).toBe(list[2].path);
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
