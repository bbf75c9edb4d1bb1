import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { descendants, isRunning, startModule } from '../helpers/processes.js';
import { startSide } from '../../src/bench/sideProcess.js';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'bench-test-'))));
afterEach(() => rmSync(folder, { recursive: true }));

test('a side that fails is reported with its last words', async () => {
  const program = 'console.log("noise"); console.error("no such library"); process.exit(3)';
  await expect(startSide('peer', process.execPath, ['-e', program], 1)).rejects.toThrow(/no such library/);
  await expect(startSide('peer', join(folder, 'missing'), [], 1)).rejects.toThrow(/ENOENT/);
});

test('a side says hello and answers each request', async () => {
  const program = `
    const say = (value) => console.log('@' + JSON.stringify(value));
    say({ versions: { threads: process.env.OMP_NUM_THREADS } });
    require('readline').createInterface({ input: process.stdin }).on('line', (line) => {
      console.log('noise');
      say({ milliseconds: Array(Number(line)).fill(1), check: {} });
    });`;
  const side = await startSide('peer', process.execPath, ['-e', program], 3);
  expect(side.hello.versions.threads).toBe('3');
  expect((await side.run(2)).milliseconds).toEqual([1, 1]);
  expect((await side.run(1)).milliseconds).toEqual([1]);
  await side.stop();
});

test('a side ends when what started it is killed', async () => {
  const side = ['src/dist/bench/side.js', 'freshProcess', folder, 'nothing'];
  const starter = startModule('bench/sideProcess.js', 'startSide', 'ours', process.execPath, side, 1);
  await new Promise((started) => starter.stdout!.once('data', started));
  const [pid] = descendants(starter.pid!);
  expect(isRunning(pid)).toBe(true);
  starter.kill('SIGKILL');
  await vi.waitFor(() => expect(isRunning(pid)).toBe(false), 10_000);
}, 30_000);
