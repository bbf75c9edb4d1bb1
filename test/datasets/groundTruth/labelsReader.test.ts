import { describe, expect, test } from 'vitest';
import { readLabels } from '../../../src/datasets/groundTruth/labelsReader.js';
import { temporaryFolder } from '../../helpers/temporaryFolder.js';

const fileOf = temporaryFolder();
const read = (lines: string, others: { junk?: string; ignore?: string } = {}) =>
  readLabels({ labels: fileOf('labels.csv', lines), ...others });

describe('readLabels', () => {
  test('searches every picture among all others where there are no roles', async () => {
    const { groundTruth, queryLabels, galleryLabels } = await read('path,label\na.jpg,x\nb.jpg,\nc.jpg,x\n');
    expect(groundTruth.queryIds).toEqual(['a.jpg', 'c.jpg']);
    expect(groundTruth.galleryIds).toEqual(['a.jpg', 'b.jpg', 'c.jpg']);
    expect([...groundTruth.selfInGallery]).toEqual([0, 2]);
    expect([...groundTruth.galleryIdentities]).toEqual([0, -1, 0]);
    expect([queryLabels, galleryLabels]).toEqual([
      ['x', 'x'],
      ['x', '', 'x'],
    ]);
  });

  test('names boxes as extraction does, and leaves out what is cut from the query’s own picture', async () => {
    const header = 'path,label,role,x1,y1,x2,y2\n';
    const rows = 'a.jpg,x,query,0,0,9,9\na.jpg,x,gallery,,,,\na.jpg,y,gallery,1,1,5,5\nb.jpg,x,gallery,,,,\n';
    const { groundTruth } = await read(header + rows);
    expect(groundTruth.queryIds).toEqual(['a.jpg#0,0,9,9']);
    expect(groundTruth.galleryIds).toEqual(['a.jpg', 'a.jpg#1,1,5,5', 'b.jpg']);
    expect(groundTruth.junk!.map((list) => [...list])).toEqual([[0, 1]]);
  });

  test('takes the tested rows of a divided table', async () => {
    const rows = 'a,x,fit,\nb,x,test,query\nc,x,test,gallery\n';
    const { groundTruth, pictures } = await read(`id,label,split,role\n${rows}`);
    expect([groundTruth.queryIds, groundTruth.galleryIds]).toEqual([['b'], ['c']]);
    expect(pictures).toEqual(['a', 'b', 'c']);
  });

  test('lists everything that is wrong', async () => {
    const rows = 'a,x,boss\n,x,query\nb,,query\nc,x,gallery\nc,x,gallery\n';
    await expect(read(`id,label,role\n${rows}`)).rejects.toThrow(
      /4 problems[^]*:2: The role is not known[^]*:3: The picture has no name[^]*:4: A query has no label[^]*:6: The same picture stands in the table twice/,
    );
    await expect(read('id,name\na,x\n')).rejects.toThrow(/Missing columns: label/);
    await expect(read('id,label,role\na,x,query\n')).rejects.toThrow(
      /1 queries and 0 pictures of the gallery/,
    );
    const junk = fileOf('junk.csv', 'query,gallery\na,z\n');
    await expect(read('id,label\na,x\nb,x\n', { junk })).rejects.toThrow(/no such picture[^]*"z"/);
  });
});
