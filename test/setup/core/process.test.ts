import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { setupModule } from '../load.js';

/** Ends a job by a signal and gives what its starter says. */
function endedBy(signal: string): { code: string; said: string } {
  const job = `process.kill(process.pid, ${JSON.stringify(signal)}); setInterval(() => {}, 1000);`;
  const starting = `
    import { runInForeground } from ${JSON.stringify(setupModule('core/process.mjs'))};
    console.log(await runInForeground(process.execPath, ['-e', ${JSON.stringify(job)}]));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', starting], {
    encoding: 'utf8',
    timeout: 30_000,
  });
  return { code: stdout.trim(), said: stderr };
}

test('a job that is killed or crashes says by what, and its exit code is the signal’s', () => {
  const killed = endedBy('SIGKILL');
  expect(killed.code).toBe('137');
  expect(killed.said).toMatch(/ended by SIGKILL, as machines do whose memory is full[^]*fix: /);
  const crashed = endedBy('SIGABRT');
  expect(crashed.code).toBe('134');
  expect(crashed.said).toMatch(/ended by SIGABRT\.\n/);
});

test('a job that is asked to end does so without a word', () => {
  expect(endedBy('SIGINT')).toEqual({ code: '130', said: '' });
  expect(endedBy('SIGTERM')).toEqual({ code: '143', said: '' });
});
