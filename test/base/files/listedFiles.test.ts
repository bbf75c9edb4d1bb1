import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { atomicWrite } from '../../../src/base/files/atomicWrite.js';
import { checksumFile, readListed, writeListed } from '../../../src/base/files/listedFiles.js';

vi.mock('../../../src/base/files/atomicWrite.js', { spy: true });

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'listed-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const write = (files: Record<string, string>, removed?: string[]) =>
  writeListed(folder, new Map(Object.entries(files)), removed);
const at = (name: string): string => join(folder, name);

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
    vi.mocked(atomicWrite).mockClear();
    const { atomicWrite: real } = await vi.importActual<
      typeof import('../../../src/base/files/atomicWrite.js')
    >('../../../src/base/files/atomicWrite.js');
    vi.mocked(atomicWrite).mockImplementation((file, data) =>
      vi.mocked(atomicWrite).mock.calls.length < n ? real(file, data) : Promise.reject(new Error('ended')),
    );
    await expect(write(after)).rejects.toThrow('ended');
    vi.mocked(atomicWrite).mockImplementation(real);
    for (const name of ['a.json', 'b.json'] as const)
      expect([before[name], after[name]]).toContain(readListed(folder, name));
    await write(after);
    expect(readFileSync(at(checksumFile), 'utf8').trim().split('\n')).toHaveLength(2);
  });
});
