import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { isRunning } from '../../helpers/processes.js';
import { load, setupModule, temporaryFolder } from '../load.js';

const { endLeftChildren } = await load<{ endLeftChildren: (folder: string) => number[] }>(
  'core/children.mjs',
);
const module = setupModule('core/children.mjs');

test('a program whose starter was killed is ended with its group; one whose starter runs is not', async () => {
  const folder = join(temporaryFolder(), 'children');
  // Starts a shell with a program in it, as set-up starts npm, and waits to be killed.
  const script = `
    import { spawn } from 'node:child_process';
    import { noteChild } from '${module}';
    const child = spawn('sh', ['-c', 'sleep 600 & wait'], { detached: true, stdio: 'ignore' });
    noteChild(child.pid, ${JSON.stringify(folder)});
    setInterval(() => {}, 1000);`;
  const starter = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'inherit' });
  await vi.waitFor(() => expect(existsSync(folder) && readdirSync(folder)).toHaveLength(1), 10_000);
  const [name] = readdirSync(folder);
  const pid = Number.parseInt(name);
  expect(endLeftChildren(folder)).toEqual([]);
  expect(isRunning(pid)).toBe(true);
  const ended = new Promise((resolve) => starter.once('exit', resolve));
  starter.kill('SIGKILL');
  await ended;
  expect(isRunning(pid)).toBe(true);
  expect(endLeftChildren(folder)).toEqual([pid]);
  await vi.waitFor(() => expect(isRunning(pid)).toBe(false));
  expect(readdirSync(folder)).toEqual([]);
  expect(endLeftChildren(folder)).toEqual([]);
});
