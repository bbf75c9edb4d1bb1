import { expect, test } from 'vitest';
import { beginAhead } from '../../../src/base/threads/beginAhead.js';

const later = <T>(value: T, milliseconds: number): Promise<T> =>
  new Promise((resolve) => setTimeout(() => resolve(value), milliseconds));

test('keeps the order, works at several at the same time and begins no more than it may', async () => {
  let [begun, open, most] = [0, 0, 0];
  function* works() {
    for (let n = 0; n < 6; n++) {
      begun++;
      most = Math.max(most, ++open);
      yield later(n, 20 - 3 * n).finally(() => open--);
    }
  }
  const seen: number[] = [];
  for await (const value of beginAhead(works(), 2)) {
    seen.push(value);
    expect(begun).toBeLessThanOrEqual(seen.length + 2);
    await later(undefined, 5);
  }
  expect(seen).toEqual([0, 1, 2, 3, 4, 5]);
  expect(most).toBe(3);
});

test('a failure is thrown when its turn comes', async () => {
  const seen: number[] = [];
  const works = [later(1, 10), Promise.reject(new Error('broken')), later(3, 1)];
  const read = async (): Promise<void> => {
    for await (const value of beginAhead(works, 2)) seen.push(value);
  };
  await expect(read()).rejects.toThrow('broken');
  expect(seen).toEqual([1]);
});

test('a reader that stops waits for what was begun, and begins no more', async () => {
  let [begun, ended] = [0, 0];
  function* works() {
    for (;;) {
      begun++;
      yield later(begun, 10).finally(() => ended++);
    }
  }
  for await (const value of beginAhead(works(), 2)) if (value === 2) break;
  expect([begun, ended]).toEqual([4, 4]);
});
