import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { createProgram } from '../../src/cli/program.js';
import type { RetrievalError } from '../../src/errors.js';
import { readEmbeddingFile } from '../../src/vectors/readEmbeddingFile.js';
import { toyModel } from '../extraction/toyModel.js';

const folder = mkdtempSync(join(tmpdir(), 'merge-'));
const [model, photos] = [join(folder, 'model'), join(folder, 'some photos')];
let printed: string[];

beforeAll(() => toyModel(model, photos));
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => {
  printed = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
});

const asym = (...words: string[]) => createProgram().parseAsync(words, { from: 'user' });
const extract = (out: string, ...more: string[]) =>
  asym('extract', '--model', model, '--pictures', photos, '--out', join(folder, out), ...more);
const bytes = (name: string) => readFileSync(join(folder, name));

test('shards by hand become the files of one process', async () => {
  await extract('one.npy');
  await extract('all.npy', '--shard', '2/2');
  expect(printed.at(-1)).toContain('2-of-2.npy: 6 vectors of 8 numbers, 6 of them now');
  await extract('all.npy', '--shard', '1/2');
  await asym('merge', join(folder, 'all.shards'), '--out', join(folder, 'all.npy'));
  expect(printed.at(-1)).toContain('all.npy: 70 vectors of 8 numbers from 2 shards');
  for (const ending of ['npy', 'ids.txt', 'manifest.json', 'chunks.jsonl'])
    expect(bytes(`all.${ending}`).equals(bytes(`one.${ending}`))).toBe(true);
});

test('other formats, numbers as JSON', async () => {
  await extract('other.parquet', '--shard', '1/1', '--json');
  expect(JSON.parse(printed.at(-1)!)).toMatchObject({ rows: 70, computed: 70 });
  await asym(
    'merge',
    join(folder, 'other.shards', '1-of-1.npy'),
    '--out',
    join(folder, 'other.parquet'),
    '--json',
  );
  const facts = JSON.parse(printed.at(-1)!) as Record<string, unknown>;
  expect(facts).toMatchObject({ rows: 70, columns: 8, broken: [], shards: 1 });
  const file = await readEmbeddingFile(join(folder, 'other.parquet'));
  expect([file.sha256, file.ids?.length]).toEqual([facts.sha256, 70]);
});

test('a shard that is missing is named with the very command that makes it', async () => {
  await extract('gap.npy', '--square', '16', '--shard', '1/2');
  const error = await asym('merge', join(folder, 'gap.shards'), '--out', join(folder, 'gap.npy')).then(
    () => expect.unreachable(),
    (thrown: RetrievalError) => thrown,
  );
  const out = join(folder, 'gap.npy');
  expect(error.details.fix).toBe(
    `run asym extract --model ${model} --pictures '${photos}' --out ${out} --square 16 --shard 2/2`,
  );
});

test('more shards than groups of pictures are refused', async () => {
  await expect(extract('many.npy', '--shard', '1/3')).rejects.toThrow(
    /at most 2: 70 pictures in groups of 64/,
  );
});
