import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { exportCommand } from '../../src/cli/export.js';
import { randomPictures } from '../../src/export/agreementPictures.js';
import { embedSquares } from '../../src/trainedModels/embedSquares.js';
import { exportFormats } from '../../src/export/exportedFiles.js';
import { exportQueryModel } from '../../src/export/exportQueryModel.js';
import { frozenFeatures } from '../../src/trainedModels/frozenFeatures.js';
import { formats as modelFormats } from '../../src/export/formats.js';
import { planQueryModel } from '../../src/export/planQueryModel.js';
import { readExport } from '../../src/export/readExport.js';
import { weightPrecisions } from '../../src/export/kernelEncoding.js';
import type { ModelCard } from '../../src/export/modelCard.js';
import { sha256OfBytes } from '../../src/base/files/sha256.js';
import { createQueryModel } from '../../src/models/createQueryModel.js';
import { hasWeights } from '../../src/models/weightFiles.js';
import { saveQueryModel } from '../../src/models/queryModelFiles.js';
import type { QueryModelConfig, QueryModelConfigInput } from '../../src/models/queryModelConfig.js';
import { countOperations } from '../../src/models/networks/countOperations.js';
import { pretrainedNetwork } from '../../src/models/pretrained.js';
import { randomSource } from '../../src/base/randomSource.js';
import { largestDifference, shakeModel } from './toys.js';

let root: string;
let folder: string;
let out: string;
beforeEach(async () => {
  await selectBackend();
  root = mkdtempSync(join(tmpdir(), 'export-'));
  [folder, out] = [join(root, 'model'), join(root, 'out')];
});
afterEach(() => rmSync(root, { recursive: true }));

const featureSize = 32;

async function build(config: QueryModelConfigInput) {
  const network = pretrainedNetwork('mobileNetV2');
  const inputs = network.channels;
  const features = {
    mean: new Float32Array(inputs).fill(0.02),
    deviation: new Float32Array(inputs).fill(0.01),
    flops: countOperations(network, featureSize),
  };
  const model = await createQueryModel(config, randomSource(4), { dimension: 12, features });
  if (config.kind !== 'head') shakeModel(model);
  return model;
}

/** Saves a query model with the run that trained it; gives its configuration with all defaults. */
async function save(config: QueryModelConfigInput, run: Record<string, unknown> | false = {}) {
  const model = await build(config);
  await saveQueryModel(model, folder);
  const complete = model.config;
  model.dispose();
  if (run) writeRun(complete, run);
  return complete;
}

function writeRun(query: QueryModelConfig, changes: Record<string, unknown> = {}): void {
  const config = {
    dataset: 'grocery',
    split: 'unseen',
    gallery: { name: 'efficientNetLite2', size: 224, pooling: 'gem' },
    galleryTreatment: 'lda',
    whitenedDimension: 12,
    query,
    featureSize,
    method: 'rankOrderPreservation',
    loss: { kind: 'rankOrderPreservation' },
    seed: 7,
    ...changes,
  };
  const record = {
    galleryModel: 'efficientNetLite2@224 gem',
    mapAsymmetric: 43.21,
    orderConsistency10: 71.5,
  };
  writeFileSync(
    join(folder, 'run.json'),
    JSON.stringify({ record, manifest: { runId: 'abc123', config, losses: [] } }),
  );
}

const small: QueryModelConfigInput = { kind: 'smallCnn', width: 0.5, pooling: 'gem' };
const onRandom = { data: 'random', pictures: 24 };

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
    const plan = planQueryModel(model);
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
    expect(() => planQueryModel(model)).toThrow(/only with the frozen network/);
    await expect(frozenFeatures(model, undefined)).rejects.toThrow(/size of the pictures.*not known/);
    await expect(frozenFeatures(model, 96)).rejects.toThrow(/stands on other features/);
    model.dispose();
  });
});

