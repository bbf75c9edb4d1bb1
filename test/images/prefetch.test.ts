import { describe, expect, test } from 'vitest';
import { prefetch } from '../../src/images/prefetch.js';

describe('prefetch', () => {
  test('keeps the order and stays the given number of values ahead', async () => {
    let made = 0;
    async function* source() {
      while (made < 6) {
        await Promise.resolve();
        yield made++;
      }
    }
    const seen: number[] = [];
    for await (const value of prefetch(source(), 2)) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      seen.push(value);
      expect(made - seen.length).toBeLessThanOrEqual(2);
      if (value === 0) expect(made).toBe(3);
    }
    expect(seen).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test('throws a failure when its turn comes, and closes the source when the reader stops', async () => {
    let closed = 0;
    function* failing() {
      try {
        yield 1;
        yield 2;
        throw new Error('broken');
      } finally {
        closed++;
      }
    }
    const seen: number[] = [];
    const read = async (stopAt: number) => {
      for await (const value of prefetch(failing(), 3)) {
        seen.push(value);
        if (value === stopAt) return;
      }
    };
    await expect(read(9)).rejects.toThrow('broken');
    await read(1);
    expect(seen).toEqual([1, 2, 1]);
    expect(closed).toBe(2);
  });
});
