import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { thisHolder } from '../../../src/base/files/lockHolder.js';
import { owningFile, owningFolder } from '../../../src/base/files/owning.js';
import { startRacers, type Racers } from '../../helpers/racers.js';

const root = mkdtempSync(join(tmpdir(), 'owning-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let number = 0;
const fresh = (): string => join(root, `place-${number++}`);
const gone = (): number => spawnSync(process.execPath, ['-e', '']).pid;

describe('owningFolder', () => {
  test('refuses a second writer with the name of the first, and is free afterwards', async () => {
    const folder = fresh();
    await owningFolder(folder, async () => {
      expect(readdirSync(folder)).toEqual(['.lock']);
      writeFileSync(join(folder, 'mine'), '');
      // As a call that knows nothing of the first: out of its context.
      await expect(outside(() => owningFolder(folder, () => Promise.resolve()))).rejects.toMatchObject({
        details: {
          where: folder,
          kind: 'usage',
          found: expect.stringContaining('another call in this process') as string,
        },
      });
    });
    expect(readdirSync(folder)).toEqual(['mine']);
    expect(await owningFolder(folder, () => Promise.resolve(7))).toBe(7);
  });

  test('what the owner calls need not ask again, also by way of a link', async () => {
    const [folder, link] = [fresh(), fresh()];
    const result = await owningFolder(folder, async () => {
      symlinkSync(folder, link);
      return owningFolder(link, () => owningFolder(folder, () => Promise.resolve('inner')));
    });
    expect(result).toBe('inner');
    expect(existsSync(folder)).toBe(false);
  });

  test('waits where that is asked for, and stops waiting when told', async () => {
    const folder = fresh();
    const order: string[] = [];
    const first = owningFolder(folder, async () => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      order.push('first');
    });
    await vi.waitFor(() => expect(existsSync(join(folder, '.lock'))).toBe(true));
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(owningFolder(folder, () => Promise.resolve(), { wait: true, signal })).rejects.toThrow(
      'enough',
    );
    await Promise.all([
      first,
      owningFolder(folder, () => Promise.resolve(void order.push('second')), { wait: true }),
    ]);
    expect(order).toEqual(['first', 'second']);
  });

  test('is given back when the work fails', async () => {
    const folder = fresh();
    const failing = owningFolder(folder, () => Promise.reject(new Error('broken')));
    await expect(failing).rejects.toThrow('broken');
    expect(existsSync(folder)).toBe(false);
  });

  test('says why a folder can not be made', async () => {
    const file = fresh();
    writeFileSync(file, '');
    await expect(owningFolder(join(file, 'x'), () => Promise.resolve())).rejects.toMatchObject({
      name: 'RetrievalError',
      details: { what: expect.stringContaining('a part of the path is not a folder') as string },
    });
  });
});

describe('the lock of a holder that is gone is taken over:', () => {
  test.each([
    ['its number is nobody’s', () => ({ pid: gone() })],
    ['its number is another’s by now', () => ({ pid: process.ppid, process: 'an earlier one' })],
    ['nothing readable', () => ({ pid: 'x' })],
  ])('%s', async (_, change) => {
    const file = fresh();
    const lock = join(root, `.${file.slice(root.length + 1)}.lock`);
    writeFileSync(lock, JSON.stringify({ ...thisHolder(), ...change() }));
    writeFileSync(`${lock}.left.new`, JSON.stringify({ ...thisHolder(), pid: gone() }));
    expect(await owningFile(file, () => Promise.resolve('taken'))).toBe('taken');
    expect(readdirSync(root).filter((name) => name.includes('.lock'))).toEqual([]);
  });

  test('of another machine nothing is known: it is refused with how to go on', async () => {
    const file = fresh();
    const lock = join(root, `.${file.slice(root.length + 1)}.lock`);
    writeFileSync(lock, JSON.stringify({ ...thisHolder(), pid: gone(), host: `not-${hostname()}` }));
    await expect(owningFile(file, () => Promise.resolve())).rejects.toThrow(`remove ${lock}`);
    rmSync(lock);
  });
});

describe('processes that race', () => {
  let racers: Racers;
  beforeAll(async () => {
    racers = await startRacers(join(import.meta.dirname, 'racer.ts'), 3);
  }, 60_000);
  afterAll(() => racers.stop());

  test.each([
    ['for a free folder', false],
    ['for the folder of a killed process', true],
  ])(
    '%s: who is in is alone, the others are told who that is',
    async (_, hasLeft) => {
      for (let round = 0; round < 10; round++) {
        const folder = mkdtempSync(join(root, 'race-'));
        if (hasLeft) writeFileSync(join(folder, '.lock'), JSON.stringify({ ...thisHolder(), pid: gone() }));
        const outcomes = await racers.race(folder);
        const winners = outcomes.filter(({ done }) => done);
        expect(winners.length).toBeGreaterThan(0);
        for (const { refused } of outcomes) if (refused) expect(refused).toMatch(/process \d+ \(.+\), since/);
        const lines = readFileSync(join(folder, 'log'), 'utf8').trim().split('\n');
        expect(lines).toHaveLength(2 * winners.length);
        for (let at = 0; at < lines.length; at += 2) expect(lines[at + 1]).toBe(`${lines[at].slice(3)} out`);
        expect(readdirSync(folder).sort()).toEqual(['content', 'log']);
      }
    },
    60_000,
  );
});

/** Does something outside the asynchronous context of the caller. */
function outside<T>(work: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    calls.push(() => void work().then(resolve, reject));
  });
}
const calls: (() => void)[] = [];
const timer = setInterval(() => calls.splice(0).forEach((call) => call()), 5);
afterAll(() => clearInterval(timer));
