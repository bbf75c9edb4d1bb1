import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, describe, expect, test } from 'vitest';
import { codeHash } from '../../src/experiments/codeHash.js';
import { workspacePath } from '../../src/base/files/workspacePath.js';
import { builtInLosses } from '../../src/losses/builtInLosses.js';

const root = workspacePath();
const page = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8');
const section = /\n## Adding a loss\n([\s\S]*?)\n## /.exec(page)![1];

/** A block of code of the page with the file that is named right before it: a whole file, or a change of one. */
interface Block {
  file: string;
  kind: 'ts' | 'diff';
  code: string;
}

const blocks = [...section.matchAll(/`([\w./]+)`:\n\n```(ts|diff)\n([\s\S]*?)\n```/g)].map(
  ([, file, kind, code]): Block => ({ file, kind: kind as Block['kind'], code }),
);

/** Applies the parts of a change; each must find its unmarked lines in the text, once and next to each other. */
function changed(text: string, change: string): string {
  return change.split(/^@@.*\n/m).reduce((before, part) => {
    const lines = part.replace(/\n$/, '').split('\n');
    const kept = (mark: '+' | '-'): string =>
      lines.flatMap((line) => (line.startsWith(mark) ? [] : [`${line.slice(1)}\n`])).join('');
    const pieces = before.split(kept('+'));
    if (pieces.length !== 2)
      throw new Error(`found ${pieces.length - 1} times instead of once:\n${kept('+')}`);
    return pieces.join(kept('-'));
  }, text);
}

/** A copy of the library inside the repository, where packages are found, and out of the way of every other tool. */
const copy = ((): string => {
  const cache = join(root, 'data', 'cache');
  mkdirSync(cache, { recursive: true });
  return mkdtempSync(join(cache, 'contributing-'));
})();
const removeCopy = (): void => rmSync(copy, { recursive: true, force: true });
afterAll(removeCopy);

function applyToCopy(): void {
  const unneeded = /\/src\/(dist|setup|shims|bench\/peers)$/;
  for (const part of ['src', 'test/helpers', 'test/losses', 'tsconfig.json']) {
    const filter = (name: string): boolean => !unneeded.test(name);
    cpSync(join(root, part), join(copy, part), { recursive: true, filter });
  }
  for (const { file, kind, code } of blocks) {
    const target = join(copy, file);
    writeFileSync(target, kind === 'ts' ? `${code}\n` : changed(readFileSync(target, 'utf8'), code));
  }
}

/** What the compiler says about the example and about the parts of the library that it changes. */
function complaints(): string[] {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
    config: { compilerOptions: object };
  };
  const { options } = ts.convertCompilerOptionsFromJson({ ...config.compilerOptions, noEmit: true }, root);
  const inCopy = (start: string): string[] =>
    blocks.filter(({ file }) => file.startsWith(start)).map(({ file }) => join(copy, file));
  const library = ts.createProgram(inCopy('src'), options);
  // Tests are compiled without this check, see test/tsconfig.json.
  const loose = { ...options, noUncheckedIndexedAccess: false };
  const tests = ts.createProgram(inCopy('test'), loose, undefined, library);
  const written = library.getSourceFiles().filter(({ isDeclarationFile }) => !isDeclarationFile);
  return [
    ...written.flatMap((file) => library.getSemanticDiagnostics(file)),
    ...inCopy('test').flatMap((file) => tests.getSemanticDiagnostics(tests.getSourceFile(file))),
  ].map(({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`);
}

type Methods = typeof import('../../src/study/methods/methods.js');
type Losses = typeof import('../../src/losses/lossConfig.js');
type Families = typeof import('../../src/study/methods/families.js');
type Looks = typeof import('../../src/study/methods/looks.js');
/** A module of the copy. */
const load = <Module>(file: string): Promise<Module> => import(join(copy, file)) as Promise<Module>;

describe('the example of a new loss in CONTRIBUTING.md', () => {
  test('names the file of each block of code', () => {
    expect(blocks.map(({ file }) => file)).toEqual([
      'src/losses/orderHinge.ts',
      'src/losses/builtInLosses.ts',
      'test/losses/orderHinge.test.ts',
      'src/study/methods/families/order.ts',
    ]);
    expect(section.match(/^```\w/gm)).toHaveLength(blocks.length);
  });

  test('has the types of the library', () => {
    expect(complaints()).toEqual([]);
  }, 300_000);

  test('gives a method with as many valid trials as every other, and a look of its own', async () => {
    const { chosenTrial, methodIds, methods } = await load<Methods>('src/study/methods/methods.ts');
    const { completeLossConfig } = await load<Losses>('src/losses/lossConfig.ts');
    const { familyOf } = await load<Families>('src/study/methods/families.ts');
    const { methodLooks } = await load<Looks>('src/study/methods/looks.ts');
    const id = 'orderHinge' as (typeof methodIds)[number];
    const { trials } = methods[id];
    expect(trials).toHaveLength(methods.regression.trials.length);
    const complete = trials.map(({ loss }) => JSON.stringify(completeLossConfig(loss)));
    expect(new Set(complete).size).toBe(trials.length);
    expect(chosenTrial(id)).toEqual(trials[0]);
    expect(familyOf(id).id).toBe('order');
    const looks = methodLooks(methodIds);
    const { color, symbol } = looks.get(id)!;
    expect([...looks.values()].filter((look) => look.color === color || look.symbol === symbol)).toHaveLength(
      1,
    );
  });

  test('leaves the code of all other losses as it was', () => {
    for (const kind of Object.keys(builtInLosses)) {
      expect(codeHash([kind], { library: join(copy, 'src') })).toBe(codeHash([kind]));
    }
    const own = codeHash(['orderHinge'], { library: join(copy, 'src') });
    expect(own).not.toBe(codeHash(['featureRegression']));
  });

  test('names what a loss may have', () => {
    const members = [...section.matchAll(/^- `(\w+)`/gm)].map(([, name]) => name);
    expect(members).toEqual([
      'prepare',
      'startEpoch',
      'variables',
      'state',
      'queryTransform',
      'isRepeatable',
    ]);
    const types = readFileSync(join(root, 'src/losses/types.ts'), 'utf8');
    for (const name of members) expect(types).toMatch(new RegExp(`^ {2}(readonly )?${name}\\?[:(]`, 'm'));
  });

  test('would be missed if its surroundings changed', () => {
    expect(changed('a\nb\nc\n', ' b\n+d\n@@\n-a\n b')).toBe('b\nd\nc\n');
    expect(() => changed('a\nb\n', ' c\n+d')).toThrow(/found 0 times/);
    expect(() => changed('a\na\n', ' a\n+d')).toThrow(/found 2 times/);
  });
});

describe('the test in CONTRIBUTING.md', async () => {
  // Its tests join this file's as they are loaded.
  try {
    applyToCopy();
    for (const { file } of blocks) if (file.startsWith('test')) await load(file);
  } catch (error) {
    removeCopy();
    throw error;
  }
});
