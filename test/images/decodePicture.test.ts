import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync, crc32 } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { RetrievalError } from '../../src/errors.js';
import { checkBox, decodePicture, pictureDimensions } from '../../src/images/decodePicture.js';
import { sharp } from '../../src/images/sharp.js';

const folder = mkdtempSync(join(tmpdir(), 'pictures-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const orange = { r: 200, g: 100, b: 50 };
const plain = (width = 40, height = 20) =>
  sharp({ create: { width, height, channels: 3, background: orange } });

async function errorOf(work: Promise<unknown>): Promise<RetrievalError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(RetrievalError);
  return error as RetrievalError;
}

describe('pictures of every kind become three 8-bit channels', () => {
  const kinds: [string, () => Promise<Buffer>, number[]][] = [
    ['RGB PNG', () => plain().png().toBuffer(), [200, 100, 50]],
    ['JPEG', () => plain().jpeg({ quality: 100 }).toBuffer(), [200, 100, 50]],
    ['WebP', () => plain().webp({ lossless: true }).toBuffer(), [200, 100, 50]],
    ['palette PNG', () => plain().png({ palette: true }).toBuffer(), [200, 100, 50]],
    ['16-bit PNG', () => plain().toColourspace('rgb16').png().toBuffer(), [200, 100, 50]],
    ['grey PNG', () => plain().toColourspace('b-w').png().toBuffer(), [128, 128, 128]],
    ['16-bit grey PNG', () => plain().toColourspace('grey16').png().toBuffer(), [128, 128, 128]],
    ['half transparent PNG', () => plain().ensureAlpha(0.5).png().toBuffer(), [227, 177, 152]],
    ['grey PNG with alpha', () => plain().greyscale().ensureAlpha(0).png().toBuffer(), [255, 255, 255]],
    ['CMYK JPEG', () => plain().toColourspace('cmyk').jpeg().toBuffer(), [199, 94, 21]],
  ];
  test.each(kinds)('%s', async (_, make, expected) => {
    const pixels = await decodePicture(await make(), { size: 8 });
    expect(pixels.length).toBe(8 * 8 * 3);
    for (let i = 0; i < pixels.length; i++) {
      expect(Math.abs(pixels[i] - expected[i % 3])).toBeLessThanOrEqual(3);
    }
  });

  test.each([
    [1, 1],
    [1, 10_000],
    [10_000, 1],
  ])('%i x %i pixels are squashed to a square', async (width, height) => {
    const pixels = await decodePicture(await plain(width, height).png().toBuffer(), { size: 5 });
    expect([...pixels]).toEqual(Array.from({ length: 25 }, () => [200, 100, 50]).flat());
  });
});

describe('orientation and box', () => {
  /** 40 x 20, left half red; the orientation turns it by a quarter, so that red is on top of 20 x 40. */
  const turned = () =>
    sharp({ create: { width: 40, height: 20, channels: 3, background: '#000' } })
      .composite([
        { input: { create: { width: 20, height: 20, channels: 3, background: '#f00' } }, left: 0, top: 0 },
      ])
      .withMetadata({ orientation: 6 })
      .png()
      .toBuffer();

  test('a picture is turned upright as its EXIF orientation says', async () => {
    const picture = await turned();
    expect(await pictureDimensions(picture)).toEqual({ width: 20, height: 40 });
    const pixels = await decodePicture(picture, { size: 2 });
    expect(pixels[0]).toBeGreaterThan(200);
    expect(pixels[2 * 3]).toBeLessThan(50);
  });

  test('a box with fractions may reach over the edge by less than half a pixel', () => {
    expect(() => checkBox([0, 0.2, 48.4, 40.4], { width: 48, height: 40 }, 'x')).not.toThrow();
    expect(() => checkBox([0, 0, 48.6, 40], { width: 48, height: 40 }, 'x')).toThrow(/right 48\.6/);
  });

  test('a box counts in pixels of the upright picture', async () => {
    const picture = await turned();
    const red = await decodePicture(picture, { size: 1, box: [0, 0, 20, 20] });
    const black = await decodePicture(picture, { size: 1, box: [0, 20, 20, 40] });
    expect([...red, ...black]).toEqual([255, 0, 0, 0, 0, 0]);
  });

  test.each([[[0, 0, 21, 10]], [[-1, 0, 5, 5]], [[5, 5, 5, 9]], [[9, 9, 5, 12]], [[0, 0, NaN, 5]]] as [
    [number, number, number, number],
  ][])('the box %j is refused', async (box) => {
    const error = await errorOf(decodePicture(await turned(), { size: 4, box }));
    expect(error.details.what).toContain('box');
    expect(error.details.expected).toContain('20');
  });
});

test('enlarging and shrinking are antialiased: a fine checkerboard becomes grey', async () => {
  const data = Buffer.from(Array.from({ length: 64 * 64 }, (_, i) => (((i >> 6) + i) % 2 ? 255 : 0)));
  const board = await sharp(data, { raw: { width: 64, height: 64, channels: 1 } })
    .png()
    .toBuffer();
  for (const value of await decodePicture(board, { size: 8 })) {
    expect(Math.abs(value - 127)).toBeLessThan(12);
  }
});

describe('files that are no good pictures are refused, by name', () => {
  const noise = () =>
    sharp({
      create: {
        width: 300,
        height: 200,
        channels: 3,
        background: '#888',
        noise: { type: 'gaussian', mean: 128, sigma: 50 },
      },
    });
  const cut = (picture: Buffer, share = 0.6) => picture.subarray(0, Math.floor(picture.length * share));
  const cases: [string, () => Promise<Buffer> | Buffer, RegExp][] = [
    ['empty.jpg', () => Buffer.alloc(0), /empty/],
    ['cut.jpg', async () => cut(await noise().jpeg().toBuffer()), /premature|damaged/],
    ['almost.jpg', async () => cut(await noise().jpeg().toBuffer(), 0.97), /premature|damaged/],
    ['cut.png', async () => cut(await noise().png().toBuffer()), /damaged/],
    ['cut.webp', async () => cut(await noise().webp().toBuffer()), /damaged/],
    ['page.jpg', () => Buffer.from('<!doctype html><p>not found'), /text that starts/],
    ['drawing.png', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'), /SVG/],
    ['moving.gif', () => plain().gif().toBuffer(), /GIF/],
    ['scan.tiff', () => plain().tiff().toBuffer(), /TIFF/],
    ['new.avif', () => plain().avif().toBuffer(), /AVIF/],
    ['phone.jpg', () => Buffer.from('\0\0\0\x28ftypheic\0\0\0\0mif1heic', 'latin1'), /HEIC/],
    ['film.jpg', () => Buffer.from('\0\0\0\x20ftypisom\0\0\x02\0', 'latin1'), /film/],
    ['screen.bmp', () => Buffer.from('BM\x36\0\0\0\0\0\0\0', 'latin1'), /BMP/],
    ['scan.pdf', () => Buffer.from('%PDF-1.7\n%\xe2\xe3', 'latin1'), /PDF/],
    ['pictures.zip', () => Buffer.from('PK\x03\x04\x14\0\0\0', 'latin1'), /ZIP/],
    ['header-only.png', () => Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), /damaged/],
    ['bytes.webp', () => Buffer.from([1, 2, 3, 200, 250, 0]), /unknown bytes/],
  ];
  test.each(cases)('%s', async (name, make, message) => {
    const file = join(folder, name);
    writeFileSync(file, await make());
    const error = await errorOf(decodePicture(file, { size: 8 }));
    expect(error.message).toMatch(message);
    expect(error.details).toMatchObject({ where: file });
    for (const part of ['expected', 'found', 'fix'] as const) expect(error.details[part]).toBeTruthy();
  });

  test('a file that is not there', async () => {
    const error = await errorOf(decodePicture(join(folder, 'nothing.jpg'), { size: 8 }));
    expect(error.message).toMatch(/ENOENT/);
  });

  test('a picture of 225 megapixels is refused by its header, before it takes memory', async () => {
    const file = join(folder, 'large.png');
    writeFileSync(file, blankPng(15_000, 15_000));
    const before = process.memoryUsage().rss;
    const error = await errorOf(decodePicture(file, { size: 8 }));
    expect(error.details.expected).toContain('50 megapixels');
    expect(process.memoryUsage().rss - before).toBeLessThan(200e6);
  });
});

/** A grey PNG whose header promises the given size; its data is never reached. */
function blankPng(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    check.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, check]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(1000))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
