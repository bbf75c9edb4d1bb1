import {
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { fileSystemError, onFiles } from '../../../src/base/files/fileSystemError.js';
import { RetrievalError } from '../../../src/errors.js';

const root = mkdtempSync(join(tmpdir(), 'errors-'));
afterAll(() => rmSync(root, { recursive: true }));
const at = (name: string): string => join(root, name);

async function detailsOf(work: () => unknown): Promise<RetrievalError['details']> {
  const error: unknown = await onFiles({}, work).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(RetrievalError);
  return (error as RetrievalError).details;
}

describe('what the operating system refuses is the library’s error:', () => {
  test('a file that is not there, a folder in its place, links in a circle, a name without end', async () => {
    mkdirSync(at('folder'));
    symlinkSync(at('circle'), at('circle'));
    const read = (name: string) => detailsOf(() => readFileSync(at(name)));
    const missing = await read('missing');
    expect(missing).toMatchObject({ where: at('missing'), kind: 'data' });
    expect(missing.what).toBe('Opening a file failed: it is not there');
    expect((await read('folder')).what).toBe('Reading a file failed: a folder stands in its place');
    expect((await read('circle')).what).toContain('its links lead in a circle');
    expect((await read('n'.repeat(300))).what).toContain('the name is too long');
    writeFileSync(at('file'), '');
    expect((await read('file/x')).what).toContain('a part of the path is not a folder');
  });

  test('a full disk, with what was being done and where', async () => {
    const full = openSync('/dev/full', 'w');
    const work = { doing: 'Saving the query model', where: 'models/q' };
    const error = await onFiles(work, () => writeSync(full, 'x')).catch((thrown: unknown) => thrown);
    const { what, where, fix } = (error as RetrievalError).details;
    expect([what, where]).toEqual(['Saving the query model failed: the disk is full', 'models/q']);
    expect(fix).toContain('make room');
  });

  test('a temporary folder that is no folder', async () => {
    const before = process.env.TMPDIR;
    process.env.TMPDIR = at('nowhere');
    try {
      const { fix } = await detailsOf(() => mkdtemp(join(tmpdir(), 'x-')));
      expect(fix).toContain('set TMPDIR');
    } finally {
      if (before === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = before;
    }
  });

  test.each(['EROFS', 'EDQUOT', 'EFBIG', 'EMFILE', 'EACCES', 'EPIPE', 'ENOTEMPTY', 'EIO'])('%s', (code) => {
    const raw = Object.assign(new Error(`${code}: refused, write`), { code, syscall: 'write' });
    const error = fileSystemError(raw, { where: 'here' }) as RetrievalError;
    expect(error.details).toMatchObject({ where: 'here', found: `${code}: refused, write`, cause: raw });
    expect(error.details.what).toMatch(/^Writing a file failed: ./);
    expect(error.details.fix).toBeTruthy();
  });
});

test('what is not of the operating system stays as it is', () => {
  const own = new RetrievalError({ what: 'own' });
  const other = Object.assign(new Error('x'), { code: 'ENOENT' });
  for (const error of [own, other, new TypeError('y'), 'text', undefined]) {
    expect(fileSystemError(error)).toBe(error);
  }
});
