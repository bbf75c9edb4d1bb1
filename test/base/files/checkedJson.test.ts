import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readCheckedJson, withChecksum, writeCheckedJson } from '../../../src/base/files/checkedJson.js';

const folder = mkdtempSync(join(tmpdir(), 'checked-'));
const file = join(folder, 'value.json');
const value = { map: 52.3, names: ['a', 'b'], nothing: NaN };

afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => writeCheckedJson(file, value, 'its source'));
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(`${file}.damaged`, { force: true });
});

test('a value is read as it was written, as far as JSON has words for it', () => {
  expect(readCheckedJson(file, 'its source', 'it is made again')).toEqual({ ...value, nothing: null });
  expect(readCheckedJson(join(folder, 'other.json'), 'its source', 'it is made again')).toBeUndefined();
});

test.each([
  ['edited', (text: string) => text.replace('52.3', '99.9')],
  ['an object without anything', () => '{}'],
  ['cut off', (text: string) => text.slice(0, -9)],
  ['empty', () => ''],
  ['null', () => 'null'],
  ['without its checksum', () => JSON.stringify(value)],
])('a file that is %s is named and set aside, once', async (_, change) => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const changed = change(readFileSync(file, 'utf8'));
  writeFileSync(file, changed);
  expect(readCheckedJson(file, 'its source', 'the run is trained again')).toBeUndefined();
  expect(warn.mock.calls).toEqual([
    [expect.stringMatching(/value\.json was changed.*damaged.*trained again/)],
  ]);
  expect(readFileSync(`${file}.damaged`, 'utf8')).toBe(changed);
  expect(existsSync(file)).toBe(false);
  expect(readCheckedJson(file, 'its source', 'the run is trained again')).toBeUndefined();
  expect(warn).toHaveBeenCalledTimes(1);
  await writeCheckedJson(file, value, 'its source');
  expect(readCheckedJson(file, 'its source', '')).toMatchObject({ map: 52.3 });
});

test('a file that was made from something else is named and set aside, one of an earlier version is read', () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  expect(readCheckedJson(file, 'another source', 'it is made again')).toBeUndefined();
  expect(warn).toHaveBeenCalledWith(
    expect.stringMatching(/value\.json was made from something else.*damaged/),
  );
  expect(existsSync(`${file}.damaged`)).toBe(true);
  writeFileSync(file, JSON.stringify(withChecksum({ map: 1 })));
  expect(readCheckedJson(file, 'its source', '')).toEqual({ map: 1 });
});