describe('an export', () => {
  test('writes every format and precision, each loads from its folder and agrees with the original', async () => {
    await save(small);
    const before = tf.memory().numTensors;
    const card = await exportQueryModel(folder, out, { ...onRandom, weights: weightPrecisions });
    expect(tf.memory().numTensors).toBe(before);
    expect(card.exports.map((one) => one.folder)).toEqual(
      exportFormats.flatMap((format) => weightPrecisions.map((weights) => `${format}-${weights}`)),
    );
    const pixels = randomPictures(12, 32);
    const model = await build(small);
    const original = await embedSquares(model, undefined, pixels, 12);
    model.dispose();
    for (const { format, weights, folder: name, files, agreement } of card.exports) {
      const read = await readExport(join(out, name));
      expect(files).toEqual(
        files.map((file) => {
          const bytes = read.get(file.name)!;
          return { name: file.name, bytes: bytes.length, sha256: sha256OfBytes(bytes) };
        }),
      );
      const exported = await modelFormats[format].load(read);
      const difference = largestDifference(await exported.embed(pixels, 12), original.data);
      exported.dispose();
      expect(difference).toBeLessThan({ float32: 1e-5, float16: 0.005, int8: 0.1 }[weights]);
      expect(agreement).toMatchObject({ pictures: 24, source: 'random', isWithinTolerance: true });
    }
  });

  test('stores float16 in half the space and int8 in a quarter', async () => {
    await save({ kind: 'smallCnn' });
    const card = await exportQueryModel(folder, out, {
      ...onRandom,
      pictures: 12,
      weights: weightPrecisions,
      force: true,
    });
    for (const format of exportFormats) {
      const sizes = card.exports.flatMap((one) => {
        const weights = one.files.find(({ name }) => name === 'weights.bin' || name === 'model.onnx')!;
        return one.format === format ? [weights.bytes] : [];
      });
      const [whole, half, quarter] = sizes;
      expect(half / whole).toBeLessThan(0.53);
      expect(quarter / whole).toBeLessThan(0.3);
    }
  });

  test('is refused below its tolerance and leaves nothing behind, unless it is forced', async () => {
    await save(small);
    const strict = {
      ...onRandom,
      formats: ['onnx'],
      weights: ['int8'],
      tolerance: { cosine: 0.99999999 },
    } as const;
    await expect(exportQueryModel(folder, out, strict)).rejects.toThrow(
      /does not agree[^]*onnx-int8[^]*cosine 1\.00000[^]*cosine 0\.99/,
    );
    expect(existsSync(out)).toBe(false);
    const card = await exportQueryModel(folder, out, { ...strict, force: true });
    expect(card.exports[0].agreement.isWithinTolerance).toBe(false);
    expect(readFileSync(join(out, 'model-card.md'), 'utf8')).toMatch(/onnx-int8 lies below its tolerance/);
  });

  test.skipIf(!hasWeights('mobileNetV2'))(
    'of a head takes pixels: the frozen network is inside',
    async () => {
      await save({ kind: 'head', bottleneck: 8 });
      const card = await exportQueryModel(folder, out, onRandom);
      expect(card.exports.every(({ agreement }) => agreement.isWithinTolerance)).toBe(true);
      expect(card.input).toMatchObject({ size: featureSize, range: [0, 255] });
      expect(card.architecture.frozenNetwork).toEqual({
        name: 'mobileNetV2',
        size: featureSize,
        pooling: 'average',
      });
      expect(card.licences.weights.map(({ name }) => name)).toContain('MobileNetV2, ImageNet weights');
      expect(card.limits.join()).toMatch(/frozen mobileNetV2/);
      expect(card.parameters.stored).toBeGreaterThan(100 * card.parameters.trained);
    },
  );

  test('is refused for a folder that is absent, damaged, or beside the run of another model', async () => {
    await expect(exportQueryModel(join(root, 'nothing'), out)).rejects.toThrow(
      /no readable saved query model/,
    );
    const config = await save(small);
    for (const [text, message] of [
      ['{', /training run cannot be read/],
      ['{}', /configuration of the training run/],
    ] as const) {
      writeFileSync(join(folder, 'run.json'), text);
      await expect(exportQueryModel(folder, out, onRandom)).rejects.toThrow(message);
    }
    writeRun({ ...config, size: 48 } as QueryModelConfig);
    await expect(exportQueryModel(folder, out, onRandom)).rejects.toThrow(/belongs to another query model/);
    writeFileSync(join(folder, 'query-model.json'), '{');
    await expect(exportQueryModel(folder, out, onRandom)).rejects.toThrow(/no readable saved query model/);
    expect(existsSync(out)).toBe(false);
  });

  test('says which pictures are missing or too few', async () => {
    await save(small, { dataset: join(root, 'no pictures') });
    await expect(exportQueryModel(folder, out)).rejects.toThrow(/cannot be opened[^]*random/);
    await expect(exportQueryModel(folder, out, { pictures: 3 })).rejects.toThrow(
      /too few pictures[^]*from 12 on/,
    );
    await expect(readExport(join(out, 'onnx-int8'))).rejects.toThrow(/no exported model/);
  });
});

