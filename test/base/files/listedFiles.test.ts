import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { atomicWrite } from '../../../src/base/files/atomicWrite.js';
import { checksumFile, listedReader, readListed, writeListed } from '../../../src/base/files/listedFiles.js';

vi.mock('../../../src/base/files/atomicWrite.js', { spy: true });

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'listed-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const write = (files: Record<string, string>, removed?: string[]) =>
  writeListed(folder, new Map(Object.entries(files)), removed);
const at = (name: string): string => join(folder, name);

const { atomicWrite: real } = await vi.importActual<typeof import('../../../src/base/files/atomicWrite.js')>(
  '../../../src/base/files/atomicWrite.js',
);

/** Lets a write end before it replaces its n-th file. */
async function endBefore(n: number, work: () => Promise<void>): Promise<void> {
  vi.mocked(atomicWrite).mockClear();
  vi.mocked(atomicWrite).mockImplementation((file, data) =>
    vi.mocked(atomicWrite).mock.calls.length < n ? real(file, data) : Promise.reject(new Error('ended')),
  );
  await expect(work()).rejects.toThrow('ended');
  vi.mocked(atomicWrite).mockImplementation(real);
}

/** Both files by one reader. */
function together(): (string | undefined)[] | string {
  try {
    return ['b.json', 'a.json'].map(listedReader(folder)).reverse();
  } catch (error) {
    return /of two writes/.exec((error as Error).message)?.[0] ?? String(error);
  }
}

describe('files that a list of checksums names', () => {
  test('are read as they were written, and sha256sum finds them right', async () => {
    await write({ 'a.json': '[1]', 'below/b.json': '{}' });
    await write({ 'c.json': '2' }, ['a.json']);
    expect(['below/b.json', 'c.json'].map((name) => readListed(folder, name))).toEqual(['{}', '2']);
    expect(execFileSync('sha256sum', ['--check', checksumFile], { cwd: folder, encoding: 'utf8' })).toBe(
      'below/b.json: OK\nc.json: OK\n',
    );
    expect(existsSync(at('a.json'))).toBe(false);
    expect(readListed(folder, 'a.json')).toBeUndefined();
  });

  test('are refused by name when one character was changed, or when they came from elsewhere', async () => {
    await write({ 'a.json': '[1]', 'b.json': '[2]' });
    writeFileSync(at('a.json'), '[9]');
    writeFileSync(at('foreign.json'), '[3]');
    expect(() => readListed(folder, 'a.json')).toThrow(/not what was written[^]*a\.json[^]*version control/);
    expect(() => readListed(folder, 'foreign.json')).toThrow(/foreign\.json[^]*a line in[^]*SHA256SUMS/);
    expect(readListed(folder, 'b.json')).toBe('[2]');
    rmSync(at(checksumFile));
    expect(() => readListed(folder, 'b.json')).toThrow(/a line in[^]*SHA256SUMS/);
  });

  test.each([1, 2, 3, 4])('are old or new, and listed, where the process ends before write %i', async (n) => {
    const [before, after] = [
      { 'a.json': '[1]', 'b.json': '[2]' },
      { 'a.json': '[3]', 'b.json': '[4]' },
    ];
    await write(before);
    await endBefore(n, () => write(after));
    for (const name of ['a.json', 'b.json'] as const)
      expect([before[name], after[name]]).toContain(readListed(folder, name));
    expect(together()).toEqual([['[1]', '[2]'], ['[1]', '[2]'], 'of two writes', ['[3]', '[4]']][n - 1]);
    await write(after);
    expect(together()).toEqual(['[3]', '[4]']);
    expect(readFileSync(at(checksumFile), 'utf8').trim().split('\n')).toHaveLength(2);
  });

  test('of two writes are not paired by a third that is cut off too', async () => {
    await write({ 'a.json': '[1]', 'b.json': '[2]' });
    await endBefore(3, () => write({ 'a.json': '[3]', 'b.json': '[4]' }));
    // Back to the first content of one and on to the second of the other.
    const third = { 'a.json': '[1]', 'b.json': '[4]' };
    await endBefore(2, () => write(third));
    expect(together()).toMatch(/not what was written/);
    await write(third);
    expect(together()).toEqual(['[1]', '[4]']);
  });
});
