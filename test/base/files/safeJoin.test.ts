import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join, relative, sep } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RetrievalError } from '../../../src/errors.js';
import { safeJoin } from '../../../src/base/files/safeJoin.js';

let root: string;
let outside: string;

beforeAll(() => {
  const base = mkdtempSync(join(tmpdir(), 'safe-join-'));
  root = join(base, 'root');
  outside = join(base, 'outside');
  mkdirSync(join(root, 'inner'), { recursive: true });
  mkdirSync(outside);
  writeFileSync(join(outside, 'secret.txt'), 'x');
  writeFileSync(join(root, 'file'), 'x');
  symlinkSync(outside, join(root, 'way-out'));
  symlinkSync(join(root, 'inner'), join(root, 'way-in'));
  symlinkSync(join(outside, 'nothing'), join(root, 'dangling'));
});
afterAll(() => rmSync(join(root, '..'), { recursive: true, force: true }));

describe('safeJoin', () => {
  test.each([
    '',
    '../x',
    'a/../../x',
    'a/..',
    '..\\x',
    '/etc/passwd',
    '\\server\\share',
    'C:\\x',
    'c:x',
    'a\0b',
    '%2e%2e/x',
    '%2E./x',
    'way-out',
    'way-out/secret.txt',
    'way-out/new/file',
    'dangling',
    'dangling/x',
  ])('refuses %j', (path) => {
    expect(() => safeJoin(root, path)).toThrow(RetrievalError);
  });

  test('accepts plain paths, links that stay inside, and odd but harmless names', () => {
    expect(safeJoin(root, 'inner/a.png')).toBe(join(root, 'inner', 'a.png'));
    expect(safeJoin(root, 'inner\\a.png')).toBe(join(root, 'inner', 'a.png'));
    expect(safeJoin(root, 'way-in/a.png')).toBe(join(root, 'way-in', 'a.png'));
    for (const name of ['__proto__', '...', 'a b', 'ä.png', '..a', 'file/below']) {
      expect(safeJoin(root, name)).toBe(join(root, name));
    }
  });

  test('never returns a path outside the root, whatever the input', () => {
    const part = fc.constantFrom('..', '.', 'a', 'way-out', '%2e%2e', 'C:', '', 'file', ' ', '...');
    const path = fc.oneof(
      fc.string(),
      fc.array(part, { maxLength: 6 }).chain((parts) => fc.constantFrom(parts.join('/'), parts.join('\\'))),
    );
    fc.assert(
      fc.property(path, (text) => {
        let target: string;
        try {
          target = safeJoin(root, text);
        } catch (error) {
          expect(error).toBeInstanceOf(RetrievalError);
          return;
        }
        const way = relative(root, target);
        expect(isAbsolute(way) || way === '..' || way.startsWith(`..${sep}`)).toBe(false);
        expect(way.split(sep)[0]).not.toBe('way-out');
      }),
      { numRuns: 500 },
    );
  });
});

test('a link that leads out is told how to be mended, and not to be without dots', () => {
  const error = (() => {
    try {
      return safeJoin(root, 'way-out');
    } catch (thrown) {
      return thrown as RetrievalError;
    }
  })() as RetrievalError;
  expect(error.details.fix).toBe('put the file itself in the place of the link');
});
