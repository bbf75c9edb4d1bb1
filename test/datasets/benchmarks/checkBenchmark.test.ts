import {
  appendFileSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { benchmarkNames } from '../../../src/datasets/benchmarks/names.js';
import { checkBenchmark, type BenchmarkReport } from '../../../src/datasets/benchmarks/checkBenchmark.js';
import { plainJpeg } from '../pictures.js';
import { editFile, replicaFolder } from './replicaFolder.js';

const { base, remove, replica, shared } = replicaFolder();
afterAll(remove);

/** Which pictures are at fault, and what else is wrong. */
const faults = ({ missing, broken, unlisted, problems, isWhole }: BenchmarkReport) => ({
  missing,
  broken: broken.map(({ file, reason }) => `${file}: ${reason}`),
  unlisted,
  problems: problems.map(({ severity, what }) => `${severity}: ${what}`),
  isWhole,
});

test.each(benchmarkNames)('a whole replica of %s has no fault', async (name) => {
  const report = await checkBenchmark(name, await shared(name));
  expect(faults(report)).toEqual({ missing: [], broken: [], unlisted: [], problems: [], isWhole: true });
  expect(report.isReplica).toBe(true);
  expect(report.counts.length).toBeGreaterThan(0);
  for (const { expected, listed } of report.counts) expect(listed).toBe(expected);
});

test('missing, empty, damaged, foreign and unlisted pictures are all found at once', async () => {
  const folder = await replica('in-shop');
  const list = readFileSync(join(folder, 'Eval/list_eval_partition.txt'), 'utf8').split('\n').slice(2);
  const [gone, empty, cut, text, away] = list.map((line) => `Img/${line.split(' ')[0]}`);
  rmSync(join(folder, gone));
  writeFileSync(join(folder, empty), '');
  truncateSync(join(folder, cut), 600);
  writeFileSync(join(folder, text), '<html>not found</html>');
  writeFileSync(join(base, 'elsewhere.jpg'), 'x');
  rmSync(join(folder, away));
  symlinkSync(join(base, 'elsewhere.jpg'), join(folder, away));
  writeFileSync(join(folder, 'Img/img/more.JPG'), 'x');
  const seen: number[] = [];
  const onProgress = ({ done }: { done: number }) => void seen.push(done);
  const report = await checkBenchmark('in-shop', folder, { onProgress });
  expect(faults(report)).toEqual({
    missing: [gone],
    broken: [
      `${empty}: is empty`,
      expect.stringMatching(`^${cut}: The picture is damaged: .*`) as string,
      expect.stringMatching(`^${text}: .*format that is not accepted: .*html`) as string,
      expect.stringContaining('The path is a symbolic link out of the folder') as string,
    ],
    unlisted: ['Img/img/more.JPG'],
    problems: [],
    isWhole: false,
  });
  expect(seen.at(-1)).toBe(report.listed);
  const quick = await checkBenchmark('in-shop', folder, { decode: false });
  expect(quick.broken.map(({ file }) => file)).toEqual([empty, away.slice(4)]);
});

test('a box that lies outside its picture is a fault of the query', async () => {
  const folder = await replica('roxford5k');
  const query = readdirSync(join(folder, 'jpg')).find((file) => file.endsWith('q2.jpg'))!;
  writeFileSync(join(folder, 'jpg', query), await plainJpeg(1, 8));
  const report = await checkBenchmark('roxford5k', folder);
  const reason = 'The box does not lie inside the picture: left 9.5, top 6, right 8, bottom 8';
  expect(faults(report).broken).toEqual([`jpg/${query}: ${reason}`]);
});

test('unlisted pictures are not looked for in train, of which the clean list names a part', async () => {
  const landmarks = await replica('google-landmarks-v2');
  // Two training pictures of the replica are not clean; a third one of the index is not listed.
  writeFileSync(join(landmarks, 'index', 'stray.jpg'), 'x');
  expect((await checkBenchmark('google-landmarks-v2', landmarks)).unlisted).toEqual(['index/stray.jpg']);
  const alone = await checkBenchmark('google-landmarks-v2', landmarks, { parts: ['train'] });
  expect([alone.listed, alone.counts]).toEqual([40, [{ part: 'train', expected: 40, listed: 40 }]]);
});

describe('lists', () => {
  test('of another length than published are an error, or a warning where the number is not certain', async () => {
    const shop = await replica('in-shop');
    rmSync(join(shop, 'replica.json'));
    const report = await checkBenchmark('in-shop', shop);
    expect(report.isReplica).toBe(false);
    expect(report.counts[0]).toEqual({ part: 'train', expected: 25_882, listed: 40 });
    expect(faults(report).problems).toEqual(
      Array(3).fill('error: The lists name another number of pictures than was published'),
    );
    expect(report.isWhole).toBe(false);
    const sfm = await replica('sfm120k');
    rmSync(join(sfm, 'replica.json'));
    const unsure = await checkBenchmark('sfm120k', sfm);
    expect(unsure.problems.map(({ severity }) => severity)).toEqual(['warning', 'warning']);
    expect(unsure.isWhole).toBe(true);
  });

  test('that can not be read are reported, not thrown', async () => {
    const folder = await replica('stanford-online-products');
    appendFileSync(join(folder, 'Ebay_test.txt'), 'nonsense\n');
    const report = await checkBenchmark('stanford-online-products', folder);
    expect(report.isWhole).toBe(false);
    expect(report.problems[0].found).toContain('Ebay_test.txt:14');
    editFile(join(folder, 'replica.json'), () => '{"replicaOf":1}');
    editFile(join(folder, 'Ebay_test.txt'), (text) => text.replace('nonsense\n', ''));
    await expect(checkBenchmark('stanford-online-products', folder)).rejects.toThrow(/replica\.json/);
  });

  test('and a benchmark that is not there', async () => {
    const report = await checkBenchmark('sfm120k', join(base, 'nowhere'));
    expect(report.problems[0].fix).toContain('npx asym data get sfm120k');
    expect(report).toMatchObject({ listed: 0, isWhole: false, isReplica: false });
  });
});

test('a check stops when it is told to', async () => {
  const folder = await shared('cub-200-2011');
  const signal = AbortSignal.abort(new Error('enough'));
  await expect(checkBenchmark('cub-200-2011', folder, { signal })).rejects.toThrow('enough');
});
