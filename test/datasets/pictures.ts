import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sharp } from '../../src/images/sharp.js';

/** Writes a small JPEG of one colour; different numbers give different colours. */
export async function writePicture(folder: string, name: string, number: number, side = 24): Promise<void> {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, await plainJpeg(number, side));
}

export function plainJpeg(number: number, side = 24): Promise<Buffer> {
  const background = { r: (number * 37) % 256, g: (number * 91) % 256, b: (number * 53) % 256 };
  return sharp({ create: { width: side, height: side, channels: 3, background } })
    .jpeg({ quality: 95 })
    .toBuffer();
}
