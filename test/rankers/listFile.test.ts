import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readLists } from '../../src/rankers/listFile/readLists.js';
import { writeLists } from '../../src/rankers/listFile/writeLists.js';
import { temporaryFolder } from '../helpers/temporaryFolder.js';

const file = temporaryFolder();
const ids = ['a.jpg', 'b.jpg', 'c.jpg'];

const read = (text: string | Uint8Array) => readLists(file('lists', text), ids);

test('reads lines of a run, in any order, by their ranks', async () => {
  const lists = await read(`b.jpg Q0 b.jpg 1 9 x
a.jpg Q0 c.jpg 3 0.5 x
a.jpg\tQ0\ta.jpg\t1\t2e0\tx\r

a.jpg Q0 b.jpg 2 1 x
c.jpg Q0 c.jpg 0 -3 x`);
  expect(lists).toEqual([
    { others: [0, 1, 2], scores: [2, 1, 0.5] },
    { others: [1], scores: [9] },
    { others: [2], scores: [-3] },
  ]);
});

test('reads JSON lines, with scores and without', async () => {
  const lists = await read(`{"id":"c.jpg","list":["a.jpg","b.jpg"]}
{"id":"a.jpg","list":["b.jpg","a.jpg"],"scores":[3,3]}
{"id":"b.jpg","list":[]}
`);
  expect(lists).toEqual([{ others: [1, 0], scores: [3, 3] }, { others: [], scores: [] }, { others: [0, 1] }]);
});

test('a line may lie in several pieces of the file, and a letter too', async () => {
  const many = Array.from({ length: 30000 }, (_, i) => `größe-${i}`);
  const next = (i: number) => (i * 7 + 1) % many.length;
  const text = many.map((id, i) => `${JSON.stringify({ id, list: [id, many[next(i)]] })}\n`);
  const all = await readLists(file('long', text.join('')), many);
  expect(all.map(({ others }) => others)).toEqual(many.map((_, i) => [i, next(i)]));
});

test.each(['lists.trec', 'lists.jsonl'])('what is written to %s is read again', async (name) => {
  const indices = Int32Array.of(0, 2, 1, 0, 2, 1);
  const scores = Float32Array.of(1, 0.1, 1, -1e-9, 3e20, 0.7);
  await writeLists(file(name), { rows: 3, length: 2, indices, scores }, ids);
  expect(await readLists(file(name), ids)).toEqual([
    { others: [0, 2], scores: Array.from(scores.slice(0, 2)) },
    { others: [1, 0], scores: Array.from(scores.slice(2, 4)) },
    { others: [2, 1], scores: Array.from(scores.slice(4)) },
  ]);
});

test('an order alone stays one in JSON lines, and has places for scores in a run', async () => {
  const lists = { rows: 3, length: 2, indices: Int32Array.of(0, 2, 1, 0, 2, 1) };
  await writeLists(file('order.jsonl'), lists, ids);
  expect(readFileSync(file('order.jsonl'), 'utf8').split('\n')[0]).toBe(
    '{"id":"a.jpg","list":["a.jpg","c.jpg"]}',
  );
  await writeLists(file('order.trec'), lists, ids);
  expect(readFileSync(file('order.trec'), 'utf8').split('\n')[1]).toBe('a.jpg Q0 c.jpg 2 1 asym');
});

test('ids with spaces go into JSON lines only', async () => {
  const lists = { rows: 1, length: 1, indices: Int32Array.of(0) };
  await expect(writeLists(file('lists.trec'), lists, ['my cat.jpg'])).rejects.toThrow(
    /"my cat.jpg"[\s\S]*jsonl/,
  );
  await writeLists(file('spaced.jsonl'), lists, ['my cat.jpg']);
  expect(await readLists(file('spaced.jsonl'), ['my cat.jpg'])).toEqual([{ others: [0] }]);
  await expect(writeLists(file('lists.trec'), lists, ids)).rejects.toThrow(/1 entries/);
});

test('names everything that is wrong at once', async () => {
  const reading = read(`a.jpg Q0 b.jpg 1 0.5 x
a.jpg Q0 b.jpg 2 0.7 x
a.jpg Q0 c.jpg 2 0.1 x
b.jpg Q0 z.jpg 1 0.5 x
b.jpg Q0 a.jpg one 0.5 x
b.jpg Q0 a.jpg 1 NaN x
b.jpg Q0 a.jpg 1
{"id":"a.jpg","list":["a.jpg"]}
{"id":"b.jpg","list":["a.jpg"],"scores":[1,2]}
{"id":"b.jpg"
`);
  await expect(reading).rejects.toThrow(/The file of lists has 12 problems/);
});

test('refuses what is no file of lists', async () => {
  await expect(readLists(file('none'), ids)).rejects.toThrow(/not there/);
  await expect(readLists(file('.'), ids)).rejects.toThrow(/folder/);
  await expect(read(Uint8Array.of(97, 255, 10))).rejects.toThrow(/UTF-8/);
  await expect(read('')).rejects.toThrow(/3 problems[\s\S]*"c.jpg"[\s\S]*no list/);
});

test('many lists are written in pieces and read again', async () => {
  const many = Array.from({ length: 2501 }, (_, row) => `p${row}`);
  const indices = Int32Array.from(many, (_, row) => (row * 7) % many.length);
  await writeLists(file('many.trec'), { rows: many.length, length: 1, indices }, many);
  const lists = await readLists(file('many.trec'), many);
  expect(lists.map(({ others }) => others[0])).toEqual([...indices]);
});
