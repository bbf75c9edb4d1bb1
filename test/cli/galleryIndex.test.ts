import { existsSync, writeFileSync } from 'node:fs';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { indexCommand } from '../../src/cli/galleryIndex.js';
import { writeEmbeddingFile } from '../../src/vectors/writeEmbeddingFile.js';
import { clustered, folders } from '../galleryIndex/vectors.js';

const place = folders();
const files = { index: '', vectors: '', more: '', queries: '', reference: '', labels: '' };

beforeAll(async () => {
  const folder = place();
  for (const name of Object.keys(files) as (keyof typeof files)[]) files[name] = `${folder}-${name}.npz`;
  files.index = folder;
  files.labels = `${folder}.csv`;
  const named = (count: number, letter: string) => Array.from({ length: count }, (_, n) => `${letter}${n}`);
  await writeEmbeddingFile(files.vectors, { matrix: clustered(300, 1), ids: named(300, 'p') });
  await writeEmbeddingFile(files.more, { matrix: clustered(10, 2), ids: named(10, 'n') });
  await writeEmbeddingFile(files.queries, { matrix: clustered(16, 3), ids: named(16, 'q') });
  await writeEmbeddingFile(files.reference, { matrix: clustered(16, 4), ids: named(16, 'q') });
  const lines = [
    ...named(300, 'p').map((id, n) => `${id},${n % 8},gallery`),
    ...named(16, 'q').map((id, n) => `${id},${n % 8},query`),
  ];
  writeFileSync(files.labels, `id,label,role\n${lines.join('\n')}\n`);
  await asym('build', '--gallery', files.vectors, '--engine', '{"kind":"usearch"}');
});
afterEach(() => vi.restoreAllMocks());

/** What a call prints. */
async function asym(command: string, ...words: string[]): Promise<string> {
  const printed = vi.spyOn(console, 'log').mockReturnValue();
  vi.spyOn(console, 'error').mockReturnValue();
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const all = [command, '--index', files.index, ...words];
  await indexCommand().exitOverride().parseAsync(all, { from: 'user' });
  const text = printed.mock.calls.flat().join('\n');
  printed.mockClear();
  return text;
}

async function json<T>(...words: [string, ...string[]]): Promise<T> {
  return JSON.parse(await asym(...words, '--json')) as T;
}

test('build says what it has built, info holds the files against their checksums', async () => {
  expect(existsSync(files.index)).toBe(true);
  expect(await asym('info')).toMatch(
    /usearch, 300 vectors of 16 numbers, 1 MB\nEngine: \{"kind":"usearch".*\nFiles: 3, all as they were written/,
  );
  expect(await json('info')).toMatchObject({ engine: { kind: 'usearch' }, vectors: 300, removed: 0 });
});

test('add and remove say what they did', async () => {
  expect(await asym('add', '--gallery', files.more)).toMatch(/10 vectors added, 310 in all$/);
  const ids = `${files.index}.txt`;
  writeFileSync(ids, 'n1\nn2\nnobody\n');
  expect(await asym('remove', 'n0', '--ids', ids)).toMatch(
    /3 vectors removed, 307 left\nNot in the index: 1: nobody$/,
  );
  const rest = Array.from({ length: 7 }, (_, n) => `n${n + 3}`);
  expect(await json('remove', ...rest)).toMatchObject({ taken: 7, unknown: [], vectors: 300, given: 310 });
  await expect(asym('remove')).rejects.toThrow('not said what to remove');
});

test('search prints ids and similarities, exactly where that is asked for', async () => {
  const text = await asym('search', '--queries', files.queries, '--top', '2');
  expect(text.split('\n')).toHaveLength(16 * 3);
  expect(text).toMatch(/^q0\n {4}1 {3}0\.\d{4} {2}p\d+\n/);
  interface Found {
    queries: { query: string; results: { rank: number; id: string; similarity: number }[] }[];
  }
  const words = ['--queries', files.queries, '--set', 'ef=300'];
  const found = await json<Found>('search', ...words);
  const exact = await json<Found>('search', ...words.slice(0, 2), '--exact');
  const ids = ({ queries }: Found) => queries.map(({ results }) => results.map(({ id }) => id));
  expect(ids(found)).toEqual(ids(exact));
});

test('check prints recall, order, mAP and times of every way to search', async () => {
  const words = ['--queries', files.queries, '--labels', files.labels, '--reference', files.reference];
  const text = await asym('check', ...words, '--k', '20');
  expect(text).toMatch(
    /16 queries, first 20, one at a time\nsearch +recall@20 +order@20 +model@20 +mAP@20 +p50 ms/,
  );
  expect(text).toMatch(/every vector +1\.0000 +1\.0000 +0\.\d{4} +[01]\.\d{4} /);
  expect(text).toMatch(/ef=16 .*\nef=64 .*\nef=256 /);
  const ways = ['--set', 'ef=3', '--set', 'ef=300', '--clients', '2'];
  const { searches, exact } = await json<{
    searches: { settings: object; recall: number; map: number }[];
    exact: { map: number };
  }>('check', ...words, ...ways);
  expect(searches.map(({ settings }) => settings)).toEqual([{ ef: 3 }, { ef: 300 }]);
  expect(searches[1]).toMatchObject({ recall: 1, map: exact.map });
  await expect(asym('check', '--queries', files.queries, '--junk', files.labels)).rejects.toThrow(
    'Junk counts only',
  );
  await expect(asym('check', '--queries', files.queries, '--reference', files.more)).rejects.toThrow(
    'are of other queries',
  );
});

test('what there is not is named', async () => {
  const build = (engine: string) => asym('build', '--gallery', files.vectors, '--engine', engine);
  await expect(build('lanzedb')).rejects.toThrow('did you mean "lancedb"?');
  await expect(build('{"kind":"usearch","bits":8}')).rejects.toThrow('there is no such field');
  await expect(build('{"kind"')).rejects.toThrow('not valid JSON');
  await expect(asym('search', '--queries', files.queries, '--set', 'probes=3')).rejects.toThrow(
    'there is no such field',
  );
});
