import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { load, temporaryFolder } from '../load.js';

interface Step {
  name: string;
  key: (context: Context) => string;
  digest?: (context: Context) => Promise<string> | string;
  damage?: (context: Context) => Promise<string | undefined> | string | undefined;
}
interface Context {
  variant: string;
  paths: Record<string, unknown>;
}
const { nativeStep } = await load<{ nativeStep: Step }>('steps/native.mjs');
const { kaleidoStep } = await load<{ kaleidoStep: Step }>('steps/kaleido.mjs');
const { runnerStep } = await load<{ runnerStep: Step }>('steps/environments.mjs');
const { buildStep } = await load<{ buildStep: Step }>('steps/build.mjs');
const { tensorflowVersion } = await load<{ tensorflowVersion: string }>('pins.mjs');
const { workspacePaths } = await load<{ workspacePaths: (root: string) => Record<string, unknown> }>(
  'core/paths.mjs',
);
const { describeSteps } = await load<{
  describeSteps: (context: Context, steps: Step[]) => Promise<{ state: string; damage?: string }[]>;
}>('doctor/examine.mjs');

let root: string;
let context: Context;
beforeEach(() => {
  root = temporaryFolder();
  context = { variant: 'cpu', paths: workspacePaths(root) };
});

function write(text: string, ...path: string[]): void {
  mkdirSync(dirname(join(root, ...path)), { recursive: true });
  writeFileSync(join(root, ...path), text);
}

function record(folder: string, file: string, text: string): void {
  const digest = createHash('sha256').update(text).digest('base64url');
  write(`${file},sha256=${digest},${text.length}\n`, folder, 'a-1.0.dist-info', 'RECORD');
}

describe("TensorFlow's library", () => {
  const name = 'libtensorflow_cc.so.2';

  test('is held against its pinned digest; one that is not there is not damaged', async () => {
    expect(await nativeStep.damage!(context)).toBeUndefined();
    write('something else', '.native', tensorflowVersion, 'tensorflow', name);
    expect(await nativeStep.damage!(context)).toMatch(`${name} is not the pinned file`);
  });

  test('for CUDA is held against the record of its package', async () => {
    const cuda = { ...context, variant: 'cuda' };
    const folder = join('.native', `${tensorflowVersion}-cuda`);
    expect(await nativeStep.damage!(cuda)).toBeUndefined();
    write('library', folder, 'tensorflow', name);
    record(folder, `tensorflow/${name}`, 'library');
    expect(await nativeStep.damage!(cuda)).toBeUndefined();
    appendFileSync(join(root, folder, 'tensorflow', name), '!');
    expect(await nativeStep.damage!(cuda)).toMatch(`${name} is not the pinned file`);
  });
});

test('the figure renderer is held against the digest of all its files; one that is not there is not damaged', async () => {
  expect(await kaleidoStep.damage!(context)).toBeUndefined();
  write('something else', '.native', 'kaleido', 'executable', 'kaleido');
  expect(await kaleidoStep.damage!(context)).toMatch('kaleido holds other files than its pinned archive');
  const installed = { variant: 'cpu', paths: workspacePaths(join(import.meta.dirname, '../../..')) };
  expect(await kaleidoStep.damage!(installed)).toBeUndefined();
});

test('a Python environment is held against the records of its packages', async () => {
  expect(await runnerStep.damage!(context)).toBeUndefined();
  const packages = join('.venv', 'lib', 'python3.11', 'site-packages');
  write('one', packages, 'one.py');
  record(packages, 'one.py', 'one');
  expect(await runnerStep.damage!(context)).toBeUndefined();
  write('two', packages, 'one.py');
  expect(await runnerStep.damage!(context)).toMatch('one.py is not what its package brought');
});

describe('the compiled library', () => {
  beforeEach(async () => {
    write('export const a = 1;', 'src', 'index.ts');
    write('export const a = 1;', 'src', 'dist', 'index.js');
    const stamp = {
      key: buildStep.key(context),
      digest: await buildStep.digest!(context),
      seconds: 1,
      bytes: 1,
    };
    write(JSON.stringify(stamp), '.setup', 'build.json');
  });
  const state = async () => (await describeSteps(context, [buildStep]))[0];

  test('is ready as it was compiled', async () => {
    expect(await state()).toMatchObject({ state: 'ready' });
  });

  test('is damaged by a change of what was compiled and by a file too many', async () => {
    write('export const a = 2;', 'src', 'dist', 'index.js');
    const damage = expect.stringMatching('not what the set-up has made') as string;
    expect(await state()).toMatchObject({ state: 'damaged', damage });
    write('export const a = 1;', 'src', 'dist', 'index.js');
    write('export const b = 1;', 'src', 'dist', 'left.js');
    expect(await state()).toMatchObject({ state: 'damaged' });
    rmSync(join(root, 'src', 'dist', 'left.js'));
    expect(await state()).toMatchObject({ state: 'ready' });
  });

  test('is not in place for sources that have changed since', async () => {
    write('export const a = 3;', 'src', 'index.ts');
    expect(await state()).toMatchObject({ state: 'missing' });
  });
});
