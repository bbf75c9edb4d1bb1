import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  readGoogleLandmarksSolution,
  readIdColumn,
} from '../../../src/datasets/groundTruth/googleLandmarksReader.js';
import { readGroundTruth } from '../../../src/datasets/groundTruth/readGroundTruth.js';
import { expectRefused, listFolder } from './lists.js';

const { folder, fileOf } = listFolder();

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
