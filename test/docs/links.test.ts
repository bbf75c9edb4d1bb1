import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { workspacePath } from '../../src/base/files/workspacePath.js';

interface Page {
  name: string;
  markdown: string;
}

interface Cell {
  cell_type: string;
  source: string | string[];
}

const root = workspacePath();
const read = (name: string): string => readFileSync(join(root, name), 'utf8');
const named = (folder: string, ending: string): string[] =>
  readdirSync(join(root, folder)).filter((name) => name.endsWith(ending));

const pages = named('.', '.md').map((name): Page => ({ name, markdown: read(name) }));
const notebookFiles = ['notebooks', 'notebooks/solutions'].flatMap((folder) =>
  named(folder, '.ipynb').map((file) => `${folder}/${file}`),
);
const notebooks = notebookFiles.map((name): Page => {
  const { cells } = JSON.parse(read(name)) as { cells: Cell[] };
  const sources = cells
    .filter((cell) => cell.cell_type === 'markdown')
    .map(({ source }) => [source].flat().join(''));
  return { name, markdown: sources.join('\n\n') };
});

/** Targets of links and images in Markdown and HTML, outside of code. */
function targets(markdown: string): string[] {
  const prose = markdown.replace(/^(```|~~~)[\s\S]*?^\1/gm, '').replace(/`[^`\n]*`/g, 'code');
  const forms = [
    /\]\(\s*<?([^)\s>]+)>?[^)]*\)/g,
    /^\s*\[[^\]]+\]:\s*<?([^\s>]+)/gm,
    /(?:src|href)="([^"]+)"/g,
  ];
  return forms.flatMap((form) => [...prose.matchAll(form)].map(([, target]) => target));
}

/** The anchor that a heading gets: its words in small letters, joined by hyphens. */
function anchors(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ +(.*)$/gm)].map(([, heading]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  );
}

/** Links of a page to files that are not there, or to headings that no page has. */
function broken({ name, markdown }: Page): string[] {
  const relative = targets(markdown).filter((target) => !/^([a-z]+:|\/\/)/i.test(target));
  return relative.filter((target) => {
    const [path, anchor] = decodeURIComponent(target).split('#');
    const file = path ? join(dirname(name), path) : name;
    if (path && !existsSync(join(root, file))) return true;
    // A notebook's anchors are made by Jupyter, by another rule.
    if (!anchor || !file.endsWith('.md')) return false;
    return !anchors(path ? read(file) : markdown).includes(anchor);
  });
}

/** Scripts that a page asks the reader to run, in code or in prose. */
function scripts(markdown: string): string[] {
  return [...markdown.matchAll(/\bnpm (?:run (?:-s )?([\w:-]+)|(start|test)\b)/g)].map(
    ([, run, short]) => run ?? short,
  );
}

const { scripts: known } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

describe.each([...pages, ...notebooks])('$name', (page) => {
  test('links to files and headings that are there', () => {
    expect(broken(page)).toEqual([]);
  });

  test('names commands that are there', () => {
    expect(scripts(page.markdown).filter((script) => !(script in known))).toEqual([]);
  });
});

test('the pages of the project and its notebooks are looked at', () => {
  expect(pages.map(({ name }) => name)).toEqual(expect.arrayContaining(['CONTRIBUTING.md', 'README.md']));
  expect(notebooks.length).toBeGreaterThan(0);
  expect(pages.flatMap(({ markdown }) => targets(markdown)).length).toBeGreaterThan(5);
  expect(pages.flatMap(({ markdown }) => scripts(markdown)).length).toBeGreaterThan(5);
});

test('what is broken is found, and what only looks like a link is not', () => {
  const markdown = [
    '# One and two',
    '[a](README.md) [b](gone.md "title") ![c](figures/gone.png) [d](#one-and-two) [e](#three) [f](README.md#gone)',
    '<img src="gone.svg"> [g](https://example.org/gone) [h](mailto:a@b.c) `[i](code.md)`',
    '[j]: gone.txt',
    '```sh\n[k](block.md)\nnpm run gone\n```',
    'Then `npm run lint` and npm test.',
  ].join('\n');
  expect(broken({ name: 'here.md', markdown }).sort()).toEqual(
    ['gone.md', 'figures/gone.png', '#three', 'README.md#gone', 'gone.svg', 'gone.txt'].sort(),
  );
  expect(scripts(markdown)).toEqual(['gone', 'lint', 'test']);
});
