import { expect, test } from 'vitest';
import { isPictureName, passedOver, passedOverNotes } from '../../../src/datasets/own/pictureNames.js';

test('pictures are known by their endings, in whatever case', () => {
  const names = [
    'a.jpg',
    'b/B.JPEG',
    'from a browser.jfif',
    'd.PNG',
    'e.webp',
    'jpg',
    'f.jpg.txt',
    'IMG_1.HEIC',
  ];
  expect(names.filter(isPictureName)).toEqual(names.slice(0, 5));
});

test('what is passed over says whether it is a picture at all', () => {
  expect(passedOver('IMG_1.HEIC', 'photos/IMG_1.HEIC')).toMatchObject({
    what: 'A picture of a format that is not read is passed over',
    where: 'photos/IMG_1.HEIC',
    found: 'IMG_1.HEIC',
    fix: 'convert it to JPEG',
  });
  expect(passedOver('notes.txt', 'photos/notes.txt').what).toBe('A file that is no picture is passed over');
});

test('many are told in a sentence, and pictures among them first of all', () => {
  expect(passedOverNotes([])).toEqual([]);
  expect(passedOverNotes(['notes.txt'])[0]).toMatch(/: 1, the first notes\.txt$/);
  expect(passedOverNotes(['notes.txt', 'a.HEIC', 'b.gif'])[0]).toMatch(
    /: 3, the first notes\.txt; 2 of other formats, such as a\.HEIC: convert them to JPEG$/,
  );
});
