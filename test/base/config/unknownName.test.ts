import { expect, test } from 'vitest';
import { unknownName } from '../../../src/base/config/unknownName.js';

test('a wrong name is answered with the nearest right one, else with all of them', () => {
  const what = 'There is no such colour';
  expect(unknownName('gren', ['red', 'green'], { what }).details).toMatchObject({
    what,
    found: 'gren',
    expected: 'red, green',
    fix: 'did you mean "green"?',
    kind: 'usage',
  });
  expect(unknownName('ultraviolet', ['red', 'green'], { what, fix: 'look' }).details.fix).toBe('look');
});
