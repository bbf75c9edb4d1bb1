import { expect, test } from 'vitest';
import { published } from './recipes.js';
import { parseRunConfig } from '../../src/experiments/runConfig.js';
import { describeEstimate } from '../../src/rehearsal/describeEstimate.js';
import { estimateRun } from '../../src/rehearsal/estimateRun.js';
import { writeEmbeddingFile } from '../../src/vectors/writeEmbeddingFile.js';
import { temporaryFolder } from '../helpers/temporaryFolder.js';

const fileOf = temporaryFolder();

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
  // Vectors of both sides, and blocks of 2^24 similarities.
  expect(memory.evaluation).toBeGreaterThan(2 * 6403 * 1280 * 4 + 3 * 4 * 2 ** 24);
  expect(memory.evaluation).toBeLessThan(2 * 6403 * 1280 * 4 + 5 * 4 * 2 ** 24);
  expect(seconds.training).toBeCloseTo(91_642 * 10 * query!.trainingSecondsPerPicture, 6);
  expect(memory.trainingBatch).toBeGreaterThan(64 * 32 * 32 * 3 * 4);
  // A batch of 16 squares of 64 pixels, whose largest layers have 96 and 96 channels at half the side.
  expect(memory.galleryBatch).toBeGreaterThan(16 * 32 * 32 * 96 * 4);
  expect(describeEstimate(estimate).join('\n')).toMatch(
    /91642 train[^]*\d MB of memory a batch; vectors of 1280/,
  );
  const unknown = await estimateRun(
    parseRunConfig({ ...small, gallery: { name: 'vectors', file: 'none.npy' } }),
  );
  expect(unknown.seconds.gallery).toBeUndefined();
  expect(describeEstimate(unknown).join('\n')).toMatch(/assumed/);
  const file = fileOf('v.npy');
  await writeEmbeddingFile(file, { matrix: { data: new Float32Array(12), rows: 2, columns: 6 } });
  const known = await estimateRun(parseRunConfig({ ...small, gallery: { name: 'vectors', file } }));
  expect(known.gallery).toEqual({ dimension: 6, isDimensionAssumed: false });
  expect(describeEstimate(known).join('\n')).toMatch(/vectors of 6 numbers\n/);
});
