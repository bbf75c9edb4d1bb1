import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';
import ts from 'typescript';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { packagePath } from '../../src/base/files/packagePath.js';
import { workspacePath } from '../../src/base/files/workspacePath.js';
import { isTask } from '../../src/course/notebooks/learnerCode.js';
import { sourceOf } from '../../src/course/notebooks/notebook.js';
import {
  readNotebook,
  solvedFolder,
  solvedNotebooks,
} from '../../src/course/notebooks/writeLearnerNotebooks.js';
import { cellsOf, entrance, textOf } from '../notebooks/notebookFiles.js';

/** The notebooks with words and tasks of their own. */
const course = solvedNotebooks().filter((name) => name !== entrance);

const pageOf = (name: string): string => readFileSync(workspacePath(name), 'utf8');

/** Inside the workspace, where packages are found. */
const folder = ((): string => {
  const cache = workspacePath('data', 'cache');
  mkdirSync(cache, { recursive: true });
  return mkdtempSync(join(cache, 'course-'));
})();
afterAll(() => rmSync(folder, { recursive: true }));

const blocks = ['COURSE.md', 'METRICS.md'].flatMap((name) =>
  [...pageOf(name).matchAll(/```ts\n([^]*?)```/g)].map(([, code], n) => ({ name, n: n + 1, code })),
);

describe('code on the pages of the course', () => {
  test.each(blocks)('$name, block $n prints what it says', async ({ name, n, code }) => {
    const sources = code.replace(
      /'asymmetric-retrieval\/(\w+)'/g,
      (_, room: string) => `'${packagePath(room, 'index.ts')}'`,
    );
    const { outputText } = ts.transpileModule(sources, {
      compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ES2022 },
    });
    const file = join(folder, `${name}-${n}.mjs`);
    writeFileSync(file, outputText);
    const printed: string[] = [];
    const log = vi
      .spyOn(console, 'log')
      .mockImplementation((...values) => void printed.push(format(...values)));
    try {
      await import(file);
    } finally {
      log.mockRestore();
    }
    const said = [...code.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)].map(([, text]) => text);
    expect(printed).toEqual(said);
    expect(said.length).toBe(code.match(/console\.log\(/g)!.length);
  });

  test('is there', () => expect(blocks.length).toBeGreaterThanOrEqual(5));
});

/** Notebooks with their minutes and tasks, as a table has them. */
function tableRows(markdown: string): { name: string; minutes: number; tasks: number }[] {
  const rows = [
    ...markdown.matchAll(/^\| \[\d\d [^\]]+\]\((?:notebooks\/)?([^)]+)\).*\| +(\d+) \| +(\d+) \|$/gm),
  ];
  return rows.map(([, name, minutes, tasks]) => ({ name, minutes: Number(minutes), tasks: Number(tasks) }));
}

test.each(['COURSE.md', entrance])(
  'the table of %s has every notebook with its minutes and tasks',
  (place) => {
    const found = course.map((name) => {
      const { cells } = readNotebook(join(solvedFolder(), name));
      const minutes = Number(/\*\*Time\*\* about (\d+) minutes/.exec(sourceOf(cells[0]))?.[1]);
      return { name, minutes, tasks: cells.filter((cell) => isTask(sourceOf(cell))).length };
    });
    expect(tableRows(place === entrance ? textOf(cellsOf(entrance)[0].source) : pageOf(place))).toEqual(
      found,
    );
  },
);

test('what mistakes cost is what notebook 08 measured', () => {
  const cell = cellsOf('08-evaluating-fairly.ipynb').find(({ id }) => id === '4bb3c4b6')!;
  const [, , ...lines] = textOf(cell.outputs![0].data!['text/plain']).trimEnd().split('\n');
  const measured = lines.map((line) => line.trim().split(/ {2,}/));
  const [, table] = /<!-- begin mistakes -->\n([^]*?)<!-- end mistakes -->/.exec(pageOf('METRICS.md'))!;
  const written = table
    .trim()
    .split('\n')
    .slice(2)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((part) => part.trim()),
    );
  expect(written.length).toBeGreaterThanOrEqual(5);
  expect(written).toEqual(measured);
});

test('new words of notebooks stand in the glossary', () => {
  const glossary = pageOf('GLOSSARY.md').toLowerCase();
  const heads = course.map((name) => sourceOf(readNotebook(join(solvedFolder(), name)).cells[0]));
  expect(heads.length).toBeGreaterThan(0);
  const entries = [...glossary.matchAll(/^\| (.+?) +\|/gm)].map(([, word]) => word);
  const sorted = entries.slice(2).sort();
  expect(entries.slice(2)).toEqual(sorted);
  const words = heads.flatMap((head) => /\*\*New words\*\* (.+?) \(/.exec(head)![1].split(', '));
  const known = (word: string): boolean =>
    entries.some((entry) => entry.startsWith(word.toLowerCase().replaceAll('’', "'")));
  expect(words.filter((word) => !known(word))).toEqual([]);
});
