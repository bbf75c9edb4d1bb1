import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { packagePath } from '../../src/base/files/packagePath.js';

/** Runs the real command. */
function asym(...words: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [packagePath('dist', 'cli', 'main.js'), ...words],
    { encoding: 'utf8', env: { ...process.env, ASYMMETRIC_DEVICE: '' } },
  );
  return { code: status, stdout, stderr };
}

test('the device that was asked for is said, before or after the command', () => {
  for (const words of [
    ['--device', 'cpu', 'list', 'losses'],
    ['list', 'losses', '--device', 'cpu'],
  ]) {
    const { code, stdout, stderr } = asym(...words);
    expect([code, stderr]).toEqual([0, 'Computing on the CPU (native).\n']);
    expect(stdout).toMatch(/featureRegression/);
  }
});

test('a device that is not there ends a command before its work', () => {
  const missing = asym('list', 'losses', '--device', '99');
  expect([missing.code, missing.stdout]).toEqual([1, '']);
  expect(missing.stderr).toMatch(/not compute on card 99[^]*nvidia-smi -L/);
  expect(asym('list', 'losses', '--device', 'cuda')).toMatchObject({ code: 2, stdout: '' });
});
