import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { workspacePath } from '../../src/base/files/workspacePath.js';
import { reportCommand } from '../../src/cli/report.js';
import { openDataset } from '../../src/datasets/openDataset.js';
import { trainAndSave } from '../../src/trainedModels/trainAndSave.js';
import { writeEmbeddingFile } from '../../src/vectors/writeEmbeddingFile.js';
import { toyFolder, type ToyFolder } from '../trainedModels/toyModel.js';

let toy: ToyFolder;
let model: string;
let runId: string;
let printed: string[];
beforeAll(async () => {
  toy = await toyFolder({ training: { epochs: 1, batchSize: 4 } });
  model = join(toy.folder, 'model');
  const ids = (await openDataset(toy.photos)).records.map(({ id }) => id);
  const data = Float32Array.from(ids.flatMap((_, n) => [1, n % 4, n / 20]));
  await writeEmbeddingFile(join(toy.folder, 'vectors.npy'), { matrix: { data, rows: 16, columns: 3 }, ids });
  ({ runId } = (await trainAndSave(toy.config, model)).record);
});
afterAll(() => {
  rmSync(workspacePath('data', 'cache', 'runs', `${runId}.json`), { force: true });
  toy.remove();
});
beforeEach(() => {
  printed = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
});
const run = (...words: string[]) => reportCommand().exitOverride().parseAsync(words, { from: 'user' });

test('writes the page beside the model, and says what it found', async () => {
  await run(model);
  expect(existsSync(join(model, 'report.html'))).toBe(true);
  expect(printed[0]).toMatch(/^Served worst: [a-d]\/\d\.png, /);
  expect(printed.join('\n')).toMatch(/searched pictures are duplicates of others .*under two labels/);
  expect(printed.at(-1)).toMatch(/^Report: .*report\.html \(0\.\d MB/);
});

test('prints one JSON document with ids', async () => {
  const file = join(toy.folder, 'elsewhere.html');
  await run(model, '--out', file, '--queries', '2', '--json');
  expect(printed).toHaveLength(1);
  const found = JSON.parse(printed[0]) as {
    report: string;
    allQueries: number;
    queries: { query: string; averagePrecision: { queryModel: number } }[];
    duplicates: { query: string; other: string; kind: string }[];
  };
  expect(existsSync(found.report)).toBe(true);
  expect([found.queries.length, found.allQueries]).toEqual([2, 4]);
  expect(found.queries[0].query).toMatch(/^[a-d]\/\d\.png$/);
  expect(found.queries[0].averagePrecision.queryModel).toBeGreaterThan(0);
  expect(found.duplicates[0]).toMatchObject({
    kind: 'same',
    other: expect.stringMatching(/\.png$/) as string,
  });
});
