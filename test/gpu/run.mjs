import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/**
 * `npm run gpu-tests`: what can be shown of a GPU without one, in its long form. The stand-in for the driver needs
 * `npm run setup -- --cuda native binding` and a C compiler, WebGPU a Chromium for its software adapter; what is skipped says why.
 */
const { status } = spawnSync(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', '--reporter=verbose', 'test/gpu', ...process.argv.slice(2)],
  {
    cwd: join(import.meta.dirname, '../..'),
    stdio: 'inherit',
    env: { ...process.env, ASYMMETRIC_GPU_TESTS: 'long' },
  },
);
process.exitCode = status ?? 1;
