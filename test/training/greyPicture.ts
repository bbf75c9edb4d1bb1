import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sharp } from '../../src/images/sharp.js';

/** Writes a small picture of one grey and gives its path. */
export async function greyPicture(folder: string, name: string, value: number): Promise<string> {
  const file = join(folder, name);
  const background = { r: value, g: value, b: value };
  writeFileSync(
    file,
    await sharp({ create: { width: 9, height: 7, channels: 3, background } })
      .png()
      .toBuffer(),
  );
  return file;
}
