import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openBenchmark } from '../../../src/datasets/benchmarks/openBenchmark.js';
import type { BenchmarkDataset } from '../../../src/datasets/benchmarks/types.js';
import { writePickle, type Picklable } from '../../../src/datasets/benchmarks/replicas/writePickle.js';
import { parseSfmDatabase } from '../../../src/datasets/benchmarks/loaders/sfmDatabase.js';
import { plainJpeg } from '../pictures.js';

const base = mkdtempSync(join(tmpdir(), 'benchmarks-by-hand-'));
const cacheFolder = join(base, 'cache');
afterAll(() => rmSync(base, { recursive: true, force: true }));

/** A folder with lists and, for each of the pictures, a JPEG of one colour. */
async function layOut(
  name: string,
  lists: Record<string, string | Uint8Array>,
  pictures: string[],
  side = 24,
): Promise<string> {
  const folder = join(base, name);
  const files = await Promise.all(pictures.map(async (path, i) => [path, await plainJpeg(i, side)] as const));
  for (const [path, content] of [...Object.entries(lists), ...files]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

/** Ids of a split's rows. */
function ids({ records, splits }: BenchmarkDataset, split: string) {
  const of = (rows: Int32Array) => Array.from(rows, (row) => records[row].id);
  const { fit, queries, gallery } = splits[split];
  return { fit: of(fit), queries: of(queries), gallery: of(gallery) };
}

const dictionary = (entries: Record<string, Picklable>) => new Map(Object.entries(entries));

test('ROxford5k: rows of the ground truth are those of imlist; boxes are cut at the picture’s edge', async () => {
  const entry = (bbx: number[], easy: number[], hard: number[], junk: number[]) =>
    dictionary({ bbx, easy, hard, junk });
  const truth = dictionary({
    imlist: ['b_2', 'a_1', 'c_3'],
    qimlist: ['a_9', 'b_8'],
    gnd: [entry([2, 3.5, 30, 20], [1], [], [2]), entry([0, 0, 24, 24], [], [0, 2], [])],
  });
  const names = ['b_2', 'a_1', 'c_3', 'a_9', 'b_8'];
  const folder = await layOut(
    'oxford',
    { 'gnd_roxford5k.pkl': writePickle(truth) },
    names.map((name) => `jpg/${name}.jpg`),
  );
  const dataset = await openBenchmark('roxford5k', { folder, cacheFolder });
  expect(ids(dataset, 'official')).toEqual({
    fit: [],
    queries: ['a_9', 'b_8'],
    gallery: ['b_2', 'a_1', 'c_3'],
  });
  expect(dataset.records.slice(3).map(({ box }) => box)).toEqual([
    [2, 3.5, 24, 20],
    [0, 0, 24, 24],
  ]);
  const { official } = dataset.groundTruths;
  expect(official.kind === 'revisited' && official.queries[1].hard).toEqual(Int32Array.of(0, 2));
  expect(dataset.records[0].path).toBe(join(folder, 'jpg', 'b_2.jpg'));
});

test('the owners’ own folders are found from above, their pictures behind a link', async () => {
  const truth = dictionary({
    imlist: ['x_1'],
    qimlist: ['x_2'],
    gnd: [dictionary({ bbx: [0, 0, 9, 9], easy: [0], hard: [], junk: [] })],
  });
  const data = await layOut('data', { 'test/rparis6k/gnd_rparis6k.pkl': writePickle(truth) }, [
    'test/paris6k/jpg/x_1.jpg',
    'test/paris6k/jpg/x_2.jpg',
  ]);
  symlinkSync(join(data, 'test', 'paris6k', 'jpg'), join(data, 'test', 'rparis6k', 'jpg'));
  const dataset = await openBenchmark('rparis6k', { folder: data, cacheFolder });
  expect(dataset.records[1].path).toBe(join(data, 'test', 'rparis6k', 'jpg', 'x_2.jpg'));
  expect(await dataset.pixels([1], { size: 4 })).toHaveLength(48);
});

test('Google Landmarks v2: three folders per id, order of index.csv, labels by part, ignored queries left out', async () => {
  const id = (start: string) => start.padEnd(16, '0');
  const lists = {
    'metadata/train_clean.csv': `landmark_id,images\n17,${id('abc1')} ${id('abc2')}\n4,${id('0fe')}\n`,
    'metadata/index.csv': `id\r\n${id('222')}\r\n${id('111')}\r\n`,
    'metadata/index_image_to_landmark.csv': `id,landmark_id\n${id('111')},17\n${id('222')},5\n`,
    'metadata/test.csv': `id\n${id('d1')}\n${id('d2')}\n${id('d3')}\n`,
    'ground_truth/retrieval_solution_v2.1.csv': [
      'id,images,Usage',
      `${id('d3')},${id('111')} ${id('222')},Private`,
      `${id('d2')},None,Ignored`,
      `${id('d1')},${id('111')},Public`,
    ].join('\n'),
  };
  const pictures = [
    'train/a/b/c/abc1',
    'train/a/b/c/abc2',
    'train/0/f/e/0fe',
    'index/2/2/2/222',
    'index/1/1/1/111',
  ];
  const tested = ['test/d/1/0/d1', 'test/d/2/0/d2', 'test/d/3/0/d3'];
  const files = [...pictures, ...tested].map((path) => `${dirname(path)}/${id(path.split('/').at(-1)!)}.jpg`);
  const folder = await layOut('landmarks', lists, files);
  const dataset = await openBenchmark('google-landmarks-v2', { folder, cacheFolder });
  expect(ids(dataset, 'official')).toEqual({
    fit: [id('abc1'), id('abc2'), id('0fe')],
    queries: [id('d3'), id('d1')],
    gallery: [id('222'), id('111')],
  });
  expect(dataset.records.map(({ label }) => label)).toEqual([
    'train/17',
    'train/17',
    'train/4',
    'index/5',
    'index/17',
    ...Array<string>(3).fill('without a label'),
  ]);
  expect(dataset.groundTruths.official).toMatchObject({
    kind: 'google-landmarks',
    usages: ['private', 'public'],
    positives: [Int32Array.of(0, 1), Int32Array.of(1)],
  });
  expect(dataset.records[0].path).toBe(join(folder, `train/a/b/c/${id('abc1')}.jpg`));
  // Two landmarks with too few pictures leave nothing to hold out.
  expect(Object.keys(dataset.splits)).toEqual(['official']);
});

test('Retrieval-SfM: folders from the end of the cid, one query per picture, other keys passed over', async () => {
  const part = (cids: string[], cluster: Picklable, qidxs: number[], pidxs: number[]) =>
    dictionary({ cids, cluster, qidxs, pidxs, gps: [0.5] });
  const database = dictionary({
    train: part(['000000001234', '00000000abcd'], ['7', '8'], [0], [1]),
    val: part(['0000000056ef', '000000007777', '000000008888'], [7, 7, 9], [1, 1, 0], [0, 2, 1]),
  });
  const pictures = ['34/12/00/000000001234', 'cd/ab/00/00000000abcd', 'ef/56/00/0000000056ef'];
  const folder = await layOut(
    'sfm',
    { 'retrieval-SfM-120k.pkl': writePickle(database) },
    [...pictures, '77/77/00/000000007777', '88/88/00/000000008888'].map((path) => `ims/${path}`),
  );
  const dataset = await openBenchmark('sfm120k', { folder, cacheFolder });
  expect(ids(dataset, 'official')).toEqual({
    fit: ['000000001234', '00000000abcd'],
    queries: ['0000000056ef', '000000007777'],
    gallery: ['0000000056ef', '000000007777', '000000008888'],
  });
  expect(dataset.records.map(({ label }) => label)).toEqual([
    'train/7',
    'train/8',
    'val/7',
    'val/7',
    'val/9',
  ]);
  const { val } = parseSfmDatabase(writePickle(database), 'x');
  expect([val.queries, val.positives]).toEqual([Int32Array.of(1, 1, 0), Int32Array.of(0, 2, 1)]);
});

test('In-Shop: the list’s own order, high resolution where only that is there', async () => {
  const rows = [
    'img/WOMEN/Tees/id_00000002/02_1_front.jpg        id_00000002     query',
    'img/WOMEN/Tees/id_00000001/01_1_front.jpg        id_00000001     train',
    'img/WOMEN/Tees/id_00000002/02_2_side.jpg         id_00000002     gallery',
  ];
  const list = ['3', 'image_name   item_id   evaluation_status', ...rows].join('\r\n');
  const paths = rows.map((row) => row.split(' ')[0]);
  const lists = { 'Eval/list_eval_partition.txt': list };
  const low = await layOut(
    'in-shop',
    lists,
    paths.map((path) => `Img/${path}`),
  );
  const high = await layOut(
    'in-shop-high',
    lists,
    paths.map((path) => `Img/${path.replace('img', 'img_highres')}`),
  );
  const dataset = await openBenchmark('in-shop', { folder: low, cacheFolder });
  expect(ids(dataset, 'official')).toEqual({ fit: [paths[1]], queries: [paths[0]], gallery: [paths[2]] });
  expect(dataset.records.map(({ label }) => label)).toEqual(['id_00000002', 'id_00000001', 'id_00000002']);
  const { records } = await openBenchmark('in-shop', { folder: high, cacheFolder });
  expect(records[0].path).toBe(join(high, 'Img/img_highres/WOMEN/Tees/id_00000002/02_1_front.jpg'));
});

test('Stanford Online Products and CUB-200-2011 by their lists', async () => {
  const header = 'image_id class_id super_class_id path';
  const products = {
    'Ebay_train.txt': `${header}\n1 1 1 kettle_final/11_0.JPG\n`,
    'Ebay_test.txt': `${header}\n2 9 1 kettle_final/22_0.JPG\n3 9 1 kettle_final/22_1.JPG\n`,
  };
  const files = ['kettle_final/11_0.JPG', 'kettle_final/22_0.JPG', 'kettle_final/22_1.JPG'];
  const folder = await layOut('products', products, files);
  const dataset = await openBenchmark('stanford-online-products', { folder, cacheFolder });
  const searched = files.slice(1);
  expect(ids(dataset, 'official')).toEqual({ fit: [files[0]], queries: searched, gallery: searched });
  expect(dataset.splits.official.excludeSelf).toBe(true);
  expect(dataset.groundTruths.official).toMatchObject({ selfInGallery: Int32Array.of(0, 1) });

  const birds = ['001.A/a1.jpg', '001.A/a2.jpg', '002.B/b1.jpg', '002.B/b2.jpg'];
  const birdLists = {
    'images.txt': birds.map((path, i) => `${i + 1} ${path}\n`).join(''),
    'image_class_labels.txt': '1 1\n2 1\n3 2\n4 2\n',
    'classes.txt': '1 001.A\n2 002.B\n',
    'train_test_split.txt': '1 0\n2 1\n3 1\n4 0\n',
  };
  const place = await layOut(
    'birds',
    birdLists,
    birds.map((path) => `images/${path}`),
  );
  const cub = await openBenchmark('cub-200-2011', { folder: place, cacheFolder });
  expect(ids(cub, 'unseen-classes')).toMatchObject({ fit: birds.slice(0, 2), queries: birds.slice(2) });
  expect(ids(cub, 'official')).toMatchObject({ fit: [birds[1], birds[2]], gallery: [birds[0], birds[3]] });
  expect(cub.groundTruths.official.galleryIds).toEqual([birds[0], birds[3]]);
});

test('a long list of distractors is opened without looking for its files, line by line', async () => {
  const count = 200_001;
  const lines = Array.from({ length: count }, (_, i) => `${i % 100}/${i.toString(16)}.jpg`);
  const folder = await layOut('million', { 'revisitop1m.txt': `\ufeff${lines.join('\n')}\n` }, [
    'jpg/0/0.jpg',
  ]);
  const dataset = await openBenchmark('revisitop1m', { folder, cacheFolder });
  const { records, splits } = dataset;
  expect(splits.official.gallery).toHaveLength(count);
  expect(records[199].path).toBe(join(folder, 'jpg/99/c7.jpg'));
  expect(await dataset.pixels([0], { size: 130 })).toHaveLength(130 * 130 * 3);
  await expect(dataset.pixels([199], { size: 130 })).rejects.toThrow(/c7\.jpg/);
});
