import { CommanderError } from 'commander';
import { expect, test } from 'vitest';
import { exitCodeOf } from '../../src/cli/exitCodes.js';
import { readingData, RetrievalError } from '../../src/errors.js';

test('the exit code tells what kind of error it was', async () => {
  expect(exitCodeOf(new RetrievalError({ what: 'a' }))).toBe(1);
  expect(exitCodeOf(new RetrievalError({ what: 'a', kind: 'usage' }))).toBe(2);
  expect(exitCodeOf(new RetrievalError({ what: 'a', kind: 'data' }))).toBe(3);
  expect(exitCodeOf('a text')).toBe(1);
  expect(exitCodeOf(new CommanderError(0, 'commander.helpDisplayed', ''))).toBe(0);
  const reading = (kind?: 'usage') =>
    readingData(() => Promise.reject(new RetrievalError({ what: 'a', kind }))).catch(exitCodeOf);
  expect(await reading()).toBe(3);
  expect(await reading('usage')).toBe(2);
});
