import { mkdtempSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkDataset } from '../../../src/datasets/own/checkDataset.js';
import { csvDataset } from '../../../src/datasets/own/csvDataset.js';
import { folderDataset } from '../../../src/datasets/own/folderDataset.js';
import { writePicture } from '../pictures.js';

const base = mkdtempSync(join(tmpdir(), 'own-'));
const cacheFolder = join(base, 'cache');
const pictures = join(base, 'pictures');
afterAll(() => rmSync(base, { recursive: true, force: true }));

beforeAll(async () => {
  for (let i = 0; i < 10; i++) await writePicture(pictures, `p${i}.jpg`, i);
  writeFileSync(join(pictures, 'page.jpg'), '<html>');
  writeFileSync(join(base, 'outside.jpg'), 'x');
  symlinkSync(join(base, 'outside.jpg'), join(pictures, 'link.jpg'));
});

const good = [
  'path,label,split,role',
  'p0.jpg,a,fit,',
  'p1.jpg,b,fit,',
  'p2.jpg,c,test,query',
  'p3.jpg,c,test,gallery',
  'p4.jpg,constructor,test,both',
  'p5.jpg,constructor,test,both',
  'p6.jpg,__proto__,validation,query',
  'p7.jpg,__proto__,validation,gallery',
];

function writeTable(lines: string[], end = '\n', start = ''): string {
  const file = join(pictures, 'table.csv');
  writeFileSync(file, start + lines.join(end));
  return file;
}

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
    ['a missing column', ['path,label,role', 'p0.jpg,a,'], /Missing columns: split/],
    ['no header', good.slice(1), /Missing columns: path, label, split, role/],
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

describe('a folder per label', () => {
  const folder = join(base, 'labels');
  beforeAll(async () => {
    for (let label = 0; label < 8; label++) {
      for (let i = 0; i < 5; i++) await writePicture(folder, `L${label}/deep/${i}.JPG`, label * 5 + i);
    }
    writeFileSync(join(folder, 'notes.txt'), 'x');
    writeFileSync(join(folder, '.hidden.jpg'), 'x');
    mkdirSync(join(folder, 'empty'));
  });

  test('is divided by its labels, every other test picture is a query', async () => {
    const dataset = await folderDataset({ folder, cacheFolder });
    expect(dataset.records.length).toBe(40);
    const { unseen, validation } = dataset.splits;
    expect([unseen.fit.length, unseen.queries.length, unseen.gallery.length]).toEqual([20, 8, 12]);
    expect([validation.fit.length, validation.queries.length, validation.gallery.length]).toEqual([15, 2, 3]);
    const labels = (rows: Int32Array) => new Set(Array.from(rows, (row) => dataset.labels[row]));
    for (const label of labels(unseen.queries)) expect(labels(unseen.fit).has(label)).toBe(false);
    expect(labels(unseen.queries)).toEqual(labels(unseen.gallery));
    for (const label of labels(validation.queries)) expect(labels(unseen.fit).has(label)).toBe(true);
    expect((await dataset.pixels([39, 0], { size: 4 })).length).toBe(96);
  });

  test('the seed decides the division, and a changed picture the fingerprint', async () => {
    const fits = await Promise.all(
      [0, 0, 1, 2].map(async (seed) =>
        (await folderDataset({ folder, seed, cacheFolder })).splits.unseen.fit.join(),
      ),
    );
    expect(fits[0]).toBe(fits[1]);
    expect(new Set(fits).size).toBeGreaterThan(1);
    const before = (await folderDataset({ folder, cacheFolder })).fingerprint;
    await writePicture(folder, 'L0/deep/0.JPG', 99);
    expect((await folderDataset({ folder, cacheFolder })).fingerprint).not.toBe(before);
  });

  test('without labels is refused', async () => {
    await expect(folderDataset({ folder: join(folder, 'empty') })).rejects.toThrow(/too few labels/);
    await expect(folderDataset({ folder: join(base, 'nowhere') })).rejects.toThrow(/not there/);
  });
});

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
    expect(report.problems.map(({ what }) => what)).toContain('A file outside the labels is passed over');
    expect(report.problems.map(({ what }) => what)).toContain('The folder holds too few labels');
  });
});
