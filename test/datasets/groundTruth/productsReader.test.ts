import { describe, expect, test } from 'vitest';
import { productsGroundTruth, readProductsList } from '../../../src/datasets/groundTruth/productsReader.js';
import { expectRefused, listFolder } from './lists.js';

const { fileOf } = listFolder();

describe('readProductsList', () => {
  const header = 'image_id class_id super_class_id path';

  test('reads pictures; each is left out of its own ranking', async () => {
    const file = fileOf(`\ufeff${header}\n59552 11319 1 a_final/1_0.JPG\n59553 11319 1 a_final/1_1.JPG\n`);
    const pictures = await readProductsList(file);
    expect(pictures[1]).toEqual({ imageId: 59553, classId: 11319, superClassId: 1, path: 'a_final/1_1.JPG' });
    const truth = productsGroundTruth(pictures);
    expect(truth.queryIds).toEqual(truth.galleryIds);
    expect([...truth.selfInGallery]).toEqual([0, 1]);
  });

  const refused: [string, string, RegExp][] = [
    ['another header', 'image class path\n1 1 1 a.JPG', /not a list of Stanford/],
    ['no picture', header, /not a list of Stanford/],
    ['a line of three words', `${header}\n1 1 a.JPG`, /:2: A line of the list is wrong/],
    ['a class that is no number', `${header}\n1 x 1 a.JPG`, /three numbers and a path/],
    [
      'a picture that is listed twice',
      `${header}\n1 1 1 a.JPG\n2 1 1 a.JPG`,
      /:3: A picture is listed twice/,
    ],
  ];
  for (const [what, content, message] of refused) {
    test(`refuses ${what}`, () => expectRefused(() => readProductsList(fileOf(content)), message));
  }
});
