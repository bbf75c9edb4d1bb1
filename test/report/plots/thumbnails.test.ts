import { describe, expect, test } from 'vitest';
import { thumbnails } from '../../../src/report/plots/thumbnails.js';

describe('thumbnails', () => {
  test('are data addresses that begin with the bytes of a PNG or JPEG file', async () => {
    const [first, second, ...none] = await thumbnails(new Uint8Array(2 * 8 * 8 * 3).fill(200), 8);
    expect(none).toEqual([]);
    expect(first).toBe(second);
    expect(first).toMatch(/^data:image\/(png;base64,iVBORw0KGgo|jpeg;base64,\/9j\/)/);
  });

  test('hold photos as JPEG, or as WebP where a page asks for it', async () => {
    const side = 96;
    const soft = (n: number): number => 127 + 80 * Math.sin(n / 300) + 40 * Math.cos((n % (3 * side)) / 20);
    const photo = Uint8Array.from({ length: side * side * 3 }, (_, n) => soft(n) + (n % 7));
    const [jpeg] = await thumbnails(photo, side);
    const [webp] = await thumbnails(photo, side, 'webp');
    expect(jpeg).toMatch(/^data:image\/jpeg;base64,\/9j\//);
    expect(webp).toMatch(/^data:image\/webp;base64,UklGR/);
    expect(webp.length).toBeLessThan(jpeg.length);
  });

  test('refuse bytes that are not whole pictures', async () => {
    await expect(thumbnails(new Uint8Array(100), 8)).rejects.toThrow(/whole pictures/);
  });
});
