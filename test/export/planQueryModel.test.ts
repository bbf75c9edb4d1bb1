import { beforeAll, describe, expect, test } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { randomPictures } from '../../src/export/agreementPictures.js';
import { embedSquares } from '../../src/trainedModels/embedSquares.js';
import { frozenFeatures } from '../../src/trainedModels/frozenFeatures.js';
import { formats as modelFormats } from '../../src/export/formats.js';
import { planQueryModel } from '../../src/export/planQueryModel.js';
import type { QueryModelConfigInput } from '../../src/models/queryModelConfig.js';
import { largestDifference } from './toyNetwork.js';
import { build } from './savedModels.js';

beforeAll(() => selectBackend());

describe('the plan of a query model', () => {
  test.each<QueryModelConfigInput>([
    { kind: 'smallCnn', width: 0.25 },
    { kind: 'mobileNetV2', size: 33, width: 0.1, pretrained: false, pooling: 'gem', head: { channels: 24 } },
    { kind: 'squeezeNet', size: 35, pretrained: false },
    { kind: 'shuffleNetV2', width: 0.5, size: 32 },
    { kind: 'mobileNetV3Large', size: 33 },
    { kind: 'resNet18', size: 33 },
    { kind: 'choiceNetwork', size: 32, path: [0, 4, 1, 2, 4, 0, 3, 1, 4] },
  ])('computes what the query model computes: %j', async (config) => {
    const model = await build(config);
    const plan = await planQueryModel(model);
    const pixels = randomPictures(3, plan.size);
    const original = await embedSquares(model, undefined, pixels, 3);
    const format = modelFormats['tfjs-graph'];
    const exported = await format.load(await format.write(plan, 'float32'));
    expect(largestDifference(await exported.embed(pixels, 3), original.data)).toBeLessThan(1e-4);
    exported.dispose();
    model.dispose();
  });

  test('of a head needs the frozen network in front of it', async () => {
    const model = await build({ kind: 'head' });
    await expect(planQueryModel(model)).rejects.toThrow(/only with the frozen network/);
    await expect(frozenFeatures(model, undefined)).rejects.toThrow(/size of the pictures.*not known/);
    await expect(frozenFeatures(model, 96)).rejects.toThrow(/stands on other features/);
    model.dispose();
  });
});
