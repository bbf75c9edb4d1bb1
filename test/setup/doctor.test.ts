import { describe, expect, test } from 'vitest';
import { load, start } from './load.js';

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
      expect([name, state]).toEqual([name, expect.stringMatching(/^(ready|missing|blocked|damaged)$/)]);
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
    const said = findProblems({
      ...healthy,
      tensorflow: { variant: 'cuda' },
      tensorflowSays: ['failed call to cuInit: 803'],
    });
    expect(said.map(({ what }) => what)).toEqual([
      'TensorFlow for CUDA runs on the CPU; failed call to cuInit: 803',
    ]);
    expect(cures({ gpu: { driver: '/a' } })).toEqual([['warning', 'npm run setup -- --cuda']]);
    expect(cures({ backend: null })).toEqual([['error', 'npm run setup']]);
    expect(cures({ disk: { freeBytes: 1e6 } })).toEqual([['error', 'make 1000 MB free']]);
  });
});
