import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { load, start } from './load.js';

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
