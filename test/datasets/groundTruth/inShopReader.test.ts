import { describe, expect, test } from 'vitest';
import { inShopGroundTruth, readInShopPartition } from '../../../src/datasets/groundTruth/inShopReader.js';
import { expectRefused, listFolder } from './lists.js';

const { fileOf } = listFolder();

describe('readInShopPartition', () => {
  const header = 'image_name                 item_id evaluation_status';
  const lines = [
    'img/WOMEN/Tees/id_1/01_1_front.jpg    id_1 train',
    'img/WOMEN/Tees/id_2/01_1_front.jpg    id_2 query',
    'img/WOMEN/Tees/id_2/02_1_front.jpg    id_2 gallery',
    'img/MEN/Suiting/id_3/01_1_front.jpg   id_3 gallery',
  ];
  const listOf = (count: number | string, ...rest: string[]) =>
    fileOf([count, header, ...rest, ''].join('\r\n'));

  test('reads the three parts; queries and gallery share no picture', async () => {
    const pictures = await readInShopPartition(listOf(4, ...lines));
    expect(pictures[0]).toEqual({
      path: 'img/WOMEN/Tees/id_1/01_1_front.jpg',
      item: 'id_1',
      status: 'train',
    });
    const truth = inShopGroundTruth(pictures);
    expect(truth.queryIds).toEqual(['img/WOMEN/Tees/id_2/01_1_front.jpg']);
    expect(truth.galleryIds).toHaveLength(2);
    expect(truth.galleryIdentities[0]).toBe(truth.queryIdentities[0]);
    expect(truth.galleryIdentities[1]).not.toBe(truth.queryIdentities[0]);
    expect(truth.selfInGallery).toEqual(Int32Array.of(-1));
  });

  const refused: [string, string | Uint8Array, RegExp][] = [
    ['a count that is wrong', ['5', header, ...lines].join('\n'), /not complete[^]*5 pictures[^]*4/],
    [
      'a list that is cut off',
      ['4', header, ...lines].join('\n').slice(0, -20),
      /:6: A line of the list is wrong/,
    ],
    ['an unknown status', ['1', header, 'img/a.jpg id_1 test'].join('\n'), /train, query, gallery/],
    ['a picture that is listed twice', ['2', header, lines[0], lines[0]].join('\n'), /listed twice/],
    ['another header', ['1', 'image_name item_id', lines[0]].join('\n'), /not the list of In-Shop/],
    ['no count', [header, ...lines].join('\n'), /not the list of In-Shop/],
    ['one line', '4', /not the list of In-Shop/],
    ['an empty file', ' \n', /list is empty/],
    ['bytes that are no text', Uint8Array.of(0xff, 0xfe, 0x41), /not UTF-8/],
  ];
  for (const [what, content, message] of refused) {
    test(`refuses ${what}`, () => expectRefused(() => readInShopPartition(fileOf(content)), message));
  }

  test('refuses a list without queries', async () => {
    const pictures = await readInShopPartition(listOf(1, lines[0]));
    await expectRefused(() => inShopGroundTruth(pictures), /no picture to search/);
  });
});
