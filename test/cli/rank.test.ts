import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { rankCommand } from '../../src/cli/rank.js';
import { openDataset } from '../../src/datasets/openDataset.js';
import { findSplit } from '../../src/datasets/findSplit.js';
import { readLists } from '../../src/rankers/listFile/readLists.js';
import { writeEmbeddingFile } from '../../src/vectors/writeEmbeddingFile.js';
import { toyFolder, type ToyFolder } from '../trainedModels/toyModel.js';

let toy: ToyFolder;
let ids: string[];
/** A lists' file of this name in the user's folder. */
const file = (name: string) => join(toy.folder, name);

beforeAll(async () => {
  toy = await toyFolder();
  const dataset = await openDataset(toy.photos);
  const all = dataset.records.map(({ id }) => id);
  // The first picture of each label lies with those of the next.
  const angles = all.map((_, n) => (Math.floor(n / 4) + (n % 4 === 0 ? 1 : 0)) % 4);
  const data = Float32Array.from(
    angles.flatMap((angle, n) => [0, 1, 2, 3].map((d) => +(d === angle) + n / 99)),
  );
  await writeEmbeddingFile(file('vectors.npy'), { matrix: { data, rows: 16, columns: 4 }, ids: all });
  ids = Array.from(findSplit(dataset, 'heldOut').fit, (record) => all[record]);
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => toy.remove());

/** What a call prints. */
async function rank(ranker: object | string, ...words: string[]): Promise<string> {
  const printed = vi.spyOn(console, 'log').mockReturnValue();
  vi.spyOn(console, 'error').mockReturnValue();
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const recipe = typeof ranker === 'string' ? ranker : JSON.stringify(ranker);
  const all = [toy.photos, '--ranker', recipe, '--vectors', file('vectors.npy'), ...words];
  await rankCommand().exitOverride().parseAsync(all, { from: 'user' });
  return printed.mock.calls.flat().join('\n');
}

test('the oracle is right everywhere, cosine is not', async () => {
  const text = await rank('labels', '--evaluate', '--length', '3');
  expect(text).toMatch(/^14 pictures ranked by labels, 3 places each/);
  expect(text).toMatch(/mAP within 3 \(%\) +precision at 10 \(%\)/);
  const [, cosine] = /plain cosine +([\d.]+)/.exec(text)!;
  expect(Number(cosine)).toBeLessThan(90);
  expect(text).toMatch(/labels +100\.00\*? +100\.00/);
});

test.each(['lists.jsonl', 'lists.trec'])('%s is written by ids and read back as it was', async (name) => {
  const text = await rank({ kind: 'reciprocal', k1: 4, k2: 2 }, '--out', file(name), '--length', '5');
  expect(text).toContain(`"ranker":{"kind":"file","file":"${file(name)}"}`);
  const lists = await readLists(file(name), ids);
  expect(lists.map(({ others }) => others.length)).toEqual(ids.map(() => 5));
  const again = file(`again-${name}`);
  await rank({ kind: 'file', file: file(name) }, '--out', again, '--length', '5');
  expect(readFileSync(again, 'utf8')).toBe(readFileSync(file(name), 'utf8'));
});

test('a file of a recipe is read, and --json has the whole ranker', async () => {
  writeFileSync(file('ranker.yaml'), 'kind: reciprocal\nk1: 4\nk2: 2\n');
  const printed = JSON.parse(await rank(file('ranker.yaml'), '--evaluate', '--json')) as object;
  expect(printed).toMatchObject({
    ranker: { kind: 'reciprocal', k1: 4, k2: 2, lambda: 0.3, vectors: [{ name: 'gallery' }] },
    pictures: 14,
    length: 14,
    hasScores: true,
    quality: { ranker: { pictures: 14 }, cosine: { pictures: 14 } },
  });
});

test('a file that is there stays, unless it may be replaced', async () => {
  writeFileSync(file('mine.jsonl'), 'mine');
  const out = ['--out', file('mine.jsonl')];
  await expect(rank('cosine', ...out)).rejects.toThrow(/There is a file of this name[^]*--overwrite/);
  expect(readFileSync(file('mine.jsonl'), 'utf8')).toBe('mine');
  await rank('cosine', ...out, '--overwrite');
  expect(await readLists(file('mine.jsonl'), ids)).toHaveLength(14);
});

test.each<[string, string, string[], RegExp]>([
  ['a misspelt ranker', 'recipocal', ['--evaluate'], /did you mean "reciprocal"\?/],
  ['broken JSON', '{"kind":', ['--evaluate'], /not valid JSON[^]*--ranker/],
  ['an unknown field', '{"kind":"cosine","k1":3}', ['--evaluate'], /k1: there is no such field/],
  ['a recipe that is not there', 'none.json', ['--evaluate'], /can not be read[^]*none\.json/],
  ['more neighbours than pictures', 'reciprocal', ['--evaluate'], /too few[^]*k1[^]*from 1 to 13/],
  ['nothing to do', 'cosine', [], /--evaluate, --out FILE, or both/],
  ['another ending', 'cosine', ['--out', 'lists.txt'], /\.jsonl, \.trec[^]*lists\.txt/],
  ['a list of one', 'cosine', ['--evaluate', '--length', '1'], /above 1/],
  ['a setting of trainings', 'cosine', ['--evaluate', '--set', 'loss.temperature=1'], /galleryTreatment/],
])('refuses %s', async (_, ranker, words, message) => {
  await expect(rank(ranker, ...words)).rejects.toThrow(message);
});

test('labels are asked for before anything is embedded, where they are needed', async () => {
  // Below one label there are none.
  const call = (ranker: string, ...words: string[]) =>
    rankCommand().parseAsync([join(toy.photos, 'a'), '--ranker', ranker, ...words], { from: 'user' });
  const message = /No two pictures share a label[^]*0 of 3 pictures have a label[^]*folder of their own/;
  await expect(call('cosine', '--evaluate')).rejects.toThrow(message);
  await expect(call('labels', '--out', file('none.jsonl'))).rejects.toThrow(message);
});
