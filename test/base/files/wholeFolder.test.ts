import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import type * as Files from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { isLeftover, readWholeFolder, writeWholeFolder } from '../../../src/base/files/wholeFolder.js';

/** How many operations the file system still does; after them one fails, or all do. */
const disk = vi.hoisted(() => ({ left: Infinity, isDead: false }));

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof Files>();
  type Operation = (...given: never[]) => Promise<unknown>;
  const mayFail =
    (operation: Operation, before?: Operation): Operation =>
    async (...given) => {
      const left = disk.left--;
      if (left > 0 || (left < 0 && !disk.isDead)) return operation(...given);
      await before?.(...given);
      throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    };
  return {
    ...real,
    mkdir: mayFail(real.mkdir),
    rename: mayFail(real.rename),
    rm: mayFail(real.rm),
    open: mayFail(async (...given) => {
      const handle = await real.open(...(given as unknown as Parameters<typeof real.open>));
      const write = (content: string | Uint8Array) => handle.writeFile(content);
      return {
        // A write that fails leaves a part of it.
        writeFile: mayFail(write, (content: string | Uint8Array) =>
          write(content.slice(0, content.length / 2)),
        ),
        sync: mayFail(() => handle.sync()),
        close: () => handle.close(),
      };
    }),
  };
});

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'whole-'));
});
afterEach(() => {
  Object.assign(disk, { left: Infinity, isDead: false });
  rmSync(parent, { recursive: true, force: true });
});

const content = new Map<string, string | Uint8Array>([
  ['a.bin', Uint8Array.of(1, 2, 3)],
  ['b.json', '{"b":1}'],
]);
const asBuffers = new Map([...content].map(([name, text]) => [name, Buffer.from(text as string)]));

describe.each([
  ['fails once', false],
  ['is gone with the process', true],
])('when the disk %s', (_, isDead) => {
  test('after any number of operations, the folder is there whole or not at all', async () => {
    const outcomes = new Set<boolean>();
    let failures = 0;
    for (let allowed = 0; ; allowed++) {
      const folder = join(parent, `f${allowed}`);
      Object.assign(disk, { left: allowed, isDead });
      const error: unknown = await writeWholeFolder(folder, content).catch((error: unknown) => error);
      Object.assign(disk, { left: Infinity });
      const files = await readWholeFolder(folder);
      outcomes.add(existsSync(folder));
      expect(files).toEqual(existsSync(folder) ? asBuffers : undefined);
      const others = readdirSync(parent).filter((name) => !/^f\d+$/.test(name));
      if (isDead) expect(others.every(isLeftover)).toBe(true);
      else expect(others).toEqual([]);
      others.forEach((name) => rmSync(join(parent, name), { recursive: true }));
      if (error === undefined) break;
      failures++;
    }
    expect(failures).toBeGreaterThan(10);
    expect([...outcomes].sort()).toEqual([false, true]);
  });
});

test('a file that changed, is or is missing makes no whole folder', async () => {
  const folder = join(parent, 'f');
  await writeWholeFolder(folder, content);
  writeFileSync(join(folder, 'b.json'), '{"b":2}');
  expect(await readWholeFolder(folder)).toBeUndefined();
  rmSync(join(folder, 'b.json'));
  expect(await readWholeFolder(folder)).toBeUndefined();
  expect(await readWholeFolder(join(parent, 'none'))).toBeUndefined();
});

test('leftovers are those of processes that are gone', () => {
  expect(isLeftover('.writing-999999999-f')).toBe(true);
  expect(isLeftover(`.writing-${process.pid}-f`)).toBe(true);
  expect(isLeftover(`.writing-${process.ppid}-f`)).toBe(false);
  expect(isLeftover('step-1')).toBe(false);
});
