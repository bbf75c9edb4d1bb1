import { appendFileSync, existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { extractPhotos, type PhotoExtraction } from '../../src/extraction/extractPhotos.js';
import { readNpyMatrix } from '../../src/vectors/formats/npy.js';
import { toyPhotoModel, writePhotos } from './toyPhotos.js';
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

  test('refuses the place of vectors of none of the pictures, and takes that of some of them', async () => {
    await extractPhotos(extraction());
    const before = bytesOf();
    const others = photos.map((photo, n) => ({ ...photo, id: `other ${n}` }));
    const error = await errorOf(extractPhotos(extraction({ photos: others })));
    expect(error.details.found).toContain('11 other pictures');
    expect(error.details.fix).toContain('--overwrite');
    expect(bytesOf().equals(before)).toBe(true);
    expect((await extractPhotos(extraction({ photos: photos.slice(2) }))).rows).toBe(9);
    expect((await extractPhotos(extraction({ photos: others, overwrite: true }))).rows).toBe(11);
  });

  test('refuses a file that comes from elsewhere', async () => {
    writeFileSync(join(folder, 'vectors.npy'), 'precious');
    const error = await errorOf(extractPhotos(extraction()));
    expect(error.details.found).toContain('not extracted here');
    expect(bytesOf().toString()).toBe('precious');
  });
});
