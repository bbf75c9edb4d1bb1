import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { isRunning } from '../helpers/processes.js';
import { setupModule } from '../setup/load.js';

const folder = mkdtempSync(join(tmpdir(), 'parent-'));
afterAll(() => rmSync(folder, { recursive: true }));

const built = (file: string): string => new URL(`../../src/dist/${file}`, import.meta.url).href;
const setup = setupModule('core/process.mjs');

/** Starts a job as set-up starts the library's commands, kills the starter and waits for the end of the job. */
async function killStarter(job: string, name: string): Promise<void> {
  const place = join(folder, name);
  const code = `
    import { writeFileSync } from 'node:fs';
    import { endWithParent } from ${JSON.stringify(built('base/endWithParent.js'))};
    ${job}
    writeFileSync(${JSON.stringify(place)}, String(process.pid));
    setInterval(() => {}, 1000);`;
  const starting = `
    import { runInForeground } from ${JSON.stringify(setup)};
    await runInForeground(process.execPath, ['--input-type=module', '-e', ${JSON.stringify(code)}]);`;
  const starter = spawn(process.execPath, ['--input-type=module', '-e', starting], { stdio: 'ignore' });
  await vi.waitFor(() => expect(existsSync(place)).toBe(true), 10_000);
  const pid = Number(readFileSync(place, 'utf8'));
  expect(isRunning(pid)).toBe(true);
  starter.kill('SIGKILL');
  await vi.waitFor(() => expect(isRunning(pid)).toBe(false), 10_000);
}

test('a job ends when the process that started it is killed', async () => {
  await killStarter('endWithParent();', 'plain');
});

test('and may keep what it has before', async () => {
  const kept = JSON.stringify(join(folder, 'kept'));
  await killStarter(
    `process.on('SIGTERM', () => { writeFileSync(${kept}, ''); process.exit(); }); endWithParent();`,
    'keeping',
  );
  expect(existsSync(join(folder, 'kept'))).toBe(true);
});

test('one that another process has started is left alone', async () => {
  const code = `
    import { endWithParent } from ${JSON.stringify(built('base/endWithParent.js'))};
    endWithParent();
    setTimeout(() => console.log('whole'), 2500);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    env: { ...process.env, ASYMMETRIC_PARENT: '1' },
  });
  const output = await new Promise((resolve) => child.stdout.once('data', (text) => resolve(String(text))));
  expect(output).toBe('whole\n');
});
