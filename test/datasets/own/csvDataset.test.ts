import { openDataset } from '../../../src/datasets/openDataset.js';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { csvDataset } from '../../../src/datasets/own/csvDataset.js';
import { good, pictureFolder } from './pictureFolder.js';

const { base, pictures, writeTable } = pictureFolder();
const cacheFolder = join(base, 'cache');

async function messageOf(lines: string[]): Promise<string> {
  const error: unknown = await csvDataset({ file: writeTable(lines), cacheFolder }).catch(
    (reason: unknown) => reason,
  );
  return error instanceof Error ? error.message : 'no error';
}

describe('a table of pictures', () => {
  test('becomes records, labels and splits', async () => {
    const dataset = await csvDataset({ file: writeTable(good), cacheFolder });
    expect(dataset.labelNames).toEqual(['__proto__', 'a', 'b', 'c', 'constructor']);
    expect([...dataset.labels]).toEqual([1, 2, 3, 3, 4, 4, 0, 0]);
    const { unseen, validation } = dataset.splits;
    expect([[...unseen.fit], [...unseen.queries], [...unseen.gallery]]).toEqual([
      [0, 1],
      [2, 4, 5],
      [3, 4, 5],
    ]);
    expect([unseen.excludeSelf, validation.excludeSelf]).toEqual([true, false]);
    expect([[...validation.queries], [...validation.gallery]]).toEqual([[6], [7]]);
    expect((await dataset.pixels([7], { size: 2 })).length).toBe(12);
  });

  test.each([
    ['CRLF and a byte-order mark', good, '\r\n', '\ufeff'],
    ['semicolons', good.map((line) => line.replaceAll(',', ';')), '\n', ''],
    ['tabs', good.map((line) => line.replaceAll(',', '\t')), '\n', ''],
    [
      'quotes',
      good.map((line) =>
        line
          .split(',')
          .map((cell) => `"${cell}"`)
          .join(','),
      ),
      '\n',
      '',
    ],
    ['blank lines and spaces', good.flatMap((line) => [line.replaceAll(',', ' , '), '', ' ']), '\n', ''],
    ['an upper-case header', [good[0].toUpperCase(), ...good.slice(1)], '\n', ''],
    ['a closing line end', [...good, ''], '\n', ''],
  ])('is read with %s', async (_, lines, end, start) => {
    const dataset = await csvDataset({ file: writeTable(lines, end, start), cacheFolder });
    expect(dataset.records.map(({ id }) => id)).toEqual([0, 1, 2, 3, 4, 5, 6, 7].map((i) => `p${i}.jpg`));
    expect([...dataset.labels]).toEqual([1, 2, 3, 3, 4, 4, 0, 0]);
  });

  test('labels keep separators, quotes and line breaks that stand in quotes', async () => {
    const lines = [good[0], '"p0.jpg","a, ""b""\nc",fit,', ...good.slice(2)];
    const dataset = await csvDataset({ file: writeTable(lines), cacheFolder });
    expect(dataset.records[0].label).toBe('a, "b"\nc');
    const message = await messageOf([...lines, 'p8.jpg,,fit,']);
    expect(message).toContain('table.csv:11: The column "label"');
  });

  test('boxes become records of their own', async () => {
    const lines = [`${good[0]},x1,y1,x2,y2`, ...good.slice(1).map((line) => `${line},,,,`)];
    lines.push('p0.jpg,a,fit,,0,0,10,20', 'p0.jpg,b,fit,,4,4,24,24');
    const dataset = await csvDataset({ file: writeTable(lines), cacheFolder });
    expect(dataset.records.at(-1)).toMatchObject({ id: 'p0.jpg#4,4,24,24', box: [4, 4, 24, 24] });
  });

  test('all problems are named at once, with their lines', async () => {
    const message = await messageOf([
      `${good[0]},x1,y1,x2,y2`,
      ...good.slice(1).map((line) => `${line},,,,`),
      'p0.jpg,a,fit,,,,,',
      '../outside.jpg,a,fit,,,,,',
      'link.jpg,a,fit,,,,,',
      '/etc/hosts,a,fit,,,,,',
      'nothing.jpg,a,fit,,,,,',
      'p8.jpg,,fit,,,,,',
      'p8.jpg,a,train,,,,,',
      'p8.jpg,a,test,target,,,,',
      'p8.jpg,a,fit,,10,0,5,5',
      'p8.jpg,a,fit,,1,2,3,',
      'p8.jpg,a,fit,,NaN,0,5,5',
      ',a,fit,,,,,',
      'p8.jpg,a',
    ]);
    expect(message).toContain('14 problems');
    for (let line = 10; line <= 22; line++) expect(message).toContain(`table.csv:${line}: `);
    expect(message).toContain('first on line 2');
  });

  test.each([
    ['a missing column', ['label,split,role', 'a,fit,'], /Missing columns: path/],
    ['no header', good.slice(1), /Missing columns: path/],
    ['a repeated column', ['path,label,label,split,role', 'p0.jpg,a,a,fit,'], /Repeated columns: label/],
    ['nothing', [], /an empty file/],
    ['no gallery', good.slice(0, 4), /role "gallery" or "both"/],
    ['a quote that never ends', [...good, '"p8.jpg,a,fit,'], /can not be read|number of cells/],
  ])('with %s is refused', async (_, lines, message) => {
    expect(await messageOf(lines)).toMatch(message);
  });

  test('that is not UTF-8, or not there, is refused', async () => {
    const file = join(pictures, 'latin.csv');
    writeFileSync(file, Buffer.from('path,label,split,role\np\xe4.jpg,a,fit,', 'latin1'));
    await expect(csvDataset({ file, cacheFolder })).rejects.toThrow(/UTF-8/);
    await expect(csvDataset({ file: join(base, 'no.csv'), cacheFolder })).rejects.toThrow(/can not be read/);
  });
});

describe('a table that does not divide its pictures', () => {
  test('needs a column of paths only', async () => {
    const dataset = await csvDataset({
      file: writeTable(['path', 'p0.jpg', 'p1.jpg', 'p2.jpg']),
      cacheFolder,
    });
    expect(dataset.labelNames).toEqual([]);
    expect(Object.keys(dataset.splits)).toEqual(['heldOut']);
    expect(dataset.defaultSplit).toBe('heldOut');
  });

  test('takes labels where there are some', async () => {
    const lines = ['path,label', 'p0.jpg,a', 'p1.jpg,', 'p2.jpg,a'];
    const { labels, labelNames } = await csvDataset({ file: writeTable(lines), cacheFolder });
    expect(labelNames).toEqual(['a']);
    expect(Array.from(labels)).toEqual([0, -1, 0]);
  });

  test('may be a text file of paths', async () => {
    const file = join(pictures, 'list.txt');
    writeFileSync(file, '\ufeffp3.jpg\r\n\r\np1.jpg\np2.jpg\n');
    const { records } = await openDataset(file);
    expect(records.map(({ id }) => id)).toEqual(['p3.jpg', 'p1.jpg', 'p2.jpg']);
    writeFileSync(file, 'p3.jpg\nnowhere.jpg\n');
    await expect(csvDataset({ file, cacheFolder })).rejects.toThrow(/list\.txt:2/);
  });
});
