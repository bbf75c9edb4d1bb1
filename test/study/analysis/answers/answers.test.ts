import { describe, expect, test } from 'vitest';
import type { Run } from '../../../../src/experiments/runOptions.js';
import type { RunConfigInput } from '../../../../src/experiments/runConfig.js';
import { fisherInterval } from '../../../../src/study/analysis/answers/orderPredicts.js';
import { drawings } from '../../../../src/study/figures/figures.js';
import { answers, questions } from '../../../../src/study/analysis/answers/answers.js';
import {
  capacitySweep,
  distortionSweepRuns,
  grid,
  treatmentSweep,
} from '../../../../src/study/plan/grids.js';
import { methodIds, type MethodId } from '../../../../src/study/methods/methods.js';
import { settings } from '../../../../src/study/plan/settings.js';
import { sweepRuns, type SweepId } from '../../../../src/study/plan/sweeps.js';
import { runWithMap, syntheticProfile } from '../../syntheticRun.js';

const { emoji } = settings;

/** Runs of one seed, the mAP of each given by its configuration. */
const trained = (configs: readonly RunConfigInput[], mapOf: (config: RunConfigInput) => number): Run[] =>
  configs.map((config) => runWithMap(config, mapOf(config)));

const sentence = (id: keyof typeof questions, runs: readonly Run[]): string | undefined =>
  answers(runs, 'emoji')
    .find((answer) => answer.id === id)
    ?.sentence.replaceAll('\u00a0', ' ');

/** Runs of a sweep; the mAP is 30 plus what the value adds. */
const swept = (
  id: SweepId,
  added: Record<string, number>,
  valueOf: (config: RunConfigInput) => unknown,
): Run[] => trained(sweepRuns(id, emoji, 1), (config) => 30 + (added[String(valueOf(config))] ?? 0));

const mainLoss = ({ loss }: RunConfigInput) =>
  (Array.isArray(loss) ? loss[0].loss : loss) as Record<string, unknown>;
const line = (text: string | undefined, start: string): string | undefined =>
  text?.split('\n').find((one) => one.startsWith(start));

describe('all answers', () => {
  const runs = syntheticProfile('full', true);

  test('are given from a full profile, and each names a figure that is drawn', () => {
    const given = answers(runs, 'emoji');
    expect(given.map(({ id }) => id)).toEqual(Object.keys(questions));
    for (const { figure, sentence: text } of given) {
      expect(drawings[figure](runs, 'emoji')).toBeDefined();
      expect(text).toMatch(/\.$/);
      expect(text).not.toMatch(/NaN|undefined|n\/a/);
    }
  });

  test('are left out where the runs are missing', () => {
    expect(answers([], 'emoji')).toEqual([]);
    expect(answers(runs.slice(0, 1), 'emoji')).toEqual([]);
    const smoke = syntheticProfile('smoke', false);
    for (const { sentence: text } of answers(smoke, 'emoji-small')) expect(text).not.toMatch(/NaN|undefined/);
  });
});

describe('rank preservation against distillation', () => {
  const main = (maps: Partial<Record<MethodId, number>>) =>
    trained(grid(emoji, Object.keys(maps) as MethodId[], 1), ({ method }) => maps[method as MethodId]!);

  test('compares the best of each side', () => {
    const runs = main({
      rankOrderPreservation: 36,
      rankDistribution: 38,
      contextualSimilarityBank: 37,
      contextualSimilarityDistillation: 34,
    });
    expect(sentence('prize', runs)).toBe(
      'Yes: the best rank-preserving system, Listwise rank preservation (ours) (38.0 % mAP), against the best-set distillation, CSD (bank) (37.0 % mAP): +1.0 points (+1.0 to +1.0) on the same queries.',
    );
  });

  test('admits a loss', () => {
    expect(sentence('prize', main({ rankDistribution: 36, contextualSimilarityBank: 38 }))).toMatch(
      /^No: .*−2\.0/,
    );
  });
});

