import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { afterAll, describe, expect, test } from 'vitest';
import { workspacePath } from '../../src/base/files/workspacePath.js';
import { runAll } from '../../src/experiments/runAll.js';
import { configHash } from '../../src/experiments/hashes.js';
import { keepRun } from '../../src/experiments/runCache.js';
import {
  finishedRun,
  runExperiment,
  runIdentity,
  type RunOrigin,
} from '../../src/experiments/runExperiment.js';
import type { Run } from '../../src/experiments/runOptions.js';
import { runRecordSchema } from '../../src/experiments/runRecord.js';
import type { RunConfigInput } from '../../src/experiments/runConfig.js';
import { hasWeights } from '../../src/models/weightFiles.js';
import { chosenTrial } from '../../src/study/methods/methods.js';
import { settings } from '../../src/study/plan/settings.js';
import { repeated, sampleOf } from '../../src/study/runs/verifyResults.js';

const weightsAreHere = hasWeights('efficientNetLite2') && hasWeights('mobileNetV2');
const made: string[] = [];
afterAll(() =>
  made.forEach((runId) => rmSync(workspacePath('data', 'cache', 'runs', `${runId}.json`), { force: true })),
);

/** A run that nothing else asks for, so that it is really trained here. */
const config = (seed: number): RunConfigInput => ({
  ...settings['emoji-small'],
  training: { epochs: 1, learningRate: 1.7e-3 },
  method: 'monotonicSimilarity',
  loss: chosenTrial('monotonicSimilarity').loss,
  seed,
});

async function run(seed: number): Promise<Run & { origin: RunOrigin }> {
  const finished = await runExperiment(config(seed));
  made.push(finished.record.runId);
  return finished;
}

describe.skipIf(!weightsAreHere)('a run on a quarter of the emoji', () => {
  test('is trained, measured and reused, and training it again gives the same numbers', async () => {
    const first = await run(101);
    rmSync(workspacePath('data', 'cache', 'runs', `${first.record.runId}.json`));
    const before = tf.memory().numTensors;
    const again = await run(101);
    expect(tf.memory().numTensors).toBe(before);
    expect(again.origin).toBe('trained');
    const timeless = ({ record }: Run) => ({ ...record, trainingSeconds: 0, imagesPerSecond: 0 });
    expect(timeless(again)).toEqual(timeless(first));
    expect((await run(101)).origin).toBe('cached');

    const { record, manifest } = first;
    expect(runRecordSchema.parse(record)).toEqual(record);
    expect(record.mapAsymmetric).toBeGreaterThan(2);
    expect(record.mapAsymmetric).toBeLessThan(record.mapSymmetricGallery);
    expect(manifest.trajectory.at(-1)!.mapAsymmetric).toBeCloseTo(record.mapAsymmetric, 2);
    expect(manifest.consistencyCurve.find(({ depth }) => depth === 10)!.value).toBeCloseTo(
      record.orderConsistency10,
      2,
    );
    expect(manifest.mapping!.mapped.every((value, n, all) => n === 0 || value >= all[n - 1] - 1e-4)).toBe(
      true,
    );
    expect(manifest.examples[0].galleryModel).toHaveLength(8);
    expect(JSON.stringify(manifest)).not.toContain(workspacePath());
  }, 600_000);

  test('a kept result of earlier code counts, unless a fresh one is asked for', async () => {
    const { record, manifest } = await run(101);
    const kept: Run = {
      record: { ...record, runId: 'earlier' },
      manifest: { ...manifest, runId: 'earlier', hashes: { ...manifest.hashes, code: 'earlier' } },
    };
    const finished = new Map([[runIdentity(kept.manifest), kept]]);
    expect((await runExperiment(config(101), { finished })).origin).toBe('cached');
    rmSync(workspacePath('data', 'cache', 'runs', `${record.runId}.json`));
    const found = await runExperiment(config(101), { finished });
    expect([found.origin, found.record.runId]).toEqual(['earlierCode', 'earlier']);
    const fresh = await runExperiment(config(101), { finished, fresh: true });
    expect([fresh.origin, fresh.record.mapAsymmetric]).toEqual(['trained', record.mapAsymmetric]);
  }, 600_000);

  test('a run of another device counts, unless only those of this one are wanted', async () => {
    const { record, manifest } = await run(101);
    const file = workspacePath('data', 'cache', 'runs', `${record.runId}.json`);
    const kept: Run = {
      record: { ...record, runId: 'elsewhere' },
      manifest: { ...manifest, backend: { name: 'native', device: 'gpu', reason: 'test' } },
    };
    const finished = new Map([[runIdentity(kept.manifest), kept]]);
    expect((await runExperiment(config(101), { finished })).origin).toBe('cached');
    const text = readFileSync(file);
    rmSync(file);
    const found = await runExperiment(config(101), { finished });
    expect([found.origin, found.record.runId]).toEqual(['otherDevice', 'elsewhere']);
    expect(found.manifest.backend.device).toBe('gpu');
    expect(await finishedRun(config(101), { finished, sameDevice: true })).toBeUndefined();
    expect(await finishedRun(config(103), { finished })).toBeUndefined();
    // One in the cache of this clone, as on a machine whose GPU has gone.
    const { hashes } = manifest;
    const runId = configHash([hashes.config, hashes.data, hashes.code, 'native', 'gpu']);
    made.push(runId);
    await keepRun({ record: { ...record, runId }, manifest: { ...kept.manifest, runId } });
    expect((await finishedRun(config(101)))?.record.runId).toBe(runId);
    writeFileSync(file, text);
  }, 600_000);

  test('an interrupted list keeps what is finished', async () => {
    const abort = new AbortController();
    const runs = runAll([config(101), config(102)], {
      signal: abort.signal,
      onRun: ({ done, step }) => {
        if (done === 1 && step) abort.abort(new Error('enough'));
      },
    });
    await expect(runs).rejects.toThrow('enough');
    expect((await run(101)).origin).toBe('cached');
    const { record } = await run(102);
    expect(existsSync(workspacePath('data', 'cache', 'checkpoints', record.runId))).toBe(false);
  }, 600_000);

  test('some results can be trained again to see whether they come out again', async () => {
    const { record, manifest } = await run(101);
    expect(await repeated({ record, manifest })).toMatchObject({ same: true, difference: 0 });
    const wrong = { ...record, mapAsymmetric: record.mapAsymmetric + 1 };
    expect(await repeated({ record: wrong, manifest })).toMatchObject({ same: false });
    expect(sampleOf([{ record, manifest }], 3)).toHaveLength(1);
  }, 600_000);
});

test('a wrong configuration is refused before anything is computed', async () => {
  await expect(runExperiment({ ...config(1), seeds: 3 } as never)).rejects.toThrow(/seeds/);
  await expect(runExperiment({ ...config(1), loss: { kind: 'rankOrder' } })).rejects.toThrow(
    /rankOrderPreservation/,
  );
});
