import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { load, temporaryFolder } from '../load.js';

interface LockOptions {
  onWait?: (pid: number) => void;
  signal?: AbortSignal;
  interval?: number;
}
type TakeLock = (path: string, options?: LockOptions) => Promise<() => void>;
const { takeLock } = await load<{ takeLock: TakeLock }>('core/lock.mjs');

describe('takeLock', () => {
  test('names this process and is gone after the release', async () => {
    const path = join(temporaryFolder(), 'deep', 'lock');
    const release = await takeLock(path);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ pid: process.pid });
    release();
    expect(existsSync(path)).toBe(false);
  });

  test('waits for a living owner and says so once', async () => {
    const path = join(temporaryFolder(), 'lock');
    const release = await takeLock(path);
    const waits: number[] = [];
    let taken = false;
    const second = takeLock(path, { onWait: (pid) => waits.push(pid), interval: 5 }).then((free) => {
      taken = true;
      return free;
    });
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect(taken).toBe(false);
    release();
    (await second)();
    expect(waits).toEqual([process.pid]);
  });

  test('stops waiting at an abort', async () => {
    const path = join(temporaryFolder(), 'lock');
    await takeLock(path);
    const signal = AbortSignal.timeout(20);
    await expect(takeLock(path, { signal, interval: 5000 })).rejects.toThrow();
  });

  test('lets only one of many hold it at a time', async () => {
    const path = join(temporaryFolder(), 'lock');
    let holders = 0;
    let most = 0;
    const work = async () => {
      const release = await takeLock(path, { interval: 1 });
      most = Math.max(most, ++holders);
      await new Promise((resolve) => setTimeout(resolve, 2));
      holders--;
      release();
    };
    await Promise.all(Array.from({ length: 8 }, work));
    expect(most).toBe(1);
  });

  test('takes over from a process that is gone, and from a damaged file', async () => {
    const folder = temporaryFolder();
    const gone = spawnSync(process.execPath, ['-e', '0']).pid;
    for (const content of [JSON.stringify({ pid: gone }), '', '{"pid": "x"}']) {
      const path = join(folder, 'lock');
      writeFileSync(path, content);
      const release = await takeLock(path);
      expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ pid: process.pid });
      release();
      expect(readdirSync(folder)).toEqual([]);
    }
  });

  test.runIf(existsSync('/proc/self/stat'))(
    'takes over when the process number belongs to a newer process',
    async () => {
      const path = join(temporaryFolder(), 'lock');
      const other = spawn('sleep', ['20']);
      try {
        writeFileSync(path, JSON.stringify({ pid: other.pid, started: 'an earlier boot 1' }));
        const release = await takeLock(path, { signal: AbortSignal.timeout(2000) });
        release();
      } finally {
        other.kill();
      }
    },
  );
});
