import * as files from 'node:fs/promises';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { switchedFolder, switchFiles } from '../../../src/base/files/switchedFiles.js';
import { temporaryFolder } from '../../helpers/temporaryFolder.js';

vi.mock('node:fs/promises', { spy: true });

const fileOf = temporaryFolder();
/** The calls by which a save changes the disk. */
const changing = ['mkdir', 'open', 'link', 'copyFile', 'rename', 'rm'] as const;
afterEach(() => changing.forEach((name) => vi.mocked(files[name]).mockReset()));

const isOurs = (name: string): boolean => /^(model|run|weights-.*)$/.test(name);
const earlier = new Map([
  ['weights-1', 'one'],
  ['model', 'names weights-1'],
  ['run', 'of weights-1'],
]);
const later = new Map([
  ['weights-2', 'two'],
  ['model', 'names weights-2'],
]);

async function found(folder: string): Promise<Record<string, string>> {
  const place = await switchedFolder(folder);
  const names = readdirSync(place).filter(isOurs);
  // What refers to other files says which ones count.
  const current = names.filter((name) => !name.startsWith('weights') || modelOf(place).endsWith(name));
  return Object.fromEntries(current.map((name) => [name, readFileSync(join(place, name), 'utf8')]));
}

function modelOf(place: string): string {
  return readFileSync(join(place, 'model'), 'utf8');
}

/** Lets the n-th change of the disk and, as after a kill, every later one fail. @returns how many there were */
function stopAt(n: number, goesOn = false): () => number {
  let calls = 0;
  for (const name of changing) {
    const real = vi.mocked(files[name]).getMockImplementation() ?? actual[name];
    vi.mocked(files[name]).mockImplementation(((...given: never[]) => {
      calls++;
      if (goesOn ? calls === n : calls >= n) return Promise.reject(new Error(`stopped at ${n}`));
      return (real as unknown as (...given: never[]) => Promise<never>)(...given);
    }) as never);
  }
  return () => calls;
}

const actual = await vi.importActual<typeof files>('node:fs/promises');

async function madeFolder(name: string): Promise<string> {
  const folder = fileOf(name);
  mkdirSync(folder);
  writeFileSync(join(folder, 'notes.txt'), 'mine');
  await switchFiles(folder, earlier, isOurs);
  return folder;
}

test('files are replaced together, others stay, and nothing else is left', async () => {
  const folder = await madeFolder('plain');
  expect(readdirSync(folder).sort()).toEqual([...earlier.keys(), 'notes.txt'].sort());
  await switchFiles(folder, later, isOurs);
  expect(readdirSync(folder).sort()).toEqual([...later.keys(), 'notes.txt'].sort());
  expect(await found(folder)).toEqual(Object.fromEntries(later));
  expect(readFileSync(join(folder, 'notes.txt'), 'utf8')).toBe('mine');
});

describe.each([
  ['the process is killed at', false],
  ['the disk refuses', true],
])('where %s any change of the disk', (_, goesOn) => {
  test('the earlier files are found or the later ones, whole, and the next switch is', async () => {
    const seen = new Set<string>();
    let isDone = false;
    for (let n = 1; !isDone; n++) {
      const folder = await madeFolder(`${goesOn}-${n}`);
      const calls = stopAt(n, goesOn);
      await switchFiles(folder, later, isOurs).catch((error: Error) =>
        expect(error.message).toMatch('stopped'),
      );
      isDone = calls() < n;
      changing.forEach((name) => vi.mocked(files[name]).mockReset());
      const state = await found(folder);
      expect([Object.fromEntries(earlier), Object.fromEntries(later)]).toContainEqual(state);
      seen.add(state.model);
      // The next writer is the same process here, as one that was given the number of the one that ended.
      await switchFiles(folder, earlier, isOurs);
      expect(await found(folder)).toEqual(Object.fromEntries(earlier));
      expect(readdirSync(folder).sort()).toEqual([...earlier.keys(), 'notes.txt'].sort());
    }
    expect(seen.size).toBe(2);
  });
});

test('new files that were damaged before they were in their places are set aside by name', async () => {
  const folder = await madeFolder('damaged');
  const warn = vi.spyOn(console, 'warn').mockReturnValue();
  mkdirSync(join(folder, '.next'));
  writeFileSync(join(folder, '.next', 'model'), 'half');
  expect(await found(folder)).toEqual(Object.fromEntries(earlier));
  await switchFiles(folder, later, isOurs);
  expect(warn.mock.calls.join()).toContain('.next.damaged');
  expect(await found(folder)).toEqual(Object.fromEntries(later));
  warn.mockRestore();
});
