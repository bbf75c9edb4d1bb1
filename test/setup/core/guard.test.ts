import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { isRunning } from '../../helpers/processes.js';
import { load, setupModule, temporaryFolder } from '../load.js';

type Capture = (program: string, args: string[], options: object) => Promise<string>;
const { capture } = await load<{ capture: Capture }>('core/process.mjs');
const module = setupModule('core/process.mjs');

test('what set-up starts ends at once when set-up is killed, with all that it has started', async () => {
  const folder = temporaryFolder();
  const pids = join(folder, 'pids');
  // As npm and pip do, a program with a program of its own.
  const program = `sleep 600 & echo "$$ $!" > '${pids}.tmp'; mv '${pids}.tmp' '${pids}'; wait`;
  const script = `
    import { capture } from ${JSON.stringify(module)};
    await capture('sh', ['-c', ${JSON.stringify(program)}], {});`;
  const starter = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'inherit' });
  await vi.waitFor(() => expect(existsSync(pids)).toBe(true), 10_000);
  const started = readFileSync(pids, 'utf8').trim().split(' ').map(Number);
  expect(started.map(isRunning)).toEqual([true, true]);
  starter.kill('SIGKILL');
  await vi.waitFor(() => expect(started.map(isRunning)).toEqual([false, false]), 10_000);
});

test('gives on output, exit codes and signals', async () => {
  expect(await capture('sh', ['-c', 'echo out; echo messages >&2'], {})).toBe('out\n');
  expect(await capture('sh', ['-c', 'echo out; echo messages >&2'], { messages: true })).toContain(
    'messages',
  );
  await expect(capture('sh', ['-c', 'exit 3'], { failure: 'it failed' })).rejects.toThrow(
    'it failed (exit code 3)',
  );
  await expect(capture('sh', ['-c', 'kill -TERM $$'], {})).rejects.toThrow('SIGTERM');
  await expect(capture('no-such-program', [], {})).rejects.toMatchObject({
    output: expect.stringContaining('ENOENT') as string,
  });
  const stop = new AbortController();
  const stopped = capture('sleep', ['600'], { signal: stop.signal });
  setTimeout(() => stop.abort(new Error('stopped')), 300);
  await expect(stopped).rejects.toThrow('stopped');
});