describe('order consistency as a predictor', () => {
  const systems = methodIds.filter((id) => id !== 'queryAlone');
  const runs = (order: (map: number) => number): Run[] =>
    systems.map((method, at) => {
      const map = 20 + at;
      return runWithMap(grid(emoji, [method], 1)[0], map, {
        orderConsistency10: order(map),
        cosineToTarget: 0.8 + 0.01 * (at % 3),
      });
    });

  test('is confirmed or not by the correlation over systems', () => {
    expect(
      sentence(
        'order',
        runs((map) => 50 + map / 2 + (map % 2)),
      ),
    ).toMatch(/^Yes: over \d+ systems order consistency@10 rises with mAP/);
    expect(
      sentence(
        'order',
        runs((map) => 60 + (map % 3)),
      ),
    ).toMatch(/^Not shown here/);
  });

  test('leaves out the negative control, which would draw the line by itself', () => {
    const flat = runs((map) => 60 + (map % 3)).map((run) =>
      run.record.loss === 'relationalDistillation'
        ? { ...run, record: { ...run.record, mapAsymmetric: 1, orderConsistency10: 50 } }
        : run,
    );
    expect(sentence('order', flat)).toMatch(/^Not shown here/);
  });

  test('has the interval of Fisher', () => {
    const [low, high] = fisherInterval(0.5, 28);
    // atanh(0.5) = 0.5493, half width 1.96 / 5.
    expect(low).toBeCloseTo(Math.tanh(0.5493 - 0.392), 3);
    expect(high).toBeCloseTo(Math.tanh(0.5493 + 0.392), 3);
  });
});

describe('the gain on strict alignment', () => {
  const bottleneck = ({ query }: RunConfigInput) =>
    'bottleneck' in query && typeof query.bottleneck === 'number' ? query.bottleneck : 64;
  const runs = (gain: (bottleneck: number) => number) =>
    trained(capacitySweep(emoji, 1, [16, 64, 256]), (config) => {
      const base = 20 + Math.log2(bottleneck(config));
      return config.method === 'rankOrderPreservation' ? base + gain(bottleneck(config)) : base;
    });

  test('grows or shrinks with the size, in points and relative', () => {
    const growing = sentence(
      'capacity',
      runs((size) => 128 / size),
    );
    expect(line(growing, 'Rank order preservation')).toMatch(
      /the gain grows in points and grows as a ratio\.$/,
    );
    const shrinking = sentence(
      'capacity',
      runs((size) => size / 32),
    );
    expect(line(shrinking, 'Rank order preservation')).toMatch(
      /the gain shrinks in points and shrinks as a ratio\.$/,
    );
  });

  test('tells where in between it is largest', () => {
    const peaked = sentence(
      'capacity',
      runs((size) => (size === 64 ? 9 : 1)),
    );
    expect(line(peaked, 'Rank order preservation')).toContain('largest in between, +9.0 points');
  });
});

