import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parseSfmDatabase } from '../../../../src/datasets/benchmarks/loaders/sfmDatabase.js';
import { writePickle, type Picklable } from '../../../../src/datasets/benchmarks/replicas/writePickle.js';
import { RetrievalError } from '../../../../src/errors.js';
import { replicaFolder } from '../replicaFolder.js';

const { open, remove, replica } = replicaFolder();
afterAll(remove);

describe('the database of Retrieval-SfM', () => {
  const good = { cids: ['aaaaaa', 'bbbbbb'], cluster: [1, 1], qidxs: [0], pidxs: [1] };
  const val = { cids: ['cccccc'], cluster: [2], qidxs: [], pidxs: [] };
  const dictionary = (entries: Record<string, Picklable>) => new Map(Object.entries(entries));
  const parse = (train: Record<string, Picklable>, other: Record<string, Picklable> = val) =>
    parseSfmDatabase(writePickle(dictionary({ train: dictionary(train), val: dictionary(other) })), 'db.pkl');

  test('is read where it is whole', () => {
    expect(parse(good).train).toEqual({
      ids: ['aaaaaa', 'bbbbbb'],
      clusters: [1, 1],
      queries: Int32Array.of(0),
      positives: Int32Array.of(1),
    });
  });

  test.each([
    ['a short name', { cids: ['aaaaaa', 'b'] }, /no usable name[^]*db\.pkl, train\.cids/],
    ['a path for a name', { cids: ['aaaaaa', '/../../b'] }, /no usable name/],
    ['a repeated name', { cids: ['aaaaaa', 'aaaaaa'] }, /no usable name/],
    ['no names', { cids: [] }, /lists no pictures/],
    ['too few scenes', { cluster: [1] }, /one scene per picture: 2[^]*found: 1/],
    ['a scene that is no number', { cluster: [1, 'x'] }, /no list of whole numbers[^]*train\.cluster[^]*x/],
    ['a row outside', { qidxs: [2] }, /not among its pictures[^]*0 to 1[^]*found: 2/],
    ['a negative row', { pidxs: [-1] }, /train\.pidxs/],
    ['half a row', { pidxs: [0.5] }, /whole numbers/],
    ['a query without a positive', { pidxs: [] }, /one positive per query/],
    ['text for a list', { qidxs: '0' }, /whole numbers/],
  ] as [string, Record<string, Picklable>, RegExp][])('refuses %s', (_, change, error) => {
    expect(() => parse({ ...good, ...change })).toThrow(error);
  });

  test('refuses a part that is missing, a picture in both, code, and a file that is cut off', async () => {
    expect(() => parse(good, { ...val, cids: ['aaaaaa'] })).toThrow(/in both parts/);
    expect(() => parseSfmDatabase(writePickle(dictionary({ train: dictionary(good) })), 'x')).toThrow(
      /missing[^]*val/,
    );
    expect(() => parseSfmDatabase(writePickle(['train']), 'x')).toThrow(/dictionary/);
    const folder = await replica('sfm120k');
    const list = join(folder, 'retrieval-SfM-120k.pkl');
    writeFileSync(list, Buffer.from('\x80\x02cos\nsystem\n)R.', 'latin1'));
    await expect(open('sfm120k', folder)).rejects.toThrow(/nothing was executed/);
    const whole = writePickle(dictionary({ train: dictionary(good), val: dictionary(val) }));
    writeFileSync(list, whole.subarray(0, whole.length - 20));
    await expect(open('sfm120k', folder)).rejects.toThrow(RetrievalError);
  });
});
