import { expect, test } from 'vitest';
import { packagePath } from '../../src/base/files/packagePath.js';
import { whenRun } from '../../src/cli/whenRun.js';
import { loadedBy } from '../helpers/loadedBy.js';

const program = packagePath('dist', 'cli', 'main.js');

test.each(['--help', 'train --help', 'data get --help'])('asym %s loads options and names', (call) => {
  const { packages, ownFiles } = loadedBy([program, ...call.split(' ')]);
  expect(packages).toEqual(['commander', 'leven']);
  expect(ownFiles).toBeGreaterThan(20);
  expect(ownFiles).toBeLessThan(100);
});

test('a command loads what it does', () => {
  const { packages, ownFiles } = loadedBy([program, 'data', 'list']);
  expect(packages).toEqual(expect.arrayContaining(['commander', 'hyparquet', 'zod']));
  expect(ownFiles).toBeGreaterThan(100);
});

test('an action is loaded when it runs, with its arguments, and waited for', async () => {
  const calls: string[] = [];
  const action = whenRun(() => {
    calls.push('loaded');
    return Promise.resolve({
      run: async (name: string, { top }: { top: number }) => {
        await Promise.resolve();
        calls.push(`${name} ${top}`);
      },
    });
  });
  expect(calls).toEqual([]);
  await action('search', { top: 3 });
  expect(calls).toEqual(['loaded', 'search 3']);
});
