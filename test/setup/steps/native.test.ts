import { chmodSync, cpSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { workspacePath } from '../../../src/base/files/workspacePath.js';
import { load, temporaryFolder } from '../load.js';

/** A Python that has pip, which finds no package. */
const emptyHanded = `#!/bin/sh
if [ "$1" = -c ]; then echo '{"version": [3, 11, 4], "pip": "24.0"}'; exit 0; fi
echo 'ERROR: No matching distribution found for tensorflow==2.20.0' >&2
exit 1
`;

test('where the CUDA wheels cannot be installed the set-up offers to do without the GPU', () => {
  const root = temporaryFolder();
  cpSync(workspacePath('src', 'setup'), join(root, 'src', 'setup'), { recursive: true });
  const python = join(root, 'python');
  writeFileSync(python, emptyHanded);
  chmodSync(python, 0o755);
  const run = join(root, 'src', 'setup', 'run.mjs');
  const { status, stderr } = spawnSync(process.execPath, [run, 'setup', '--cuda', 'native'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, PYTHON: python },
  });
  expect(status).toBe(1);
  expect(stderr).toContain('TensorFlow failed: the packages of ');
  expect(stderr).toContain('No matching distribution found for tensorflow==2.20.0');
  expect(stderr).toMatch(/Cure: check the network.*; npm run setup -- --cpu does without the GPU\./);
});

test('where the disk has no room for them it says how much they take, before it fetches anything', async () => {
  type Make = (context: object) => Promise<void>;
  const { nativeStep } = await load<{ nativeStep: { make: Make } }>('steps/native.mjs');
  const { workspacePaths } = await load<{ workspacePaths: (root: string) => object }>('core/paths.mjs');
  const context = {
    paths: workspacePaths(temporaryFolder()),
    variant: 'cuda',
    python: () => Promise.resolve({ program: '/nowhere/python', version: '3.11.4', pip: '24.0' }),
    say: () => undefined,
    freeBytes: () => 5e9,
  };
  const failed = nativeStep.make(context);
  await expect(failed).rejects.toThrow(/takes \d\.\d GB|takes \d+ MB of disk while .* 5000 MB are free/);
  await expect(failed).rejects.toMatchObject({
    cure: 'make room; npm run setup -- --cpu does without the GPU',
  });
});
