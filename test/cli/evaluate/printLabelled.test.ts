import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { evaluateCommand } from '../../../src/cli/evaluate.js';
import { selectBackend } from '../../../src/compute/backend/selectBackend.js';
import { writeEmbeddingFile } from '../../../src/vectors/writeEmbeddingFile.js';
import { temporaryFolder } from '../../helpers/temporaryFolder.js';
import { matrixOf } from '../../retrieval/ranking/matrices.js';

const fileOf = temporaryFolder();
let files: string[];
let printed: string[];
beforeAll(async () => {
  await selectBackend();
  const rows = [
    [1, 0],
    [0.96, 0.28],
    [0.8, 0.6],
    [0, 1],
    [0.1, 0.995],
  ];
  const ids = ['a', 'b', 'c', 'd', 'e'];
  await writeEmbeddingFile(fileOf('v.npz'), { matrix: matrixOf(rows), ids });
  const labels = fileOf('labels.csv', 'id,label\na,cat\nb,dog\nc,cat\nd,dog\ne,owl\n');
  files = ['--labels', labels, '--gallery', fileOf('v.npz')];
});
beforeEach(() => {
  printed = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
});

async function run(...args: string[]): Promise<string> {
  const command = evaluateCommand()
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  await command.parseAsync(args, { from: 'user' });
  return printed.join('\n');
}

test('prints all queries, each label and the queries served worst', async () => {
  const text = await run('--protocol', 'labels', ...files, '--failures', '1');
  expect(text).toMatch(/All labels: 4 queries among 5 pictures; 1 have nothing right to find; per cent/);
  expect(text).toMatch(/mAP@R +\d/);
  expect(text).toMatch(/NDCG +\d+\.\d\d \(\d+\.\d\d to \d+\.\d\d\)/);
  expect(text).toMatch(/2 labels by mAP[^]*dog +2 +\d[^]*cat +2 +50\.0 \(50\.0 to 50\.0\)/);
  expect(text).toMatch(
    /Served worst:\n {2}[bd] \(dog\): AP \d+\.\d, first right at \d\n {4}0\.\d{3} {2}[ace] \(\w+\)/,
  );
});

test('prints one JSON document', async () => {
  const report = JSON.parse(await run('--protocol', 'labels', ...files, '--json')) as {
    setups: { all: { queries: number; leftOut: number; measures: Record<string, unknown> } };
    labels: { label: string; queries: number; measures: Record<string, { value: number }> }[];
    failures: { query: string; averagePrecision: number; found: { id: string }[] }[];
  };
  expect(Object.keys(report.setups.all.measures)).toEqual(
    ['mAP', 'mAP@R', 'R@1', 'R@5', 'R@10', 'mP@5', 'mP@10', 'MRR', 'NDCG'], // prettier-ignore
  );
  expect(report.labels.map(({ label, queries }) => [label, queries])).toEqual([
    ['dog', 2],
    ['cat', 2],
  ]);
  expect(report.failures[0].averagePrecision).toBeLessThanOrEqual(report.failures[1].averagePrecision);
  expect(report.failures[0].found).toHaveLength(3);
});

test('says which options belong to which protocol', async () => {
  await expect(run('--protocol', 'labels', '--gallery', 'x.npy')).rejects.toThrow(/--labels is missing/);
  await expect(run('--protocol', 'labels', ...files, '--ground-truth', 'gnd.pkl')).rejects.toThrow(
    /--ground-truth belongs to the protocol of a benchmark/,
  );
  await expect(run('--protocol', 'in-shop', ...files)).rejects.toThrow(
    /--labels belongs to --protocol labels/,
  );
  await expect(run('--protocol', 'in-shop', '--gallery', 'x.npy')).rejects.toThrow(/--queries is missing/);
});
