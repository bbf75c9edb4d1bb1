import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { packagePath } from '../../../src/base/files/packagePath.js';

test('Node itself gives the package’s protocol buffers as the tests’ loader does', () => {
  const program = `
    const { selectBackend } = await import('./dist/compute/backend/selectBackend.js');
    const { nativeMessages } = await import('./dist/compute/backend/nativePackage.js');
    await selectBackend({ prefer: 'native' });
    process.stdout.write(typeof nativeMessages().AttrValue, () => process.exit());`;
  const words = ['--input-type=module', '-e', program];
  expect(execFileSync(process.execPath, words, { cwd: packagePath(), encoding: 'utf8' })).toBe('function');
});
