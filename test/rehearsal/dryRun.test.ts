import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readConfigFile } from '../../src/base/config/readConfigFile.js';
import { parseRunConfig } from '../../src/experiments/runConfig.js';
import type { RunConfigInput } from '../../src/experiments/runConfig.js';
import { repositoryRoot } from '../../src/base/files/repositoryRoot.js';
import { hasWeights } from '../../src/models/weightFiles.js';
import { describeEstimate } from '../../src/rehearsal/describeEstimate.js';
import { dryRun } from '../../src/rehearsal/dryRun.js';
import { estimateRun } from '../../src/rehearsal/estimateRun.js';
import { rehearsalConfig } from '../../src/rehearsal/rehearsalConfig.js';

const folder = mkdtempSync(join(tmpdir(), 'dry-run-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const configs = join(repositoryRoot(), 'src', 'recipes');
const names = readdirSync(configs).filter((name) => name.endsWith('.yaml'));

async function published(name: string) {
  return parseRunConfig((await readConfigFile(join(configs, name))) as unknown as RunConfigInput);
}

describe('the published configurations', () => {
  test.each(names)('%s is valid, and its rehearsal is small', async (name) => {
    const { config, changes } = rehearsalConfig(await published(name));
    expect(parseRunConfig({ ...config })).toEqual(config);
    expect(config.training.epochs).toBe(1);
    expect(JSON.stringify(config)).not.toContain('data/weights');
    expect(changes.length).toBeGreaterThan(3);
  });
});

test('an estimate counts pictures, times the models and adds up memory and disk', async () => {
  const config = await published('ssp-sfm120k-mobilenetv2.yaml');
  const small = { ...config, query: { kind: 'smallCnn', size: 32, width: 1, pooling: 'average' } as const };
  const estimate = await estimateRun(
    parseRunConfig({ ...small, gallery: { name: 'mobileNetV2', size: 64, pooling: 'gem' } }),
  );
  const { pictures, seconds, memory, disk, query, gallery } = estimate;
  expect(pictures).toMatchObject({ fit: 91_642, queries: 6403, gallery: 6403, all: 98_045 });
  expect(gallery.dimension).toBe(1280);
  expect(memory.galleryVectors).toBe(98_045 * 1280 * 4);
  expect(disk.galleryVectors).toBe(memory.galleryVectors);
  expect(memory.evaluation).toBe(2 * 6403 * 6403 * 4);
  expect(seconds.training).toBeCloseTo(91_642 * 10 * query!.trainingSecondsPerPicture, 6);
  expect(memory.trainingBatch).toBeGreaterThan(64 * 32 * 32 * 3 * 4);
  expect(describeEstimate(estimate).join('\n')).toMatch(/91642 train/);
  const unknown = await estimateRun(
    parseRunConfig({ ...small, gallery: { name: 'vectors', file: 'none.npy' } }),
  );
  expect(unknown.seconds.gallery).toBeUndefined();
  expect(describeEstimate(unknown).join('\n')).toMatch(/assumed/);
});

describe.skipIf(!hasWeights('mobileNetV2'))('a dry run', () => {
  test('of a published configuration goes through every step', async () => {
    const before = process.env.ASYMMETRIC_BENCHMARKS;
    const { steps } = await dryRun(await published('ssp-sfm120k-mobilenetv2.yaml'), folder);
    expect(steps.map(({ what }) => what.split(' ')[0])).toEqual([
      'replica',
      'replica',
      'gallery',
      'export,',
      'extraction',
    ]);
    expect(steps.at(-1)!.result).toMatch(/easy \d+ queries/);
    expect(readdirSync(folder).sort()).toEqual(['benchmarks', 'export', 'model', 'vectors']);
    expect(process.env.ASYMMETRIC_BENCHMARKS).toBe(before);
  });
});
