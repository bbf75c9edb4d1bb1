import { expect, test } from 'vitest';
import { isPictureName, passedOver } from '../../../src/datasets/own/pictureNames.js';

test('pictures are known by their endings, in whatever case', () => {
  const names = ['a.jpg', 'b/B.JPEG', 'from a browser.jfif', 'd.PNG', 'e.webp', 'jpg', 'f.jpg.txt', 'IMG_1.HEIC'];
  expect(names.filter(isPictureName)).toEqual(names.slice(0, 5));
});

test('what is passed over says whether it is a picture at all', () => {
  expect(passedOver('IMG_1.HEIC', 'photos/IMG_1.HEIC')).toMatchObject({
    what: expect.stringContaining('a format that is not read'),
    where: 'photos/IMG_1.HEIC',
    found: 'IMG_1.HEIC',
    fix: 'convert it to JPEG',
  });
  expect(passedOver('notes.txt', 'photos/notes.txt').what).toBe('A file that is no picture is passed over');
});
