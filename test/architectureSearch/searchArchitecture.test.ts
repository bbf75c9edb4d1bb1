import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { afterAll, describe, expect, test } from 'vitest';
import { hasWeights } from '../../src/models/weightFiles.js';
import { bestOf } from '../../src/architectureSearch/evolution.js';
import {
  searchArchitecture,
  type CandidateProgress,
} from '../../src/architectureSearch/searchArchitecture.js';
import { readSearchLog, writeSearchLog, type SearchLog } from '../../src/architectureSearch/searchLog.js';
import { toyConfig } from './toySearch.js';

const folder = mkdtempSync(join(tmpdir(), 'search-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The log without what a clock decides. */
const timeless = ({ startedAt, seconds, supernet, ...log }: SearchLog) => {
  expect([Date.parse(startedAt) > 0, seconds > 0]).toEqual([true, true]);
  return { ...log, supernet: { ...supernet, seconds: 0 } };
};

describe.skipIf(!hasWeights('efficientNetLite2'))(
  'a search on a quarter of the emoji',
  { timeout: 300_000 },
  () => {
    const [unbroken, broken] = [join(folder, 'unbroken'), join(folder, 'broken')];
    let log: SearchLog;

    test('trains a supernet, scores paths within the budget and keeps what was asked', async () => {
      const reports: CandidateProgress[] = [];
      const held = tf.memory().numTensors;
      let steps = 0;
      log = await searchArchitecture(toyConfig, {
        cacheFolder: unbroken,
        onCandidate: (progress) => reports.push(progress),
        onStep: () => steps++,
      });
      expect(tf.memory().numTensors).toBe(held);
      expect([log.supernet.steps, log.supernet.paths]).toEqual([steps, 2 * 3 * 2 * 3]);
      expect([log.evolution.length, log.random.length]).toEqual([7, 7]);
      for (const { flops, reward, mapAsymmetric } of [...log.evolution, ...log.random]) {
        expect(flops).toBeLessThanOrEqual(log.config.budget);
        expect(reward).toBe(mapAsymmetric);
        expect(reward).toBeGreaterThan(0);
      }
      expect(log.handMade.some(({ name }) => name.startsWith('shallow'))).toBe(true);
      expect(reports.at(-1)!.done).toBe(reports.at(-1)!.total);
      expect(reports[0].reused).toBe(0);
      const file = join(folder, 'log.json');
      await writeSearchLog(file, log);
      expect(readSearchLog(file)).toEqual(log);
      expect(readSearchLog(join(folder, 'none.json'))).toBeUndefined();
      writeFileSync(file, '{"config":');
      expect(() => readSearchLog(file)).toThrow(/not what was written[^]*log\.json/);
    });

    test('gives the same log when it was stopped in the training and among the paths', async () => {
      const stop = new AbortController();
      const options = { cacheFolder: broken, signal: stop.signal };
      await expect(
        searchArchitecture(toyConfig, {
          ...options,
          onStep: ({ step }) => step === 3 && stop.abort('enough'),
        }),
      ).rejects.toBe('enough');
      const later = new AbortController();
      const steps: number[] = [];
      await expect(
        searchArchitecture(toyConfig, {
          cacheFolder: broken,
          signal: later.signal,
          onStep: ({ step }) => steps.push(step),
          onCandidate: ({ done }) => done === 4 && later.abort('enough again'),
        }),
      ).rejects.toBe('enough again');
      expect(steps[0]).toBe(4);
      let trained = 0;
      const reused: number[] = [];
      const again = await searchArchitecture(toyConfig, {
        cacheFolder: broken,
        onStep: () => trained++,
        onCandidate: (progress) => reused.push(progress.reused),
      });
      expect(reused.slice(0, 5)).toEqual([1, 2, 3, 4, 4]);
      expect(trained).toBe(0);
      expect(timeless(again)).toEqual(timeless(log));
    });

    test('shares supernet and scores between rewards', async () => {
      let trained = 0;
      const product = await searchArchitecture(
        { ...toyConfig, reward: 'product', budget: 400_000 },
        { cacheFolder: unbroken, onStep: () => trained++ },
      );
      expect(trained).toBe(0);
      expect(readdirSync(unbroken).length).toBe(1);
      for (const { reward, mapAsymmetric, mapSymmetricQuery } of product.evolution) {
        expect(reward).toBeCloseTo((mapAsymmetric * mapSymmetricQuery) / 100, 3);
      }
      const [best] = bestOf(product.evolution, 1);
      expect(best.reward).toBe(Math.max(...product.evolution.map(({ reward }) => reward)));
    });

    test('refuses a budget that admits no network, an unknown split and a loss with a transform of its own', async () => {
      const run = (change: object) =>
        searchArchitecture({ ...toyConfig, ...change }, { cacheFolder: unbroken });
      await expect(run({ budget: 1000 })).rejects.toThrow(/admits no network/);
      await expect(run({ split: 'validatoin' })).rejects.toThrow(/no such split[\s\S]*validation/);
      await expect(run({ loss: { kind: 'compatibleTransform' } })).rejects.toThrow(
        /cannot be trained with this loss/,
      );
    });
  },
);
