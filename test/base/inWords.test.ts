import { expect, test } from 'vitest';
import { inWords } from '../../src/base/inWords.js';
import { RetrievalError } from '../../src/errors.js';

const words = { what: 'The list can not be read', where: 'list.txt', fix: 'correct the path' };

test('work that succeeds gives its value', async () => {
  expect(await inWords(words, () => 3)).toBe(3);
});

test('what it throws becomes one error in these words, with it as what was found', async () => {
  const cause = new Error('ENOENT: no such file');
  const details = { ...words, found: 'ENOENT: no such file', cause };
  await expect(inWords(words, () => Promise.reject(cause))).rejects.toMatchObject({ details });
});

test("the library's own errors stay as they are, also thrown at once", async () => {
  const own = new RetrievalError({ what: 'The file is too large' });
  const work = (): never => {
    throw own;
  };
  await expect(inWords(words, work)).rejects.toBe(own);
});
