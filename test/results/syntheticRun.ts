import { runConfigSchema, type Run, type RunRecord } from '../../src/experiments/index.js';
import { methods, settings, type MethodId } from '../../src/results/index.js';

/** A finished run that was never trained, for tests of what is drawn from runs. */
export function syntheticRun(method: MethodId, seed: number, change: Partial<RunRecord> = {}): Run {
  const runId = `${method}-${seed}-${change.split ?? 'unseen'}`;
  const config = runConfigSchema.parse({ ...settings.emoji, method, loss: methods[method].loss, seed });
  const record: RunRecord = {
    runId,
    dataset: 'emoji',
    split: 'unseen',
    galleryModel: 'gallery',
    galleryTreatment: 'raw',
    queryModel: 'head r=64',
    loss: method,
    distortion: 1,
    seed,
    parameters: 165_000,
    flops: 1e8,
    mapSymmetricGallery: 53,
    mapSymmetricQuery: 40,
    mapAsymmetric: 30 + method.length / 10 + seed,
    mapAsymmetricInterval: [28, 34],
    recallAt1: 30,
    recallAt10: 60,
    precisionAt10: 20,
    orderConsistency5: 65,
    orderConsistency10: 66 + method.length / 10,
    orderConsistency20: 67,
    orderConsistency50: 68,
    orderConsistency100: 69,
    overlap10: 45,
    kendallTau: 0.5,
    spearman: 0.6,
    rankBiasedOverlap: 0.4,
    tauAp: 0.4,
    cosineToTarget: 0.6 - method.length / 100,
    trainingSeconds: 10,
    imagesPerSecond: 4000,
    ...change,
  };
  const steps = [1, 10, 100];
  return {
    record,
    manifest: {
      runId,
      config,
      hashes: { config: 'c', data: 'd', code: 'e', lock: 'l' },
      backend: { name: 'cpu', device: 'cpu', reason: 'test' },
      commit: 'unknown',
      dirty: false,
      node: 'v20',
      startedAt: '2026-01-01T00:00:00.000Z',
      seconds: 10,
      losses: steps.map((step) => ({ step, loss: 1 / step })),
      trajectory: steps.map((step) => ({
        step,
        mapAsymmetric: step / 4,
        orderConsistency10: 60,
        orderConsistency100: 65,
      })),
      consistencyCurve: [2, 10, 100].map((depth) => ({ depth, value: 65, low: 64, high: 66 })),
      averagePrecision: [10, 20, 30],
      similarityPairs: { gallery: [0.2, 0.5, 0.9], query: [0.1, 0.3, 0.6] },
      examples: [],
    },
  };
}