describe('the model card', () => {
  const read = () => ({
    json: JSON.parse(readFileSync(join(out, 'model-card.json'), 'utf8')) as ModelCard,
    text: readFileSync(join(out, 'model-card.md'), 'utf8'),
  });

  test('tells architecture, gallery, training, agreement, licences and limits', async () => {
    await save(small);
    const card = await exportQueryModel(folder, out, { ...onRandom, formats: ['tfjs-layers'] });
    const { json, text } = read();
    expect(json).toEqual(JSON.parse(JSON.stringify(card)));
    expect(json.gallery).toMatchObject({
      name: 'efficientNetLite2@224 gem',
      treatment: 'lda',
      dimension: 12,
    });
    expect(json.training).toMatchObject({
      runId: 'abc123',
      config: { seed: 7 },
      scores: { mapAsymmetric: 43.21 },
    });
    expect(json.licences.weights.map(({ licence }) => licence)).toEqual(['Apache-2.0']);
    expect(json.licences.pictures.map(({ name }) => name)).toEqual([expect.stringContaining('Grocery')]);
    expect(json.input.preparation).toMatch(/36 x 36.*middle 32 x 32/);
    for (const part of [
      /## Model\n[^]*smallCnn/,
      /## Gallery\n[^]*efficientNetLite2@224 gem, 12 dimensions, treatment `lda`/,
      /## Files\n[^]*tfjs-layers-float32\/layers\.js/,
      /## Agreement with the original\n[^]*order consistency@10/,
      /## Training\n[^]*43\.21[^]*"seed": 7/,
      /## Licences\n[^]*Apache-2\.0[^]*Grocery/,
      /## Limits\n[^]*whitened by lda[^]*registerLayers/,
    ])
      expect(text).toMatch(part);
    expect(text).not.toMatch(/undefined|NaN|\\`/);
  });

  test('says what is not known without the training run', async () => {
    await save(small, false);
    await exportQueryModel(folder, out, { formats: ['tfjs-graph'] });
    const { json, text } = read();
    expect([json.gallery, json.training, json.licences]).toEqual([null, null, { weights: [], pictures: [] }]);
    expect(text).toMatch(/No run\.json lay beside the model/);
    expect(text).not.toMatch(/registerLayers|undefined/);
  });

  test('knows the licences of benchmarks and of pictures of one’s own', async () => {
    await save(small, { dataset: 'cub-200-2011' });
    const benchmark = await exportQueryModel(folder, out, { ...onRandom, formats: ['tfjs-graph'] });
    expect(benchmark.licences.pictures[0].source).toMatch(/^https:/);
    await save(small, { dataset: '/somewhere/photos' });
    const own = await exportQueryModel(folder, out, { ...onRandom, formats: ['tfjs-graph'] });
    expect(own.licences.pictures[0]).toMatchObject({ licence: 'not known here' });
  });
});

describe('asym export', () => {
  const run = (...words: string[]) => exportCommand().exitOverride().parseAsync(words, { from: 'user' });

  test('prints one JSON document with --json, a table without', async () => {
    await save(small);
    const printed: string[] = [];
    const log = vi.spyOn(console, 'log').mockImplementation((text: string) => void printed.push(text));
    const progress = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const common = ['--model', folder, '--out', out, '--data', 'random', '--pictures', '20'];
    await run(...common, '--format', 'onnx', '--weights', 'float32', 'int8', '--json');
    expect(printed.length).toBe(1);
    const card = JSON.parse(printed[0]) as ModelCard;
    expect(card.exports.map((one) => one.folder)).toEqual(['onnx-float32', 'onnx-int8']);
    await run(...common, '--format', 'tfjs-graph');
    expect(printed[1]).toMatch(/tfjs-graph-float32/);
    expect(progress).toHaveBeenCalled();
    log.mockRestore();
    progress.mockRestore();
  });

  test('refuses formats, precisions and numbers that there are not', async () => {
    const quiet = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const common = ['--model', folder, '--out', out];
    await expect(run(...common, '--format', 'tflite')).rejects.toThrow(/Allowed choices/);
    await expect(run(...common, '--weights', 'int4')).rejects.toThrow(/Allowed choices/);
    await expect(run(...common, '--pictures', '1.5')).rejects.toThrow(/whole number/);
    await expect(run(...common, '--cosine', 'much')).rejects.toThrow(/number up to 1/);
    quiet.mockRestore();
  });
});
