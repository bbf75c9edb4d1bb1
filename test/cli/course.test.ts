import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { courseCommand } from '../../src/cli/course.js';
import { runNotebooks } from '../../src/cli/start/notebooks.js';

vi.mock('../../src/cli/start/notebooks.js', () => ({ runNotebooks: vi.fn() }));

let folder: string;
let lines: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'course-command-'));
  vi.stubEnv('ASYMMETRIC_FOLDER', folder);
  mkdirSync(join(folder, 'notebooks', 'solutions'), { recursive: true });
  for (const name of ['01-a.ipynb', '02-b.ipynb']) writeFileSync(source(name), JSON.stringify(solved));
  lines = [];
  vi.spyOn(console, 'log').mockImplementation((line: unknown) => void lines.push(String(line)));
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

const source = (name: string): string => join(folder, 'notebooks', 'solutions', name);
const learner = (name: string): string => join(folder, 'notebooks', name);
const solved = {
  cells: [
    {
      id: 'task',
      cell_type: 'code',
      metadata: {},
      source:
        '// BEGIN SOLUTION\nconst a = 1;\n//> const a: number = undefined; // TODO: one\n// END SOLUTION',
      outputs: [],
      execution_count: null,
    },
  ],
  metadata: {},
  nbformat: 4,
  nbformat_minor: 5,
};

const run = (...words: string[]) => courseCommand().exitOverride().parseAsync(words, { from: 'user' });

test('course writes every notebook, then finds them as they should be', async () => {
  await expect(run('--check')).rejects.toThrow(/not what their sources give[^]*01-a\.ipynb, 02-b\.ipynb/);
  await run();
  expect(lines).toEqual(['01-a.ipynb: written', '02-b.ipynb: written']);
  expect(readFileSync(learner('01-a.ipynb'), 'utf8')).toContain('const a: number = undefined; // TODO: one');
  await run('--check');
  await run('01');
  expect(lines.slice(2)).toEqual([
    '2 notebooks are what their sources give',
    '01-a.ipynb: as its source gives it',
  ]);
});

test('course puts answers aside before it writes over them', async () => {
  await run('02');
  expect(existsSync(learner('01-a.ipynb'))).toBe(false);
  const mine = readFileSync(learner('02-b.ipynb'), 'utf8').replace('undefined', '7');
  writeFileSync(learner('02-b.ipynb'), mine);
  await run('02');
  const aside = join('data', 'course', '02-b.ipynb');
  expect(lines.at(-1)).toBe(`02-b.ipynb: written; as it was: ${aside}`);
  expect(readFileSync(join(folder, aside), 'utf8')).toBe(mine);
});

test('course executes what it is asked to, and nothing by the way', async () => {
  await run('01', '--execute');
  expect(vi.mocked(runNotebooks).mock.calls).toEqual([
    [
      {
        inputs: [learner('01-a.ipynb')],
        folder: join(folder, 'notebooks'),
        env: { ASYMMETRIC_PROFILE: 'full' },
      },
    ],
  ]);
  await expect(run('--check', '--execute')).rejects.toThrow(/choose one of them/);
  await expect(run('03')).rejects.toThrow(
    /no notebook of this name[^]*01-a\.ipynb, 02-b\.ipynb[^]*found: 03/,
  );
});
