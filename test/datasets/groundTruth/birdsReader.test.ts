import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { birdsGroundTruth, readBirdsLists } from '../../../src/datasets/groundTruth/birdsReader.js';
import { readGroundTruth } from '../../../src/datasets/groundTruth/readGroundTruth.js';
import { expectRefused, listFolder } from './lists.js';

const { folder, fileOf } = listFolder();

describe('readBirdsLists', () => {
  const good = {
    'images.txt': '1 001.A/a.jpg\n2 001.A/b.jpg\n3 002.B/c.jpg\n4 002.B/d.jpg\n',
    'image_class_labels.txt': '1 1\n2 1\n3 2\n4 2\n',
    'train_test_split.txt': '1 1\n2 0\n3 1\n4 0\n',
    'classes.txt': '1 001.A\n2 002.B\n',
  };
  let copies = 0;
  const read = (changes: Partial<typeof good> = {}) => {
    const name = `birds${copies++}`;
    for (const [file, content] of Object.entries({ ...good, ...changes })) fileOf(content, join(name, file));
    return readBirdsLists(join(folder, name));
  };

  test('reads pictures; the last half of the classes is tested, or the owners’ split', async () => {
    const pictures = await read();
    expect(pictures[1]).toEqual({
      path: '001.A/b.jpg',
      imageId: 2,
      classId: 1,
      className: '001.A',
      isTraining: false,
    });
    expect(birdsGroundTruth(pictures).queryIds).toEqual(['002.B/c.jpg', '002.B/d.jpg']);
    expect(birdsGroundTruth(pictures, 'official').queryIds).toEqual(['001.A/b.jpg', '002.B/d.jpg']);
    expect([...birdsGroundTruth(pictures).selfInGallery]).toEqual([0, 1]);
  });

  const refused: [string, Partial<typeof good>, RegExp][] = [
    [
      'a picture without a class',
      { 'image_class_labels.txt': '1 1\n2 1\n3 2\n' },
      /picture 4[^]*class missing/,
    ],
    ['a picture without a split', { 'train_test_split.txt': '1 1\n' }, /picture 2[^]*split missing/],
    ['a class without a name', { 'classes.txt': '1 001.A\n' }, /class 2 \(without a name\)/],
    ['a split that is neither 0 nor 1', { 'train_test_split.txt': '1 2\n' }, /train_test_split\.txt:1/],
    [
      'a number that comes twice',
      { 'images.txt': '1 a.jpg\n1 b.jpg\n' },
      /images\.txt:2: A number comes twice/,
    ],
    ['a line of one word', { 'images.txt': '1\n' }, /line of the list is wrong/],
    ['an empty list', { 'classes.txt': '' }, /list is empty/],
  ];
  for (const [what, changes, message] of refused) {
    test(`refuses ${what}`, () => expectRefused(() => read(changes), message));
  }

  test('refuses a folder without the lists', () =>
    expectRefused(() => readGroundTruth('cub-200-2011', folder), /cannot be read[^]*images\.txt/));
});
