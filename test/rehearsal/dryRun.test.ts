import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { hasWeights } from '../../src/models/weightFiles.js';
import { dryRun } from '../../src/rehearsal/dryRun.js';
import { parseRunConfig } from '../../src/experiments/runConfig.js';
import { published } from './recipes.js';

const folder = mkdtempSync(join(tmpdir(), 'dry-run-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(!hasWeights('mobileNetV2'))('a dry run', { timeout: 300_000 }, () => {
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

  test('reports how far a head that has learnt nothing agrees with its files, and does not judge it', async () => {
    const run = parseRunConfig({
      dataset: 'emoji',
      split: 'heldOut',
      gallery: { name: 'efficientNetLite2' },
      query: { kind: 'head', bottleneck: 'full' },
      loss: { kind: 'rankDistribution' },
    });
    const { steps } = await dryRun(run, join(folder, 'emoji'));
    expect(steps[2].result).toMatch(
      /^6 files, order consistency with the original 0\.\d\d or more \(not judged\)$/,
    );
  });
});
