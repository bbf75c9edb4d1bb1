import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { workspacePath } from '../../../src/base/files/workspacePath.js';

/** Runs a script against the compiled library in a process of its own, since a backend is chosen once per process. */
function inProcess(script: string, environment: Record<string, string> = {}): string {
  const program = `import { selectBackend, backendReport } from 'asymmetric-retrieval/compute'; ${script}`;
  return execFileSync(process.execPath, ['--input-type=module', '-e', program], {
    cwd: workspacePath(),
    env: { ...process.env, ...environment },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

describe('choosing the backend', () => {
  test('native TensorFlow comes first', () => {
    const report = JSON.parse(inProcess('console.log(JSON.stringify(await selectBackend()))')) as {
      name: string;
      tensorflowVersion: string;
    };
    expect(report.name).toBe('native');
    expect(report.tensorflowVersion).toMatch(/^2\./);
  });

  test('the environment forces plain JavaScript', () => {
    const output = inProcess('console.log((await selectBackend()).name, backendReport().reason)', {
      ASYMMETRIC_BACKEND: 'cpu',
    });
    expect(output).toContain('cpu asked for');
  });

  test('the environment keeps it to the processor, and a card that is not there is no reason to go on', () => {
    const script = 'console.log((await selectBackend()).device)';
    expect(inProcess(script, { ASYMMETRIC_DEVICE: 'cpu' })).toBe('cpu\n');
    expect(() => inProcess(script, { ASYMMETRIC_DEVICE: '99' })).toThrow(/not compute on card 99/);
  });

  test('an unknown name is refused with the names there are', () => {
    expect(() => inProcess('await selectBackend()', { ASYMMETRIC_BACKEND: 'cuda' })).toThrow(
      /native, webgpu, cpu/,
    );
  });

  test('asking for the report before the choice says what to call', () => {
    expect(() => inProcess('backendReport()')).toThrow(/selectBackend/);
  });

  test('a second choice in one process is refused', () => {
    expect(() =>
      inProcess("await selectBackend({ prefer: 'cpu' }); await selectBackend({ prefer: 'native' })"),
    ).toThrow(/chosen already/);
  });
});
