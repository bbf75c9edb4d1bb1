import { expect, test } from 'vitest';
import { RetrievalError } from '../src/errors.js';

test('what an error says of a value is bounded, whatever it is given', () => {
  const long = String(Array.from({ length: 1_000_000 }, (_, i) => i));
  const error = new RetrievalError({ what: long, where: long, expected: long, found: long, fix: long });
  expect(error.message.length).toBeLessThan(51_000);
  expect(error.details.found).toMatch(/^0,1,2,[^]*\.\.\. \(\d+ more characters\)$/);
  expect(new RetrievalError({ what: 'Broken', found: 7 as never }).message).toBe('Broken\n  found: 7');
});

test('what is short stays as it is, and the details of the caller are not touched', () => {
  const details = { what: 'Broken', where: 'a.jpg', found: 'x'.repeat(20_000), kind: 'data' } as const;
  expect(new RetrievalError(details).details).toMatchObject({ what: 'Broken', where: 'a.jpg', kind: 'data' });
  expect(details.found).toHaveLength(20_000);
});
