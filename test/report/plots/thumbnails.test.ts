import { describe, expect, test } from 'vitest';
import { thumbnails } from '../../../src/report/plots/thumbnails.js';

describe('thumbnails', () => {
  test('are data addresses that begin with the bytes of a PNG or JPEG file', async () => {
    const [first, second, ...none] = await thumbnails(new Uint8Array(2 * 8 * 8 * 3).fill(200), 8);
    expect(none).toEqual([]);
    expect(first).toBe(second);
    expect(first).toMatch(/^data:image\/(png;base64,iVBORw0KGgo|jpeg;base64,\/9j\/)/);
  });

  test('refuse bytes that are not whole pictures', async () => {
    await expect(thumbnails(new Uint8Array(100), 8)).rejects.toThrow(/whole pictures/);
  });
});
