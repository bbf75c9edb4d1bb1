import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { afterAll, expect, test } from 'vitest';
import { randomSource } from '../../src/base/randomSource.js';
import { createQueryModel } from '../../src/models/createQueryModel.js';
import { countOperations } from '../../src/models/networks/countOperations.js';
import { pretrainedNetwork } from '../../src/models/pretrained.js';
import { hasWeights } from '../../src/models/weightFiles.js';
import { openTrainedModel } from '../../src/trainedModels/openTrainedModel.js';
import { saveTrainedModel } from '../../src/trainedModels/saveTrainedModel.js';
import { trainedPhotoModel } from '../../src/trainedModels/trainedPhotoModel.js';
import { largestDifference } from '../export/toyNetwork.js';
import { writePhotos } from '../extraction/toyPhotos.js';

const folder = mkdtempSync(join(tmpdir(), 'head-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.skipIf(!hasWeights('mobileNetV2'))(
  'a head embeds pictures for an extraction as it does for a search',
  async () => {
    const [side, dimension] = [96, 5];
    const network = pretrainedNetwork('mobileNetV2');
    const features = {
      mean: new Float32Array(network.channels),
      deviation: new Float32Array(network.channels).fill(1),
      flops: countOperations(network, side),
    };
    const head = await createQueryModel({ kind: 'head', bottleneck: 8 }, randomSource(0), {
      dimension,
      features,
    });
    await saveTrainedModel(join(folder, 'model'), { model: head });
    head.dispose();
    await writePhotos(join(folder, 'photos'), [[120, 90]]);
    const trained = await openTrainedModel(join(folder, 'model'), { featureSize: side });
    const wanted = await trained.embed(join(folder, 'photos'));
    const { model } = await trainedPhotoModel(trained);
    const squares = await trained.prepare(join(folder, 'photos'));
    const embedded = await model.embed(tf.tensor4d(squares, [1, side, side, 3]));
    expect(largestDifference(await embedded.data(), wanted.data)).toBeLessThan(1e-6);
    model.dispose();
  },
);
