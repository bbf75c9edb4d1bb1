import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { finishReplacing, isReplacing, replaceTogether } from '../../../src/base/files/replaceTogether.js';
import { writeWholeFolder } from '../../../src/base/files/wholeFolder.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'together-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const texts = () =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.includes('.txt'))
      .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );

test('files are replaced, made and removed together, below the folder too, and nothing else is touched', async () => {
  writeFileSync(join(folder, 'mine.txt'), 'mine');
  await replaceTogether(
    folder,
    'letters',
    new Map([
      ['a.txt', 'a'],
      ['b.txt', 'b'],
      ['sub/c.txt', 'c'],
    ]),
  );
  await replaceTogether(
    folder,
    'letters',
    new Map([
      ['a.txt', 'A'],
      ['b.txt', undefined],
      ['sub/c.txt', 'C'],
    ]),
  );
  expect(texts()).toEqual({ 'mine.txt': 'mine', 'a.txt': 'A', 'sub/c.txt': 'C' });
  expect(readdirSync(folder).sort()).toEqual(['a.txt', 'mine.txt', 'sub']);
});

test('a replacement that was stopped on the way is finished by whoever reads, once', async () => {
  writeFileSync(join(folder, 'b.txt'), 'old');
  const plan = [
    { name: 'a.txt', isThere: true },
    { name: 'b.txt', isThere: false },
    { name: 'moved before.txt', isThere: true },
  ];
  const journal = new Map([
    ['0', 'new'],
    ['plan.json', JSON.stringify(plan)],
  ]);
  await writeWholeFolder(join(folder, '.letters.replacing'), journal);
  expect([isReplacing(folder, 'letters'), isReplacing(folder, 'others')]).toEqual([true, false]);
  await Promise.all([finishReplacing(folder, 'letters'), finishReplacing(folder, 'letters')]);
  expect(texts()).toEqual({ 'a.txt': 'new' });
  expect(readdirSync(folder)).toEqual(['a.txt']);
});

test('a replacement that was damaged while it waited is named', async () => {
  mkdirSync(join(folder, '.letters.replacing'));
  writeFileSync(join(folder, '.letters.replacing', 'plan.json'), '[{');
  await expect(finishReplacing(folder, 'letters')).rejects.toThrow(/interrupted save is damaged[^]*remove/);
});

test('what a killed process had begun to write is taken away', async () => {
  // No process has so high a number.
  mkdirSync(join(folder, '.writing-999999999-.letters.replacing'));
  await replaceTogether(folder, 'letters', new Map([['a.txt', 'a']]));
  expect(readdirSync(folder)).toEqual(['a.txt']);
});
