import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { threadPool } from '../../src/base/threads/threadPool.js';
import { decodePhoto } from '../../src/images/decodePhoto.js';
import { decodePicture } from '../../src/images/decodePicture.js';
import { pictureWorks } from '../../src/images/pictureWorks.js';
import { sharp } from '../../src/images/sharp.js';
import { RetrievalError } from '../../src/errors.js';

const folder = mkdtempSync(join(tmpdir(), 'picture-works-'));
const file = join(folder, 'photo.jpg');
// The built library's, as threads run JavaScript.
const pool = threadPool(pictureWorks, new URL('../../src/dist/images/pictureThread.js', import.meta.url), {
  threads: 2,
});

beforeAll(async () => {
  const noise = Uint8Array.from({ length: 40 * 30 * 3 }, (_, n) => (n * 7919) % 251);
  writeFileSync(
    file,
    await sharp(noise, { raw: { width: 40, height: 30, channels: 3 } })
      .jpeg()
      .toBuffer(),
  );
});

afterAll(() => pool.close());

test('threads give the pixels of the calling thread, from a file and from bytes', async () => {
  const bytes = { bytes: new Uint8Array(readFileSync(file)), name: 'in an archive' };
  const box = [2, 3, 30, 25] as const;
  const photo = await decodePhoto(file, { longestSide: 20, box });
  const square = await decodePicture(file, { size: 11 });
  for (const source of [file, bytes]) {
    expect(await pool.run('dimensions', source)).toMatchObject({ width: 40, height: 30 });
    const threaded = await pool.run('photo', { source, longestSide: 20, box });
    expect({ ...threaded, pixels: [...threaded.pixels] }).toEqual({ ...photo, pixels: [...photo.pixels] });
    expect([...(await pool.run('square', { source, size: 11 }))]).toEqual([...square]);
  }
});

test('a picture that is none is named', async () => {
  const source = { bytes: new TextEncoder().encode('no picture'), name: 'part 7' };
  const error = await pool.run('photo', { source }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(RetrievalError);
  expect((error as RetrievalError).details.where).toBe('part 7');
  await expect(pool.run('square', { source: join(folder, 'none.jpg'), size: 4 })).rejects.toThrow(
    /none\.jpg/,
  );
});
