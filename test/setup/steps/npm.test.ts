import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { load, temporaryFolder } from '../load.js';

interface Paths {
  root: string;
}
interface Context {
  paths: Paths;
}
const { npmStep } = await load<{
  npmStep: Record<'exists' | 'recognise', (context: Context) => boolean> & {
    damage: (context: Context) => string | undefined;
  };
}>('steps/npm.mjs');
const { workspacePaths } = await load<{ workspacePaths: (root: string) => Paths }>('core/paths.mjs');

const root = (): string => context.paths.root;
function write(value: unknown, ...path: string[]): void {
  const file = join(root(), ...path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value));
}

const entry = (integrity: string) => ({ version: '1.2.0', integrity });
const packages = {
  'node_modules/a': entry('sha512-a'),
  'node_modules/b/node_modules/@c/d': { ...entry('sha512-d'), name: '@c/other' },
  'node_modules/linked': { resolved: 'src', link: true },
};
let context: Context;
beforeEach(() => {
  context = { paths: workspacePaths(temporaryFolder()) };
  write(
    { packages: { '': { name: 'workspace' }, src: { version: '1.0.0' }, ...packages } },
    'package-lock.json',
  );
  write({ packages: { src: { version: '1.0.0' }, ...packages } }, 'node_modules', '.package-lock.json');
  write({ name: 'a', version: '1.2.0' }, 'node_modules/a/package.json');
  write({ name: '@c/other', version: '1.2.0' }, 'node_modules/b/node_modules/@c/d/package.json');
  write({ name: 'library', version: '1.0.0' }, 'node_modules/linked/package.json');
});

test('packages as they were locked and installed are recognised', () => {
  expect([npmStep.exists(context), npmStep.recognise(context)]).toEqual([true, true]);
  expect(npmStep.damage(context)).toBeUndefined();
});

test.each([
  [{ name: 'a', version: '1.3.0' }, 'node_modules/a is a 1.3.0, not a 1.2.0'],
  [{ name: 'x', version: '1.2.0' }, 'node_modules/a is x 1.2.0, not a 1.2.0'],
  ['{ "name": "a", "vers', 'node_modules/a lacks its package.json, or it is damaged'],
])(
  'a package of another version or name, or a damaged one, is named and not recognised: %j',
  (found, words) => {
    write(found, 'node_modules/a/package.json');
    expect(npmStep.damage(context)).toBe(words);
    expect(npmStep.recognise(context)).toBe(false);
  },
);

test('a package that is gone is named, also inside another one', () => {
  rmSync(join(root(), 'node_modules/b'), { recursive: true });
  expect(npmStep.damage(context)).toBe(
    'node_modules/b/node_modules/@c/d lacks its package.json, or it is damaged',
  );
});

test('another version or hash in the lock file is an installation to come, not damage', () => {
  for (const locked of [{ ...entry('sha512-a'), version: '1.3.0' }, entry('sha512-other')]) {
    write({ packages: { ...packages, 'node_modules/a': locked } }, 'package-lock.json');
    expect([npmStep.exists(context), npmStep.damage(context)]).toEqual([false, undefined]);
  }
});

test('before an installation nothing is damaged', () => {
  rmSync(join(root(), 'node_modules'), { recursive: true });
  expect([npmStep.exists(context), npmStep.damage(context)]).toEqual([false, undefined]);
});
