import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadPlugin } from '../../../src/base/registry/loadPlugin.js';
import { createRegistry } from '../../../src/base/registry/registry.js';

const folder = mkdtempSync(join(tmpdir(), 'plugin-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const registry = createRegistry<object>('thing', { own: {} }, ['make']);
/** A file outside the tests reaches the registry through this. */
beforeAll(() => void Object.assign(globalThis, { thingsOfTest: registry }));

function write(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}
const register = (name: string): string => `globalThis.thingsOfTest.register('${name}', { make() {} });\n`;

test('a plugin registers, and its code is that of its files', async () => {
  write('helper.mjs', 'export const number = 1;\n');
  const file = write('mine.mjs', `import { number } from './helper.mjs';\nvoid number;\n${register('mine')}`);
  expect(await loadPlugin(file)).toEqual(['thing mine']);
  const { text } = registry.codeOf('mine')!;
  expect(text).toContain('mine.mjs\nimport');
  expect(text).toContain('helper.mjs\nexport const number = 1;');
});

test('a plugin is loaded once', async () => {
  const file = write('once.mjs', `${register('once')}`);
  await loadPlugin(file);
  expect(await loadPlugin(join(folder, '.', 'once.mjs'))).toEqual(['thing once']);
  expect(registry.codeOf('once')!.revision).toBe(1);
});

test.each([
  ['is not there', 'none.mjs', undefined, /can not be loaded[^]*none\.mjs[^]*no such file/],
  ['does not parse', 'broken.mjs', 'const = 3;', /can not be loaded[^]*broken\.mjs/],
  ['throws', 'throws.mjs', `throw new Error('my mistake');`, /can not be loaded[^]*my mistake/],
  ['registers nothing', 'nothing.mjs', 'export const a = 1;', /registers nothing[^]*nothing\.mjs/],
  ['takes a name', 'takes.mjs', register('own'), /name of the thing is taken[^]*own, in .*takes\.mjs/],
])('a plugin that %s is refused', async (_, name, text, message) => {
  const file = text === undefined ? join(folder, name) : write(name, text);
  const loading = loadPlugin(file);
  await expect(loading).rejects.toThrow(message);
  await expect(loading).rejects.toMatchObject({ details: { kind: 'usage' } });
});

test('what is registered after a failed load belongs to no plugin', () => {
  registry.register('after', { make: () => 1 });
  expect(registry.codeOf('after')!.file).toBeUndefined();
});
