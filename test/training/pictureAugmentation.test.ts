import { expect, test } from 'vitest';
import { randomSource } from '../../src/base/randomSource.js';
import {
  drawVariation,
  partRegion,
  pictureAugmentationSchema,
} from '../../src/training/pictureAugmentation.js';

test('drawn parts keep to their area and ratio and stay inside', () => {
  const random = randomSource(3);
  const config = pictureAugmentationSchema.parse({ randomCrop: { area: [0.2, 1] } });
  let smallest = 1;
  for (let n = 0; n < 500; n++) {
    const { left, top, width, height } = partRegion(drawVariation(config, 32, random).part!, 200, 100);
    expect(left >= 0 && top >= 0 && left + width <= 200 && top + height <= 100).toBe(true);
    smallest = Math.min(smallest, (width * height) / 20_000);
    if (width < 200 && height < 100) expect(width / height).toBeGreaterThan(0.7);
  }
  expect(smallest).toBeGreaterThan(0.17);
  expect(smallest).toBeLessThan(0.3);
});
