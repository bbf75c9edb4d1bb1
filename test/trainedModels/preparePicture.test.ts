import { expect, test } from 'vitest';
import { decodePicture } from '../../src/images/decodePicture.js';
import { sharp } from '../../src/images/sharp.js';
import { preparationOf } from '../../src/trainedModels/preparation.js';
import { preparePicture } from '../../src/trainedModels/preparePicture.js';
import { centreCrop } from '../../src/training/augment.js';

test('a picture from a canvas becomes what the evaluation of a training makes of the file', async () => {
  const [width, height] = [150, 90];
  const data = Uint8Array.from({ length: width * height * 4 }, (_, i) =>
    i % 4 === 3 ? 128 + ((i * 13) % 128) : 128 + 100 * Math.sin(i / 40),
  );
  const png = await sharp(data, { raw: { width, height, channels: 4 } })
    .png()
    .toBuffer();
  const preparation = preparationOf(32, undefined);
  const expected = centreCrop(await decodePicture(png, { size: preparation.scaled }), preparation.scaled, 32);
  const found = preparePicture({ data, width, height }, preparation);
  expect(found).toHaveLength(32 * 32 * 3);
  const differences = Array.from(found, (value, i) => Math.abs(value - expected[i]));
  expect(Math.max(...differences)).toBeLessThanOrEqual(2);
});
