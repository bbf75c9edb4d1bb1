import { expect, test } from 'vitest';
import { benchRows, benchText } from '../../src/bench/table.js';
import { result } from './results.js';

test('results are told in text and in rows', () => {
  expect(benchText([result('a', 2)])).toBe(
    'MISSED work a\n         2 (2 to 4) of peer: 20 ms against 10 ms; target 1',
  );
  const missing = [{ name: 'JAX', reason: 'not installed' }];
  expect(benchText([{ ...result('a', 2), missing }])).toContain(
    '\n         JAX does not run here: not installed',
  );
  expect(benchRows([result('a', 0.5)])).toMatchObject([{ item: 'a', ratio: 0.5, target: 1, met: true }]);
});
