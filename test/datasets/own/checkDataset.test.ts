import { describe, expect, test } from 'vitest';
import { checkDataset } from '../../../src/datasets/own/checkDataset.js';
import { good, pictureFolder } from './pictureFolder.js';
import { writePicture } from '../pictures.js';

const { pictures, writeTable } = pictureFolder();

describe('the checker', () => {
  test('finds nothing wrong with a good table', async () => {
    const report = await checkDataset(writeTable(good));
    expect(report).toMatchObject({ kind: 'csv', pictures: 8, labels: 5 });
    expect(report.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(report.problems.map(({ what }) => what)).toEqual(Array(2).fill('A label has one picture only'));
  });

  test('lists damaged pictures, boxes outside, repeated contents and queries without a target', async () => {
    await writePicture(pictures, 'copy.jpg', 2);
    const lines = [`${good[0]},x1,y1,x2,y2`, ...good.slice(1).map((line) => `${line},,,,`)];
    lines.push(
      'page.jpg,a,fit,,,,,',
      'p8.jpg,a,fit,,0,0,25,10',
      'copy.jpg,d,test,query,,,,',
      'nothing.jpg,a,fit,,,,,',
    );
    const { problems } = await checkDataset(writeTable(lines));
    const at = (line: number) =>
      problems.filter(({ where }) => where.endsWith(`table.csv:${line}`)).map(({ what }) => what);
    expect(at(10)).toEqual(['The picture has a format that is not accepted']);
    expect(at(11)).toEqual(['The box does not lie inside the picture']);
    expect(at(12)).toEqual([
      'The same picture under two labels',
      'A label has one picture only',
      'The label of a query is not in the gallery',
    ]);
    expect(at(13)).toEqual(['The picture is missing']);
    for (const { expected, found, fix } of problems) expect([expected, found, fix]).not.toContain('');
  });

  test('names files of a folder that are passed over', async () => {
    const report = await checkDataset(pictures);
    expect(report.kind).toBe('folder');
    expect(report.problems.map(({ what }) => what)).toContain('A file that is no picture is passed over');
    expect(report.problems.map(({ what }) => what)).toContain('The pictures have no labels');
  });
});
