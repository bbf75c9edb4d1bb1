import sharp from 'sharp';
import { expect, test } from 'vitest';
import { encodePicture } from '../../../src/cli/search/encodePicture.js';
import { randomSource } from '../../../src/base/randomSource.js';

const random = randomSource(0);
const [width, height] = [90, 40];
const pixels = Uint8Array.from({ length: width * height * 3 }, () => random.integer(256));
const picture = { pixels, width, height };

async function pixelsOf(png: string): Promise<Uint8Array> {
  return new Uint8Array(await sharp(Buffer.from(png, 'base64')).removeAlpha().raw().toBuffer());
}

test('kitty gets the picture in pieces, of which all but the last say that more follows', async () => {
  const text = await encodePicture(picture, 'kitty');
  const pieces = [...text.matchAll(/\x1b_G([^;]*);([^\x1b]*)\x1b\\/g)]; // eslint-disable-line no-control-regex
  expect(pieces.map(([all]) => all).join('')).toBe(text);
  expect(pieces.length).toBeGreaterThan(2);
  expect(pieces.map(([, keys]) => keys)).toEqual([
    'f=100,a=T,q=2,m=1',
    ...pieces.slice(2).map(() => 'm=1'),
    'm=0',
  ]);
  expect(Math.max(...pieces.map(([, , data]) => data.length))).toBeLessThanOrEqual(4096);
  expect(await pixelsOf(pieces.map(([, , data]) => data).join(''))).toEqual(pixels);
});

test('iTerm gets the picture in one message', async () => {
  const text = await encodePicture(picture, 'iterm');
  const [, size, data] = /^\x1b\]1337;File=inline=1;size=(\d+);width=90px;[^:]*:([^\x07]*)\x07$/.exec(text)!; // eslint-disable-line no-control-regex
  expect(Buffer.from(data, 'base64')).toHaveLength(Number(size));
  expect(await pixelsOf(data)).toEqual(pixels);
});

test('sixels are the picture in its colours', async () => {
  const flat = Uint8Array.from({ length: 12 * 6 * 3 }, (_, i) => [255, 0, 51][i % 3]);
  const text = await encodePicture({ pixels: flat, width: 12, height: 6 }, 'sixel');
  // Six rows of one colour, in per cent, are one line of sixels: all six bits set, twelve times.
  expect(text).toBe('\x1bP0;0;q"1;1;12;6#0;2;100;0;20#0!12~$\x1b\\');
});
