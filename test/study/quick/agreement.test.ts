import { describe, expect, test } from 'vitest';
import {
  agreementOf,
  agreementRows,
  agreementSentence,
  predictionInterval,
} from '../../../src/study/quick/agreement.js';
import { chosenTrial } from '../../../src/study/methods/methods.js';
import { settings } from '../../../src/study/plan/settings.js';
import { runWithMap, syntheticRun } from '../syntheticRun.js';

const input = (seed: number) => ({
  ...settings.emoji,
  method: 'regression',
  ...chosenTrial('regression'),
  seed,
});
const run = (seed: number, map: number) => runWithMap(input(seed), map);
const committed = [run(0, 20), run(1, 22), run(2, 21)];
const map = ['mapAsymmetric', 'mAP %'] as const;

describe('the interval of one more run', () => {
  test('is the textbook one: mean and 4.303 standard deviations times the root of 4/3 for three runs', () => {
    const [low, high] = predictionInterval([20, 22, 21])!;
    expect((low + high) / 2).toBeCloseTo(21, 10);
    expect((high - low) / 2).toBeCloseTo(4.302653 * Math.sqrt(4 / 3), 4);
  });

  test('is unknown for two runs', () => {
    expect(predictionInterval([20, 21])).toBeUndefined();
  });
});

describe('agreement', () => {
  test('holds inside the interval and names the same seed', () => {
    const found = agreementOf(run(0, 23.5), committed, map);
    expect(found).toMatchObject({ seeds: 3, sameSeed: 20, difference: 3.5, agrees: true });
  });

  test('fails outside of it', () => {
    expect(agreementOf(run(0, 30), committed, map).agrees).toBe(false);
  });

  test('goes by the same seed where that is all there is', () => {
    expect(agreementOf(run(0, 20.4), committed.slice(0, 1), map).agrees).toBe(true);
    expect(agreementOf(run(0, 20.6), committed.slice(0, 1), map).agrees).toBe(false);
  });

  test('is unknown without a run of the configuration on the same data', () => {
    const elsewhere = committed.map((one) => ({
      ...one,
      manifest: { ...one.manifest, hashes: { ...one.manifest.hashes, data: 'other' } },
    }));
    const none = agreementOf(run(0, 20), [...elsewhere, syntheticRun('rankDistribution', 0)], map);
    expect(none).toMatchObject({ seeds: 0 });
    expect(none.agrees).toBeUndefined();
    expect(agreementSentence([none])).toContain('no committed runs');
  });

  test('is said in a table and in a sentence', () => {
    const both = [agreementOf(run(0, 21), committed, map), agreementOf(run(0, 40), committed, map)];
    expect(agreementRows(both).map(({ agrees }) => agrees)).toEqual(['yes', 'NO']);
    expect(agreementSentence(both)).toMatch(/^1 of 2 numbers agree/);
    expect(agreementSentence(both.slice(0, 1))).toMatch(/^All 1 numbers/);
  });
});
