import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspace } from '../core/paths.mjs';
import { runInForeground } from '../core/process.mjs';
import { setUp } from '../core/setUp.mjs';
import { readJson } from '../core/stamps.mjs';
import { allSteps } from '../steps/index.mjs';

/** The test suite, with its counts on the last line. */
export const test = {
  summary: 'the test suite',
  help: '  [FILTER...]  only test files whose path contains one of these; other options are those of vitest',
  async run(args) {
    const { nodeModules, root, state } = workspace;
    const report = join(state, 'test-report.json');
    const summary = join(state, 'test-summary.txt');
    rmSync(report, { force: true });
    mkdirSync(state, { recursive: true });
    writeFileSync(summary, '0 passed, 1 failed\n');
    if (!(await setUp(allSteps))) return 1;
    const vitest = join(nodeModules, 'vitest', 'vitest.mjs');
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const code = await runInForeground(process.execPath, [vitest, 'run', ...reporters, ...args], {
      cwd: root,
    });
    const line = summaryLine(readJson(report));
    writeFileSync(summary, `${line}\n`);
    console.log(line);
    return code;
  },
};

/** `N passed, N failed[, N skipped]`; a file that cannot be loaded, or a missing report, counts as one failure. */
export function summaryLine(report) {
  if (!report) return '0 passed, 1 failed';
  const broken = report.testResults.filter(({ status, assertionResults }) => {
    return status === 'failed' && assertionResults.every((result) => result.status !== 'failed');
  }).length;
  const skipped = report.numPendingTests + report.numTodoTests;
  const counts = `${report.numPassedTests} passed, ${report.numFailedTests + broken} failed`;
  return skipped > 0 ? `${counts}, ${skipped} skipped` : counts;
}
