import { rmSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { workspacePath } from '../../src/base/files/workspacePath.js';
import { openDataset } from '../../src/datasets/openDataset.js';
import { rankingsOf } from '../../src/experiments/prepareRankings.js';
import { parseRunConfig, type RunConfigInput } from '../../src/experiments/runConfig.js';
import { runExperiment } from '../../src/experiments/runExperiment.js';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { hasWeights } from '../../src/models/weightFiles.js';
import { settings } from '../../src/study/plan/settings.js';

const made: string[] = [];
afterAll(() =>
  made.forEach((runId) => rmSync(workspacePath('data', 'cache', 'runs', `${runId}.json`), { force: true })),
);

const ranker = {
  kind: 'reciprocal',
  vectors: [{ name: 'gallery' }, { name: 'queryFeatures' }],
  k1: 4,
  k2: 2,
} as const;
const neighbours = { from: 'ranker', count: 16, ranker } as const;
const config = (change: Partial<RunConfigInput> = {}): RunConfigInput => ({
  ...settings['emoji-small'],
  training: { epochs: 1, learningRate: 1.3e-3 },
  loss: [
    { weight: 1, loss: { kind: 'rankDistribution', neighbours } },
    { weight: 0.5, loss: { kind: 'contextualSimilarityDistillation', neighbours } },
  ],
  seed: 7,
  ...change,
});

describe.skipIf(!hasWeights('efficientNetLite2') || !hasWeights('mobileNetV2'))('lists of rankers', () => {
  test('are made once for all losses that name the same ranker, with the picture itself first', async () => {
    await selectBackend();
    const dataset = await openDataset('emoji-small');
    const run = parseRunConfig(config());
    const rankings = await rankingsOf(dataset, dataset.splits.unseen, run);
    expect(rankings.size).toBe(1);
    const [lists] = rankings.values();
    const fit = dataset.splits.unseen.fit.length;
    expect([lists.rows, lists.length, lists.scores!.length]).toEqual([fit, 16, 16 * fit]);
    for (let row = 0; row < fit; row++) expect(lists.indices[16 * row]).toBe(row);
  });

  test('train a query model, with the gallery’s own pictures as anchors under a name of their own', async () => {
    const { record, manifest } = await runExperiment(config({ anchors: 'both' }), { checkpoints: false });
    made.push(record.runId);
    expect(record.split).toBe('unseen (anchors: both)');
    expect(manifest.config.anchors).toBe('both');
    expect(record.mapAsymmetric).toBeGreaterThan(2);
    const [lists, ...others] = manifest.lists!;
    expect([others.length, lists.places]).toEqual([0, 16]);
    expect(lists.ranker).toContain('"kind":"reciprocal"');
    expect(lists.meanAveragePrecision).toBeGreaterThan(10);
    expect(lists.precisionAt10).toBeGreaterThan(10);
    expect(lists.examples).toHaveLength(24);
    for (const { picture, galleryModel, ranker } of lists.examples) {
      expect([galleryModel.length, ranker.length]).toEqual([8, 8]);
      expect([...galleryModel, ...ranker]).not.toContain(picture);
    }
    expect(manifest.errors!.microAp.galleryModel).toBeGreaterThan(manifest.errors!.microAp.queryModel);
    expect(manifest.errors!.sharedError.within).toBeGreaterThan(manifest.errors!.sharedError.between!);
  });
});
