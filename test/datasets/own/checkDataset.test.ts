import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkDataset } from '../../../src/datasets/own/checkDataset.js';
import { folderDataset } from '../../../src/datasets/own/folderDataset.js';
import { wholePictures } from '../../../src/datasets/own/wholePictures.js';
import { folderPhotos, tablePhotos } from '../../../src/extraction/photoLists.js';
import { extractPhotos } from '../../../src/extraction/extractPhotos.js';
import { decodePhoto } from '../../../src/images/decodePhoto.js';
import { decodePicture } from '../../../src/images/decodePicture.js';
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

const worked = (work: Promise<unknown>): Promise<boolean> =>
  work.then(
    () => true,
    () => false,
  );

// Pictures of 24 x 24.
test.each([
  [[0, 0.2, 24.4, 20.4], true],
  [[-0.4, 0, 10, 10], true],
  [[0, 0, 24.5, 10], false],
  [[0, 0, 25, 10], false],
  [[-0.6, 0, 10, 10], false],
  [[5, 5, 5.4, 10], false],
  [[10, 0, 5, 10], false],
] as const)('the box %j is right or wrong for every reader alike: %s', async (box, isRight) => {
  const picture = join(pictures, 'p8.jpg');
  const table = writeTable(['path,x1,y1,x2,y2', `p8.jpg,${box.join()}`, 'p1.jpg,,,,', 'p2.jpg,,,,']);
  const { problems } = await checkDataset(table);
  expect(problems.every(({ severity }) => severity !== 'error')).toBe(isRight);
  expect(await worked(decodePhoto(picture, { box }))).toBe(isRight);
  expect(await worked(decodePicture(picture, { size: 8, box }))).toBe(isRight);
  const extracted = async () => {
    const [photo] = tablePhotos(table);
    await decodePhoto(photo.path, { box: photo.box });
  };
  expect(await worked(extracted())).toBe(isRight);
});

test('a name with a line break is refused by every reader alike', async () => {
  const folder = join(pictures, 'named');
  mkdirSync(folder);
  for (let i = 0; i < 4; i++) await writePicture(folder, i === 0 ? 'line\nbreak.jpg' : `p${i}.jpg`, i);
  const { problems } = await checkDataset(folder);
  const errors = problems.filter(({ severity }) => severity === 'error');
  expect(errors.map(({ what, found }) => `${what}: ${found}`)).toEqual([
    'The name of a picture can not be its id: "line\\nbreak.jpg": it has a line break',
  ]);
  await expect(folderDataset({ folder })).rejects.toThrow(/it has a line break/);
  const { photos } = folderPhotos(folder);
  await expect(
    extractPhotos({ photos, out: join(folder, 'v.npy'), model: undefined as never }),
  ).rejects.toThrow(/it has a line break/);
});

test('a pipe and a link to the folder above are listed problems, and nothing waits for them', async () => {
  const folder = join(pictures, 'strange');
  mkdirSync(join(folder, 'a'), { recursive: true });
  for (let i = 0; i < 4; i++) await writePicture(folder, `a/p${i}.jpg`, i);
  const pipe = join(folder, 'a', 'pipe.png');
  execFileSync('mkfifo', [pipe]);
  const errors = async () => {
    const { problems } = await checkDataset(folder);
    return problems.filter(({ severity }) => severity === 'error').map(({ what, where }) => [what, where]);
  };
  const badPipe = ['There is a named pipe in the place of a file', pipe];
  expect(await errors()).toEqual([badPipe]);
  await expect(decodePhoto(pipe)).rejects.toThrow('a named pipe');
  const { kept, leftOut } = await wholePictures(folderPhotos(folder).photos, {
    cacheName: 'strange',
    cacheFolder: join(folder, '.cache'),
    skipBroken: true,
  });
  expect([kept.length, leftOut.map(({ id }) => id)]).toEqual([4, ['a/pipe.png']]);

  symlinkSync('..', join(folder, 'a', 'up'));
  const badLink = ['A link leads back to a folder above it', join(folder, 'a', 'up')];
  expect(await errors()).toEqual(expect.arrayContaining([badPipe, badLink]));
  expect(() => folderPhotos(folder)).toThrow('A link leads back to a folder above it');
  await expect(folderDataset({ folder })).rejects.toThrow('A link leads back to a folder above it');
});
