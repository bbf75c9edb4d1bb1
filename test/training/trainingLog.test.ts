import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { owningFolder } from '../../src/base/files/owning.js';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { openTrainingLog } from '../../src/training/trainingLog.js';

test('looks at the model become lines, and what is not known none for TensorBoard', async () => {
  await selectBackend();
  const folder = mkdtempSync(join(tmpdir(), 'log-'));
  const log = await openTrainingLog(folder);
  log.look({ step: 5, orderConsistency10: 71.5, mapAsymmetric: NaN } as { step: number });
  await log.close();
  const line: unknown = JSON.parse(readFileSync(join(folder, 'log.jsonl'), 'utf8'));
  expect(line).toEqual({ step: 5, orderConsistency10: 71.5, mapAsymmetric: null });
  for (const file of readdirSync(folder).filter((name) => name.includes('tfevents'))) {
    const events = readFileSync(join(folder, file), 'latin1');
    expect(events).toMatch(/orderConsistency10/);
    expect(events).not.toMatch(/mapAsymmetric/);
  }
  rmSync(folder, { recursive: true });
});

test('a log stays unless it may be replaced, and a folder that cannot be is named', async () => {
  await selectBackend();
  const folder = mkdtempSync(join(tmpdir(), 'log-'));
  const events = () => readdirSync(folder).filter((name) => name.includes('tfevents'));
  const log = async (overwrite: boolean) => {
    const opened = await openTrainingLog(folder, { overwrite });
    opened.look({ step: 1, measure: 0.5 } as { step: number });
    await opened.close();
  };
  await log(false);
  const before = events();
  await expect(log(false)).rejects.toThrow(/another training[^]*--overwrite/);
  expect(events()).toEqual(before);
  await log(true);
  // Curves of two trainings in one folder would be drawn as one.
  expect(events()).toHaveLength(before.length);
  writeFileSync(join(folder, 'file'), '');
  await expect(openTrainingLog(join(folder, 'file', 'log'))).rejects.toThrow(
    /cannot be written[^]*ENOTDIR|EEXIST/,
  );
  rmSync(folder, { recursive: true });
});

test('a log has one training at a time, and the next one once it is closed', async () => {
  await selectBackend();
  const folder = mkdtempSync(join(tmpdir(), 'log-'));
  const first = await openTrainingLog(folder);
  first.look({ step: 1 });
  await expect(openTrainingLog(folder)).rejects.toThrow(/Somebody else is writing/);
  await first.close();
  expect(readFileSync(join(folder, 'log.jsonl'), 'utf8')).toBe('{"step":1}\n');
  await (await openTrainingLog(folder)).close();
  expect(readdirSync(folder)).not.toContain('.lock');
  // Whoever owns the folder may open the log in it.
  await owningFolder(folder, async () => (await openTrainingLog(folder)).close());
  await expect(openTrainingLog(folder, { overwrite: false })).rejects.toThrow(/another training/);
  await (await openTrainingLog(folder)).close();
  rmSync(folder, { recursive: true });
});

test('the log of a training that goes on stays up to where it goes on', async () => {
  await selectBackend();
  const folder = mkdtempSync(join(tmpdir(), 'log-'));
  const file = join(folder, 'log.jsonl');
  const step = (n: number) => ({ step: n, steps: 9, epoch: 1, loss: n, learningRate: 0, imagesPerSecond: 1 });
  const steps = () =>
    readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { step: number }).step);
  // The process was killed while it wrote, after its last checkpoint.
  writeFileSync(file, `${[1, 2, 2, 3].map((n) => JSON.stringify(step(n))).join('\n')}\n{"step":4,"lo`);
  for (const [first, expected] of [
    [3, [1, 2, 2, 3, 4]],
    [1, [1, 2]],
  ] as const) {
    const log = await openTrainingLog(folder, { overwrite: false, continues: true });
    log.write(step(first));
    log.write(step(first + 1));
    await log.close();
    expect(steps()).toEqual(expected);
  }
  rmSync(folder, { recursive: true });
});

test('each step becomes a line, and an entry for TensorBoard on the native backend', async () => {
  const { name } = await selectBackend();
  const folder = mkdtempSync(join(tmpdir(), 'log-'));
  const log = await openTrainingLog(folder);
  const step = (n: number) => ({
    step: n,
    steps: 2,
    epoch: 1,
    loss: 1 / n,
    learningRate: 0.1,
    imagesPerSecond: 100,
  });
  log.write(step(1));
  log.write(step(2));
  await log.close();
  const lines = readFileSync(join(folder, 'log.jsonl'), 'utf8').trim().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as { loss: number }).loss)).toEqual([1, 0.5]);
  const events = readdirSync(folder).filter((file) => file.includes('tfevents'));
  expect(events).toHaveLength(name === 'native' ? 1 : 0);
  for (const file of events) expect(statSync(join(folder, file)).size).toBeGreaterThan(100);
  rmSync(folder, { recursive: true });
});