describe('sweeps', () => {
  test('growing weights hurt or help', () => {
    const text = sentence(
      'weights',
      swept('weights', { growing: -3, inversePosition: 2 }, (c) => mainLoss(c).weights),
    );
    expect(line(text, 'Rank order preservation')).toBe(
      'Rank order preservation (ours): a weight that grows with the position hurts against equal weights, −3.0 points (−3.0 to −3.0) and hurts against weights 1/i, −5.0 points (−5.0 to −5.0).',
    );
  });

  test('bank, batch and both', () => {
    const from = (c: RunConfigInput) => (mainLoss(c).neighbours as { from: string } | undefined)?.from;
    const text = sentence('source', swept('source', { bank: 2, bankAndBatch: 3 }, from));
    expect(line(text, 'CSD (bank)')).toBe(
      'CSD (bank): the bank is better, +2.0 points (+2.0 to +2.0) for the bank; taking both helps against the bank alone, +1.0 points (+1.0 to +1.0).',
    );
  });

  test('the length of the list that is enough', () => {
    const count = (c: RunConfigInput) => (mainLoss(c).neighbours as { count?: number } | undefined)?.count;
    const growing = sentence('neighbours', swept('neighbours', { 128: 1, 512: 2 }, count));
    expect(line(growing, 'CSD (bank)')).toMatch(
      /\+2\.0 points .* from K = 32 to 512; 512 is best, shorter lists fall behind\.$/,
    );
    const level = sentence('neighbours', swept('neighbours', { 128: 1, 512: 1 }, count));
    expect(line(level, 'CSD (bank)')).toMatch(/(128 is enough|128 is best)/);
    const falling = sentence('neighbours', swept('neighbours', { 32: 5 }, count));
    expect(line(falling, 'CSD (bank)')).toMatch(/the shortest list is already the best\.$/);
  });

  test('what the temperature trades', () => {
    const runs = sweepRuns('temperature', emoji, 1).map((config) => {
      const temperature = Number(mainLoss(config).temperature ?? mainLoss(config).queryTemperature);
      const order = 60 - 10 * Math.abs(temperature - 0.1);
      return runWithMap(config, order / 2, {
        orderConsistency10: order,
        orderConsistency100: order,
        kendallTau: temperature,
      });
    });
    expect(line(sentence('temperature', runs), 'Rank order preservation')).toBe(
      'Rank order preservation (ours): highest are mAP, order consistency@10 and order consistency@100 at 0.1; tau over the whole list at 0.5.',
    );
  });

  test('the first-order term', () => {
    const weight = ({ loss }: RunConfigInput) => (Array.isArray(loss) && loss[1] ? loss[1].weight : 0);
    const text = sentence('firstOrder', swept('firstOrder', { 0.3: 4, 1: -2 }, weight));
    expect(line(text, 'CSD (bank)')).toBe(
      'CSD (bank): the first-order term helps, +4.0 points (+4.0 to +4.0) at its best weight 0.3.',
    );
  });

  test('maps: shared or free, learnt or fixed', () => {
    const family = (c: RunConfigInput) => (mainLoss(c).mapping as { family?: string } | undefined)?.family;
    const runs = [
      ...swept('map', { power: 3, iSpline: 1 }, family),
      ...trained(grid(emoji, ['powerMapping', 'isotonicSimilarity'], 1), ({ method }) =>
        method === 'powerMapping' ? 36 : 33,
      ),
    ];
    const text = sentence('map', runs);
    expect(line(text, 'The best shared map')).toBe(
      'The best shared map, Fixed convex map, beats a map for each anchor: +3.0 points (+3.0 to +3.0).',
    );
    expect(line(text, 'Monotonic mapping')).toMatch(
      /learning the map hurts against a fixed power, −2\.0 points .* \(iSpline\)\.$/,
    );
  });
});

test('distortion breaks what reads the scale and nothing else', () => {
  const configs = [...grid(emoji, methodIds, 1), ...distortionSweepRuns(emoji, 1, [0.25, 4])];
  const runs = trained(configs, ({ method, distortion = 1 }) =>
    method === 'contextualSimilarityDistillation' && distortion === 0.25 ? 20 : 34,
  );
  const text = sentence('distortion', runs)!;
  expect(text).toContain('breaks CSD (in batch) (−14.0 points at t^0.25).');
  expect(text).toMatch(/Unmoved.*Rank order preservation \(ours\) \(0\.0\).*re-tuned/);
});

test('treatments are compared over the methods that had all of them', () => {
  const configs = [
    ...grid(emoji, methodIds, 1),
    ...treatmentSweep(emoji, 1, ['regression', 'rankDistribution']),
  ];
  const runs = trained(configs, ({ method, galleryTreatment = 'raw' }) => {
    if (method === 'contextualSimilarityBank') return 60;
    if (method === 'regression') return galleryTreatment === 'raw' ? 20 : 30;
    return galleryTreatment === 'lda' ? 31 : 34;
  });
  expect(sentence('treatment', runs)).toBe(
    'The best system leads feature regression by 14.0 points with raw vectors (Listwise rank preservation (ours)), 4.0 points with centred ones (Listwise rank preservation (ours)), 4.0 points with PCA-whitened ones (Listwise rank preservation (ours)), 1.0 points with LDA-whitened ones (Listwise rank preservation (ours)): LDA-whitened ones leave the least to gain.',
  );
});
