import { configHash } from '../../src/experiments/hashes.js';
import { parseRunConfig, type RunConfigInput } from '../../src/experiments/runConfig.js';
import type { Run } from '../../src/experiments/runOptions.js';
import type { RunRecord } from '../../src/experiments/runRecord.js';
import { randomSource } from '../../src/base/randomSource.js';
import { chosenTrial, type MethodId } from '../../src/study/methods/methods.js';
import { profile } from '../../src/study/plan/profiles.js';
import type { ProfileName } from '../../src/study/plan/profileNames.js';
import { settings } from '../../src/study/plan/settings.js';

const queries = 60;
const depths = [2, 5, 10, 20, 50, 100];
const treatments = { raw: 0, centred: 4, pca: 3, lda: 9 };

/** A finished run that was never trained, for tests of what is drawn from runs. */
export function syntheticRun(method: MethodId, seed: number, change: Partial<RunRecord> = {}): Run {
  return syntheticRunOf({ ...settings.emoji, method, ...chosenTrial(method), seed }, change);
}

/**
 * The same for any configuration. Its mAP is the mean over made-up queries and depends on the method, the query model's
 * size, the treatment of the gallery, the distortion and, by a little, the loss.
 */
export function syntheticRunOf(input: RunConfigInput, change: Partial<RunRecord> = {}): Run {
  const config = parseRunConfig(input);
  const runId = configHash(config);
  const quality = qualityOf(config);
  const averagePrecision = precisionOf(quality, config.seed, runId);
  const map = averagePrecision.reduce((a, b) => a + b, 0) / queries;
  const { parameters, flops, name } = sizeOf(config);
  const order = 50 + quality / 2;
  const record: RunRecord = {
    runId,
    dataset: config.dataset,
    split: config.split,
    galleryModel: 'efficientNetLite2',
    galleryTreatment: config.galleryTreatment,
    queryModel: name,
    loss: config.method,
    distortion: config.distortion,
    seed: config.seed,
    parameters,
    flops,
    mapSymmetricGallery: 53 + treatments[config.galleryTreatment],
    mapSymmetricQuery: quality + 8,
    mapAsymmetric: map,
    mapAsymmetricInterval: [map - 2, map + 2],
    recallAt1: map + 2,
    recallAt10: 60,
    precisionAt10: 20,
    orderConsistency5: order - 1,
    orderConsistency10: order,
    orderConsistency20: order + 1,
    orderConsistency50: order + 2,
    orderConsistency100: order + 3,
    overlap10: 45,
    kendallTau: 0.5,
    spearman: 0.6,
    rankBiasedOverlap: 0.4,
    tauAp: 0.4,
    cosineToTarget: 0.9 - quality / 100,
    trainingSeconds: 10,
    imagesPerSecond: 4000,
    ...change,
  };
  const steps = [1, 10, 100];
  const random = randomSource(config.seed, `pairs ${config.method}`);
  const gallery = Array.from({ length: 120 }, () => random.uniform());
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
      consistencyCurve: depths.map((depth) => {
        const value = order + 2 * Math.log10(depth / 10);
        return { depth, value, low: value - 1, high: value + 1 };
      }),
      averagePrecision,
      similarityPairs: {
        gallery,
        query: gallery.map((t) => t ** (1 + quality / 40) + 0.2 * random.uniform()),
      },
      ...(config.method.startsWith('monotonic') && { mapping: convexMap(2 + config.seed) }),
      examples: [],
    },
  };
}

/** Every run of a profile, each once, as `runAll` gives them. */
export function syntheticProfile(name: ProfileName): Run[] {
  const runs = profile(name).runs.map((config) => syntheticRunOf(config));
  return [...new Map(runs.map((run) => [run.record.runId, run])).values()];
}

/** A run of this configuration with the given mAP: every query is off the mean by the same in all such runs. */
export function runWithMap(
  input: RunConfigInput,
  mapAsymmetric: number,
  change: Partial<RunRecord> = {},
): Run {
  const run = syntheticRunOf(input, { mapAsymmetric, ...change });
  const averagePrecision = Array.from(
    { length: queries },
    (_, query) => mapAsymmetric + (query % 2 ? 5 : -5),
  );
  return { ...run, manifest: { ...run.manifest, averagePrecision } };
}

type Config = Run['manifest']['config'];

function qualityOf({
  method,
  query,
  featureSize,
  galleryTreatment,
  distortion,
  split,
  loss,
}: Config): number {
  const own = randomSource(0, `quality ${method}`).uniform();
  const setting = randomSource(0, configHash(loss)).uniform();
  const base = method === 'queryAlone' || method === 'relationalDistillation' ? 1 : 20 + 18 * own;
  const bottleneck = query.kind === 'head' ? query.bottleneck : 64;
  const size = query.kind === 'head' ? 0 : -12;
  const capacity = bottleneck === 'full' ? 3 : 1.5 * Math.log2(bottleneck / 64);
  const resolution = 8 * Math.log2(featureSize / 96);
  const bent = method.startsWith('rank') ? 0 : 5 * Math.abs(Math.log2(distortion));
  const shift = split === 'validation' ? 5 : 0;
  const all = base + 2 * setting + size + capacity + resolution + treatments[galleryTreatment] - bent + shift;
  return Math.max(1, all);
}

/** Difficulty belongs to the query, noise to the run. */
function precisionOf(quality: number, seed: number, runId: string): number[] {
  const difficulty = randomSource(0, 'difficulty');
  const noise = randomSource(seed, runId);
  return Array.from({ length: queries }, () => {
    const value = quality + 40 * (difficulty.uniform() - 0.5) + 6 * (noise.uniform() - 0.5);
    return Math.max(0, Math.min(100, value));
  });
}

function sizeOf({ query, featureSize }: Config): { parameters: number; flops: number; name: string } {
  if (query.kind !== 'head') {
    const small = query.kind === 'smallCnn';
    return { parameters: small ? 250_000 : 3_860_000, flops: small ? 1e7 : 5.2e7, name: query.kind };
  }
  const width = query.bottleneck === 'full' ? 640 : query.bottleneck;
  return {
    parameters: 2560 * width,
    flops: Math.round(1.1e8 * (featureSize / 96) ** 2),
    name: `head r=${query.bottleneck}`,
  };
}

function convexMap(exponent: number): { gallery: number[]; mapped: number[] } {
  const gallery = Array.from({ length: 21 }, (_, n) => n / 20);
  return { gallery, mapped: gallery.map((t) => t ** exponent) };
}
