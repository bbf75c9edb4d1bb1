import { execFileSync } from 'node:child_process';
import { CommanderError } from 'commander';
import { expect, test } from 'vitest';
import { jsonError, wantsJson } from '../../src/cli/jsonError.js';
import { RetrievalError } from '../../src/errors.js';

test('an error has its parts, and the exit code of the command', () => {
  const details = { what: 'Broken', where: 'a.jpg', expected: 'a photo', found: 'text', fix: 'delete it' };
  expect(jsonError(new RetrievalError({ ...details, kind: 'data' }), 3)).toEqual({
    error: details,
    exitCode: 3,
  });
  expect(jsonError(new TypeError('x is not a function'), 1)).toEqual({
    error: { what: 'x is not a function' },
    exitCode: 1,
  });
});

test('wrong usage has the suggestion as its cure', () => {
  const error = new CommanderError(
    1,
    'commander.unknownOption',
    "error: unknown option '--jsn'\n(Did you mean --json?)",
  );
  expect(jsonError(error, 2).error).toEqual({
    what: "unknown option '--jsn'",
    where: 'the command line',
    fix: 'Did you mean --json?',
  });
});

test('the option counts before the words that are no options', () => {
  expect(wantsJson(['node', 'asym', 'list', '--json'])).toBe(true);
  expect(wantsJson(['node', 'asym', 'search', '--', '--json'])).toBe(false);
});

test.each([
  [['describe', 'mAPP', '--json'], { what: 'There is nothing of this name', fix: 'did you mean "mAP"?' }, 2],
  [['evaluate', '--protocol', 'roxfrd5k', '--json'], { fix: 'Did you mean roxford5k?' }, 2],
  [['search', '--model', 'nowhere', '--queries', 'nothing.jpg', '--json'], { where: '--queries' }, 3],
  [['trian', '--json'], { what: "unknown command 'trian'", fix: 'Did you mean train?' }, 2],
  [['search', '--modl', 'x', '--json'], { what: "unknown option '--modl'", fix: 'Did you mean --model?' }, 2],
])('%j prints one document', (words, error, exitCode) => {
  const main = new URL('../../src/dist/cli/main.js', import.meta.url).pathname;
  let [printed, status] = ['', 0];
  try {
    execFileSync(process.execPath, [main, ...words], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch (failure) {
    ({ stdout: printed, status } = failure as { stdout: string; status: number });
  }
  expect(status).toBe(exitCode);
  expect(JSON.parse(printed)).toMatchObject({ error, exitCode });
});
