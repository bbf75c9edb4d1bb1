import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { load } from './load.js';

const run = fileURLToPath(new URL('../../src/setup/run.mjs', import.meta.url));
const start = (...args: string[]) => spawnSync(process.execPath, [run, ...args], { encoding: 'utf8' });

interface Manifest {
  scripts: Record<string, string>;
}
const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as Manifest;

describe('the commands', () => {
  test('are there for every script that calls them, with help', async () => {
    type Command = { summary: string; help?: string; ownHelp?: boolean };
    const { commands } = await load<{ commands: Record<string, Command> }>('commands/index.mjs');
    const called = Object.values(manifest.scripts).flatMap(
      (script) => /run\.mjs (\S+)/.exec(script)?.[1] ?? [],
    );
    expect(called).toContain('start');
    for (const name of called) expect(commands[name]?.summary).toMatch(/\w/);
    const { stdout, status } = start('--help');
    expect(status).toBe(0);
    for (const name of Object.keys(commands)) expect(stdout).toContain(`\n  ${name} `);
    expect(start('setup', '--help').stdout).toContain('--cuda');
  });

  test('refuse what they do not know, with the cure', () => {
    expect(start('strat')).toMatchObject({ status: 1, stdout: '' });
    expect(start('setup', '--speed')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('Cure:') as string,
    });
    expect(start('setup', 'nothing').stderr).toContain('choose of npm, native');
    expect(start('weights', 'lite9').stderr).toContain('efficientNetLite0');
  });
});

describe('the doctor', () => {
  test('reports as JSON; its exit code says whether something needed is broken', () => {
    const { stdout, status } = start('doctor', '--json');
    const report = JSON.parse(stdout) as Record<string, unknown> & {
      ok: boolean;
      problems: { severity: string; what: string; cure: string }[];
      steps: { name: string; state: string }[];
    };
    expect(status).toBe(report.ok ? 0 : 1);
    expect(report).toMatchObject({
      node: { version: process.versions.node },
      memory: { totalBytes: expect.any(Number) as number },
      disk: { freeBytes: expect.any(Number) as number },
      tensorflow: { variant: expect.stringMatching(/^cpu|cuda$/) as string },
    });
    for (const { name, state } of report.steps)
      expect([name, state]).toEqual([name, expect.stringMatching(/^(ready|missing|blocked)$/)]);
    for (const { severity, what, cure } of report.problems) {
      expect(severity).toMatch(/^(error|warning)$/);
      expect(what).toMatch(/\w/);
      expect(cure).toMatch(/\w/);
    }
    expect(report.ok).toBe(report.problems.every(({ severity }) => severity !== 'error'));
  });

  test('says which problem has which cure', async () => {
    type Find = (report: object) => { severity: string; what: string; cure: string }[];
    const { findProblems } = await load<{ findProblems: Find }>('doctor/problems.mjs');
    const healthy = {
      node: { version: '20.0.0', needed: '' },
      npm: { version: '11' },
      compilers: ['c++'],
      steps: [{ name: 'native', title: 'TensorFlow', state: 'ready' }],
      backend: { name: 'native', device: 'cpu' },
      gpu: { driver: null },
      tensorflow: { variant: 'cpu' },
      memory: { availableBytes: 8e9 },
      disk: { freeBytes: 9e9 },
    };
    const cures = (change: object) =>
      findProblems({ ...healthy, ...change }).map(({ severity, cure }) => [severity, cure]);
    expect(cures({})).toEqual([]);
    expect(cures({ npm: null })).toEqual([['error', 'install Node with npm']]);
    expect(cures({ steps: [{ name: 'npm', title: 'npm', state: 'missing' }] })).toEqual([
      ['error', 'npm run setup'],
    ]);
    const leftOut = {
      name: 'native',
      title: 'TensorFlow',
      state: 'missing',
      reason: 'no Python',
      cure: 'get it',
    };
    expect(cures({ steps: [leftOut, { ...leftOut, name: 'binding' }] })).toEqual([['warning', 'get it']]);
    expect(cures({ gpu: { driver: '/a' } })).toEqual([['warning', 'npm run setup -- --cuda']]);
    expect(cures({ backend: null })).toEqual([['error', 'npm run setup']]);
    expect(cures({ disk: { freeBytes: 1e6 } })).toEqual([['error', 'make 1000 MB free']]);
  });
});

describe('the choice of TensorFlow', () => {
  test('is what was asked for, else CUDA where there is a driver and room', async () => {
    type Choose = (options: object) => { variant: string };
    const { chooseVariant } = await load<{ chooseVariant: Choose }>('core/machine.mjs');
    const variant = (options: object) => chooseVariant({ root: '.', driver: '/driver', ...options }).variant;
    expect(variant({ asked: 'cpu', cudaInstalled: true })).toBe('cpu');
    expect(variant({ asked: 'cuda', driver: null })).toBe('cuda');
    expect(variant({ cudaInstalled: true })).toBe('cuda');
    expect(variant({ driver: null, cudaInstalled: true })).toBe('cpu');
  });
});

describe('the last line of the tests', () => {
  test('counts passed, failed, skipped and files that could not be loaded', async () => {
    const { summaryLine } = await load<{ summaryLine: (report?: object) => string }>('commands/test.mjs');
    const report = {
      numPassedTests: 7,
      numFailedTests: 1,
      numPendingTests: 0,
      numTodoTests: 0,
      testResults: [{ status: 'failed', assertionResults: [{ status: 'failed' }, { status: 'passed' }] }],
    };
    expect(summaryLine(report)).toBe('7 passed, 1 failed');
    const broken = { status: 'failed', assertionResults: [] };
    expect(summaryLine({ ...report, numPendingTests: 2, testResults: [...report.testResults, broken] })).toBe(
      '7 passed, 2 failed, 2 skipped',
    );
    expect(summaryLine()).toBe('0 passed, 1 failed');
  });
});
