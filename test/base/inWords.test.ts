import { expect, test } from 'vitest';
import { inWords } from '../../src/base/inWords.js';
import { RetrievalError } from '../../src/errors.js';

const words = { what: 'The list can not be read', where: 'list.txt', fix: 'correct the path' };

test('work that succeeds gives its value', async () => {
  expect(await inWords(words, () => 3)).toBe(3);
});

test.each([
  [new Error('ENOENT: no such file'), 'ENOENT: no such file'],
  ['a text', 'a text'],
])('what it throws becomes one error in these words, with it as what was found: %s', async (cause, found) => {
  const work = (): Promise<never> => Promise.reject(cause);
  await expect(inWords(words, work)).rejects.toMatchObject({ details: { ...words, found, cause } });
});

test("the library's own errors stay as they are, also thrown at once", async () => {
  const own = new RetrievalError({ what: 'The file is too large' });
  const work = (): never => {
    throw own;
  };
  await expect(inWords(words, work)).rejects.toBe(own);
});
