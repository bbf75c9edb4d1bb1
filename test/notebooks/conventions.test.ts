import { describe, expect, test } from 'vitest';
import { learnerCode } from '../../src/course/notebooks/learnerCode.js';
import { sourceOf } from '../../src/course/notebooks/notebook.js';
import { readNotebook, solvedFolder, solvedNotebooks } from '../../src/course/notebooks/writeLearnerNotebooks.js';
import { join } from 'node:path';
import { cellsOf, codeOf, notebooks, textOf, workingLines, type Cell, type Output } from './notebookFiles.js';

/** Longest line of code that fits beside the lab's sidebar without scrolling far. */
const longestLine = 110;

const titles = notebooks.map((name) => /^# (.*)$/m.exec(textOf(cellsOf(name)[0].source))?.[1] ?? '');
const link = (at: number): string => `[${titles[at]}](${notebooks[at]})`;
/** `**Previous** [..](..) · **Next** [..](..)` of a notebook, without what is not there. */
const wayOn = (at: number): string =>
  [...(at > 0 ? [`**Previous** ${link(at - 1)}`] : []), ...(at + 1 < notebooks.length ? [`**Next** ${link(at + 1)}`] : [])].join(
    ' · ',
  );

test('the notebooks are numbered without a gap', () => {
  expect(notebooks.map((name) => name.slice(0, 3))).toEqual(
    notebooks.map((_, at) => `${String(at + 1).padStart(2, '0')}-`),
  );
});

describe.each(notebooks.map((name, at) => ({ name, at })))('$name', ({ name, at }) => {
  const cells = cellsOf(name);
  const outputs = cells.flatMap((cell) => cell.outputs ?? []);

  test('begins with its number, what it needs, how long it takes, and the way on', () => {
    const first = textOf(cells[0].source);
    expect(titles[at]).toMatch(new RegExp(`^${at + 1} · \\S`));
    const [line] = first.split('\n').slice(-1);
    const need = /^\*\*You need\*\* .+ · \*\*Time\*\* about \d+ minutes[^·]* · (.*)$/.exec(line);
    expect(need?.[1], line).toBe(wayOn(at));
  });

  test.runIf(solvedNotebooks().includes(name))('says its goal and the words that it introduces', () => {
    const first = textOf(cells[0].source);
    expect(first).toMatch(/^\*\*Goal\*\* You can .+\.$/m);
    expect(first).toMatch(/^\*\*New words\*\* .+\(see `GLOSSARY\.md`/m);
  });

  test('ends with the way on', () => {
    const last = cells.at(-1)!;
    expect(last.cell_type).toBe('markdown');
    expect(textOf(last.source).split('\n').at(-1)).toBe(wayOn(at));
  });

  test('has short lines of code', () => {
    const lines = codeOf(cells).flatMap((code) => code.split('\n'));
    expect(lines.filter((line) => line.length > longestLine)).toEqual([]);
  });

  test('imports from each place once in a cell, and only what it uses', () => {
    const code = codeOf(cells);
    for (const cell of code) {
      const places = [...cell.matchAll(/^import [^;]* from '([^']+)';$/gm)].map(([, place]) => place);
      expect(places).toEqual([...new Set(places)]);
    }
    expect(unusedImports(code.join('\n'))).toEqual([]);
  });

  test('has no empty output, and no line for its maintainers', () => {
    expect(outputs.length).toBeGreaterThan(0);
    expect(outputs.filter((output) => isEmpty(output))).toEqual([]);
    const printed = outputs.map((output) => textOf(output.text ?? output.data?.['text/plain'] ?? ''));
    expect(printed.filter((text) => /earlier code|--verify|lostRejections/.test(text))).toEqual([]);
  });

  test('has alternative text for every picture', () => {
    expect(outputs.flatMap(withoutAlternative)).toEqual([]);
  });
});

function unusedImports(code: string): string[] {
  const imports = [...code.matchAll(/^import (?:type )?\{([^}]*)\} from '[^']+';$/gm)];
  const names = imports.flatMap(([, list]) => list.split(',').map((name) => name.replace(/^\s*type\s|^[^]*\sas\s/, '').trim()));
  const body = imports.reduce((text, [whole]) => text.replace(whole, ''), code);
  return names.filter((name) => name && !new RegExp(`\\b${name}\\b`).test(body));
}

function isEmpty({ output_type, text, data }: Output): boolean {
  if (output_type === 'stream') return /^\s*(\{\})?\s*$/.test(textOf(text ?? ''));
  return !data || Object.values(data).every((part) => part === '' || part === null);
}

/** Pictures of an output that say nothing to those who do not see them. */
function withoutAlternative({ data = {}, metadata = {} }: Output): string[] {
  const pictures = Object.keys(data).filter((type) => type.startsWith('image/'));
  const silent = pictures.filter((type) => (metadata[type]?.alt ?? '').trim().length < 10);
  const images = textOf(data['text/html'] ?? '').match(/<img\b[^>]*>/g) ?? [];
  return [...silent, ...images.filter((tag) => !/\balt="[^"]+"/.test(tag)).map((tag) => tag.slice(0, 80))];
}

test('what breaks the conventions is found', () => {
  expect(unusedImports("import { a, type B } from 'x';\nimport * as tf from 'y';\na(1);")).toEqual(['B']);
  expect(isEmpty({ output_type: 'stream', text: ['{}\n'] })).toBe(true);
  expect(isEmpty({ output_type: 'stream', text: '{ a: 1 }\n' })).toBe(false);
  expect(isEmpty({ output_type: 'display_data', data: { 'text/html': '' } })).toBe(true);
  const png = { output_type: 'display_data', data: { 'image/png': 'x', 'text/plain': 'A figure' } };
  expect(withoutAlternative(png)).toEqual(['image/png']);
  expect(withoutAlternative({ ...png, metadata: { 'image/png': { alt: 'A curve that rises' } } })).toEqual([]);
  expect(withoutAlternative({ output_type: 'display_data', data: { 'text/html': ['<img src="a">'] } })).toHaveLength(1);
});

/** The cells of a notebook of the course that are neither a task nor its check. */
function withoutTasks(name: string): Cell[] {
  const solved = readNotebook(join(solvedFolder(), name)).cells;
  const others = solved.filter((cell) => {
    const code = sourceOf(cell);
    return code === learnerCode(code, name) && !code.includes('showVerdict(');
  });
  const ids = others.map(({ id }) => id);
  return cellsOf(name).filter(({ id }) => ids.includes(id));
}

describe('what is promised to be short', () => {
  test('the training in full takes at most 25 lines, from the pictures to the curve', () => {
    const cells = cellsOf('01-why-asymmetric.ipynb');
    const lines = (id: string): string[] => workingLines(textOf(cells.find((cell) => cell.id === id)!.source));
    const opened = lines('988e842b').filter((line) => /^const (dataset|split|\{ fit, queries \})/.test(line));
    expect(opened).toHaveLength(3);
    const loop = [...opened, ...lines('loop-inputs'), ...lines('loop-training')];
    expect(loop.length).toBeLessThanOrEqual(25);
    for (const part of ['pixels(', '.embed(', 'minimize(', 'lineChart(']) expect(loop.join('\n')).toContain(part);
  });

  test('a loss of one’s own with bar, curve and pictures takes at most 20 lines', () => {
    const lines = codeOf(withoutTasks('10-your-own-loss.ipynb')).flatMap(workingLines);
    expect(lines.length).toBeLessThanOrEqual(20);
    for (const part of ['registerLoss(', 'curve:', 'showExamples(']) expect(lines.join('\n')).toContain(part);
  });
});
