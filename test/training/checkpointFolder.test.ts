import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { randomSource } from '../../src/base/randomSource.js';
import { openCheckpoints, removeCheckpoints } from '../../src/training/checkpointFolder.js';
import type { TrainingCheckpoint } from '../../src/training/trainingCheckpoint.js';

let parent: string;
let folder: string;
let said: string[];
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'kept-'));
  folder = join(parent, 'model', '.training');
  said = [];
  vi.spyOn(console, 'warn').mockImplementation((text: string) => void said.push(text));
});
afterEach(() => {
  rmSync(parent, { recursive: true, force: true });
  vi.restoreAllMocks();
});

const run = { id: 'one', config: { training: { epochs: 4, batchSize: 8 }, seed: 0 } };

function checkpoint(step: number): TrainingCheckpoint {
  const random = randomSource(step);
  random.normal();
  return {
    step,
    position: { epoch: 2, batch: 3, order: random.state() },
    noise: random.state(),
    spent: { seconds: 1.5, images: 8 },
    parts: {
      model: {
        tensors: [
          { shape: [2, 1], data: Float32Array.of(step, -0) },
          { shape: [], data: Float32Array.of(1e-42) },
        ],
        values: null,
      },
      mined: { tensors: [{ shape: [3], data: Int32Array.of(3, 2, 1) }], values: null },
      watch: { tensors: [], values: { best: 0.1 } },
    },
  };
}

async function keepSteps(...steps: number[]): Promise<void> {
  const checkpoints = await openCheckpoints(folder, run);
  for (const step of steps) await checkpoints.write(checkpoint(step));
}

test('what is kept comes back as it was, and the last two stay', async () => {
  expect((await openCheckpoints(folder, run)).from).toBeUndefined();
  await keepSteps(5, 10, 100_000_001);
  expect(readdirSync(folder).sort()).toEqual(['step-00000010', 'step-100000001']);
  expect((await openCheckpoints(folder, run)).from).toEqual(checkpoint(100_000_001));
  expect(said.at(-1)).toContain(`goes on from step 100000001, which is kept in ${folder}`);
});

test.each(['tensors.safetensors', 'state.json', 'manifest.json'])(
  'a checkpoint with a damaged or missing %s is set aside by name, and the one before it counts',
  async (name) => {
    await keepSteps(5, 10);
    const file = join(folder, 'step-00000010', name);
    const bytes = readFileSync(file);
    bytes[bytes.length - 5] ^= 1;
    writeFileSync(file, bytes);
    expect((await openCheckpoints(folder, run)).from?.step).toBe(5);
    expect(said.join()).toContain(`${join(folder, 'step-00000010')} was changed or cut off`);
    expect(readdirSync(folder).sort()).toEqual(['step-00000005', 'step-00000010.damaged']);

    rmSync(join(folder, 'step-00000005', name));
    expect((await openCheckpoints(folder, run)).from).toBeUndefined();
    await keepSteps(10);
    expect((await openCheckpoints(folder, run)).from?.step).toBe(10);
  },
);

test('another configuration is refused with what differs, or starts anew on request', async () => {
  await keepSteps(5);
  const other = { id: 'two', config: { training: { epochs: 6, batchSize: 8 }, seed: 0, ridge: 1 } };
  await expect(openCheckpoints(folder, other)).rejects.toThrow(
    /step 5 with training\.epochs 4 \(now 6\); ridge not given \(now 1\)[^]*--overwrite/,
  );
  expect((await openCheckpoints(folder, run)).from?.step).toBe(5);
  expect((await openCheckpoints(folder, other, { overwrite: true })).from).toBeUndefined();
  expect(said.at(-1)).toContain('starts anew');
  expect((await openCheckpoints(folder, run)).from).toBeUndefined();
});

test('other code or data start anew, which is said', async () => {
  await keepSteps(5);
  expect((await openCheckpoints(folder, { ...run, id: 'two' })).from).toBeUndefined();
  expect(said.at(-1)).toContain('the same configuration, but other data, code or another backend');
});

test('what ended processes left is taken away, what others write is not', async () => {
  await keepSteps(5);
  // No process has so high a number.
  for (const name of ['.writing-999999999-step-00000006', `.writing-${process.ppid}-step-00000007`]) {
    mkdirSync(join(folder, name));
  }
  mkdirSync(`${folder}.finished`);
  await openCheckpoints(folder, run);
  expect(readdirSync(folder)).toEqual([`.writing-${process.ppid}-step-00000007`, 'step-00000005']);
  expect(readdirSync(join(parent, 'model'))).toEqual(['.training']);
  await removeCheckpoints(folder);
  await removeCheckpoints(folder);
  expect(readdirSync(join(parent, 'model'))).toEqual([]);
});
