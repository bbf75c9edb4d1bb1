import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { executeNotebook } from '../../../../src/report/notebook/execute/executeNotebook.js';
import { executeNotebooks } from '../../../../src/report/notebook/execute/executeNotebooks.js';

vi.mock('../../../../src/report/notebook/execute/executeNotebook.js', () => ({
  executeNotebook: vi.fn(({ output }: { output: string }) => {
    mkdirSync(dirname(output), { recursive: true });
    writeFileSync(output, '{"mAP": 52.3}');
    return Promise.resolve();
  }),
}));

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'notebooks-'))));
afterEach(() => {
  vi.clearAllMocks();
  rmSync(folder, { recursive: true });
});

async function run(): Promise<boolean> {
  const input = join(folder, 'source.ipynb');
  writeFileSync(input, JSON.stringify({ cells: [{ cell_type: 'code', source: '1' }] }));
  const out = join(folder, 'out');
  const [{ reused } = { reused: false }] = await executeNotebooks({
    inputs: [input],
    folder: out,
    env: {},
    stateHash: 'state',
  });
  return reused;
}

test('an executed notebook is taken as it is, and executed again where its outputs or the record were changed', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  expect([await run(), await run()]).toEqual([false, true]);
  const output = join(folder, 'out', 'source.ipynb');
  writeFileSync(output, readFileSync(output, 'utf8').replace('52.3', '99.9'));
  expect([await run(), await run()]).toEqual([false, true]);
  expect(readFileSync(output, 'utf8')).toContain('52.3');
  expect(warn).toHaveBeenLastCalledWith(
    expect.stringMatching(/source\.ipynb was changed since it was executed/),
  );
  const record = join(folder, 'out', 'executed.json');
  writeFileSync(record, readFileSync(record, 'utf8').replace(/"output":"./, '"output":"x'));
  expect([await run(), await run()]).toEqual([false, true]);
  expect(warn).toHaveBeenLastCalledWith(expect.stringMatching(/executed\.json was changed or cut off/));
  expect(executeNotebook).toHaveBeenCalledTimes(3);
});
