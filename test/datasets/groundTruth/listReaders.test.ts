import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { RetrievalError } from '../../../src/errors.js';
import { birdsGroundTruth, readBirdsLists } from '../../../src/datasets/groundTruth/birdsReader.js';
import { inShopGroundTruth, readInShopPartition } from '../../../src/datasets/groundTruth/inShopReader.js';
import { productsGroundTruth, readProductsList } from '../../../src/datasets/groundTruth/productsReader.js';
import {
  readGoogleLandmarksSolution,
  readIdColumn,
} from '../../../src/datasets/groundTruth/googleLandmarksReader.js';
import { readGroundTruth } from '../../../src/datasets/groundTruth/readGroundTruth.js';

const folder = mkdtempSync(join(tmpdir(), 'asym-lists-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
function fileOf(content: string | Uint8Array, name = `${files++}.txt`): string {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}
async function expectRefused(read: () => unknown, message: RegExp): Promise<void> {
  const error = await Promise.resolve()
    .then(read)
    .catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(RetrievalError);
  expect((error as Error).message).toMatch(message);
}

describe('readGoogleLandmarksSolution', () => {
  const index = ['a1', 'b2', 'c3'];
  const read = (...lines: string[]) =>
    readGoogleLandmarksSolution(fileOf(['id,images,Usage', ...lines, ''].join('\n')), index);

  test('reads the usages, and the rows of the pictures in ascending order', () => {
    expect(read('q1,c3 a1,Public', 'q2,None,Ignored', 'q3,b2,Private')).toEqual({
      kind: 'google-landmarks',
      galleryIds: index,
      queryIds: ['q1', 'q2', 'q3'],
      usages: ['public', 'ignored', 'private'],
      positives: [Int32Array.of(0, 2), Int32Array.of(), Int32Array.of(1)],
    });
  });

  const refused: [string, string[], RegExp][] = [
    ['an unknown usage', ['q1,a1,Secret'], /usage of a query is unknown[^]*"Secret"/],
    ['a picture outside the index', ['q1,a1 zz,Public'], /not in the index[^]*"zz"/],
    ['a picture that is named twice', ['q1,a1 a1,Public'], /named twice/],
    ['a query that counts but has no picture', ['q1,None,Private'], /counts has no picture/],
    ['a query that comes twice', ['q1,a1,Public', 'q1,b2,Private'], /entry 1: An id comes twice[^]*q1/],
    ['an empty id', [',a1,Public'], /An id is empty/],
    ['a short row', ['q1,a1'], /number of cells/],
    ['no query', [], /lists no query/],
  ];
  for (const [what, lines, message] of refused) {
    test(`refuses ${what}`, () => expectRefused(() => read(...lines), message));
  }

  test('names all wrong lines at once, with their numbers', () =>
    expectRefused(() => read('q1,zz,Public', 'q2,a1,Public', 'q3,a1,x'), /:2: [^]*:4: /));

  test('refuses another table, a missing file and repeated ids of the index', async () => {
    await expectRefused(
      () => readGoogleLandmarksSolution(fileOf('id,landmarks\nx,1\n'), index),
      /Missing columns/,
    );
    await expectRefused(() => readGoogleLandmarksSolution(join(folder, 'absent'), index), /can not be read/);
    const file = fileOf('id,images,Usage\nq,a,Public\n');
    await expectRefused(
      () => readGoogleLandmarksSolution(file, ['a', 'a']),
      /the index, entry 1: An id comes twice/,
    );
  });

  test('reads the ids of the index, and asks for them', async () => {
    expect(readIdColumn(fileOf('id\r\na1\r\nb2\r\n'))).toEqual(['a1', 'b2']);
    await expectRefused(() => readIdColumn(fileOf('name\na\n')), /Missing columns: id/);
    await expectRefused(() => readIdColumn(fileOf('id\na\na\n')), /comes twice/);
    await expectRefused(
      () => readGroundTruth('google-landmarks-v2', fileOf('')),
      /order is not known[^]*--gallery-ids/,
    );
  });
});

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

describe('readBirdsLists', () => {
  const good = {
    'images.txt': '1 001.A/a.jpg\n2 001.A/b.jpg\n3 002.B/c.jpg\n4 002.B/d.jpg\n',
    'image_class_labels.txt': '1 1\n2 1\n3 2\n4 2\n',
    'train_test_split.txt': '1 1\n2 0\n3 1\n4 0\n',
    'classes.txt': '1 001.A\n2 002.B\n',
  };
  const read = (changes: Partial<typeof good> = {}) => {
    const name = `birds${files++}`;
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
