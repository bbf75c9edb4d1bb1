import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { openTrainingLog } from '../../src/training/trainingLog.js';

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
