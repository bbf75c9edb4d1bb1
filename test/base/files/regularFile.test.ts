import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openRegular, readRegular, readRegularSync } from '../../../src/base/files/regularFile.js';

const root = mkdtempSync(join(tmpdir(), 'regular-'));
afterAll(() => rmSync(root, { recursive: true }));
const at = (name: string): string => join(root, name);
writeFileSync(at('file'), 'content');
symlinkSync(at('file'), at('link'));
mkdirSync(at('folder'));
execFileSync('mkfifo', [at('pipe')]);

test('a file is read, also by a link', async () => {
  expect((await readRegular(at('file'))).toString()).toBe('content');
  expect(readRegularSync(at('link')).toString()).toBe('content');
  const handle = await openRegular(at('link'));
  expect((await handle.read(Buffer.alloc(3), 0, 3, 4)).buffer.toString()).toBe('ent');
  await handle.close();
});

test.each([
  ['pipe', at('pipe'), 'a named pipe'],
  ['folder', at('folder'), 'a folder'],
  ['device', '/dev/zero', 'a device'],
])('a %s is refused at once', async (_, path, found) => {
  const expected = { details: { where: path, found, kind: 'data' } };
  await expect(readRegular(path)).rejects.toMatchObject(expected);
  await expect(openRegular(path)).rejects.toMatchObject(expected);
  expect(() => readRegularSync(path)).toThrow(`There is ${found} in the place of a file`);
});

test('a socket is refused by the system', async () => {
  const server = createServer().listen(at('socket'));
  await new Promise((resolve) => server.once('listening', resolve));
  await expect(readRegular(at('socket'))).rejects.toMatchObject({ code: 'ENXIO' });
  server.close();
});

test('a file that is larger than what it is read as is refused', async () => {
  expect(await readRegular(at('file'), 7)).toHaveLength(7);
  await expect(readRegular(at('file'), 6)).rejects.toThrow('at most 6 bytes');
  expect(() => readRegularSync(at('file'), 6)).toThrow('7 bytes');
});

test('a file that is not there is the error of the system', async () => {
  await expect(readRegular(at('missing'))).rejects.toMatchObject({ code: 'ENOENT' });
});
