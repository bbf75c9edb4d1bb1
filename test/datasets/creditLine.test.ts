import { expect, test } from 'vitest';
import { creditLine } from '../../src/datasets/creditLine.js';

test('names each set of pictures with its author and licence', () => {
  const noto = { name: 'Noto Emoji', author: 'Google Inc', licence: 'Apache-2.0', source: '' };
  const open = { name: 'OpenMoji', author: 'OpenMoji', licence: 'CC-BY-SA-4.0', source: '' };
  expect(creditLine([noto, open])).toBe(
    'Noto Emoji by Google Inc (Apache-2.0); OpenMoji by OpenMoji (CC-BY-SA-4.0)',
  );
});
