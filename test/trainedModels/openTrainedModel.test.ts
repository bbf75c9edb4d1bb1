import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { withChecksum } from '../../src/base/files/checkedJson.js';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { openDataset } from '../../src/datasets/openDataset.js';
import { prepareInput } from '../../src/experiments/prepareInput.js';
import type { Run } from '../../src/experiments/runOptions.js';
import { parseRunConfig, type RunConfig } from '../../src/experiments/runConfig.js';
import { randomSource } from '../../src/base/randomSource.js';
import { createQueryModel } from '../../src/models/createQueryModel.js';
import { hasWeights } from '../../src/models/weightFiles.js';
import { embedAll } from '../../src/training/embedAll.js';
import { pictureAugmentationSchema } from '../../src/training/pictureAugmentation.js';
import { openTrainedModel } from '../../src/trainedModels/openTrainedModel.js';
import { saveTrainedModel } from '../../src/trainedModels/saveTrainedModel.js';
import { syntheticRunOf } from '../study/syntheticRun.js';
import { dimension, toyFolder, toyModel, type ToyFolder } from './toyModel.js';

let toy: ToyFolder;
let folder: string;
beforeAll(async () => {
  await selectBackend();
  toy = await toyFolder();
  folder = join(toy.folder, 'model');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
afterAll(() => toy.remove());

async function save(config: RunConfig, withRun = true): Promise<void> {
  const model = await toyModel(config);
  await saveTrainedModel(folder, { model, ...(withRun && { run: syntheticRunOf(config) }) });
  model.dispose();
}

describe('pictures', () => {
  const runs: [string, Partial<RunConfig>][] = [
    ['of a run that trains on crops', {}],
    ['of a run that trains on files', { pictures: pictureAugmentationSchema.parse({}) }],
  ];
  test.each(runs)('are embedded as in the evaluation %s', async (_, change) => {
    const config = parseRunConfig({ ...toy.config, ...change });
    await save(config);
    const dataset = await openDataset(toy.photos);
    const split = dataset.splits.unseen;
    const { queries } = await prepareInput(dataset, split, config);
    const trained = await openTrainedModel(folder);
    const expected = await embedAll(trained.model, queries, split.queries.length);
    const files = Array.from(split.queries, (row) => dataset.records[row].path!);
    for (const pictures of [files, { dataset, rows: split.queries }]) {
      const found = await trained.embed(pictures);
      expect(found).toMatchObject({ rows: split.queries.length, columns: dimension });
      found.data.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 5));
      expect(await trained.embedSquares(await trained.prepare(pictures))).toEqual(found);
    }
    trained.dispose();
  });

  test('leave no tensors behind', async () => {
    await save(toy.config);
    const before = tf.memory().numTensors;
    const trained = await openTrainedModel(folder);
    await trained.embed(toy.photos);
    trained.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe.skipIf(!hasWeights('mobileNetV2'))('a head', () => {
  const featureSize = 32;
  const saveHead = async (withRun: boolean) => {
    const query = { kind: 'head', bottleneck: 4, dropout: 0.3 } as const;
    const config = parseRunConfig({ ...toy.config, query, featureSize });
    const dataset = await openDataset(toy.photos);
    const input = await prepareInput(dataset, dataset.splits.unseen, config);
    const model = await createQueryModel(query, randomSource(0, 'weights'), {
      dimension,
      features: input.features,
    });
    await saveTrainedModel(folder, { model, ...(withRun && { run: syntheticRunOf(config) }) });
    model.dispose();
    return { dataset, rows: dataset.splits.unseen.queries, queries: input.queries };
  };

  test('embeds pictures with its frozen network as in the evaluation', async () => {
    const { dataset, rows, queries } = await saveHead(true);
    const before = tf.memory().numTensors;
    const trained = await openTrainedModel(folder);
    const expected = await embedAll(trained.model, queries, rows.length);
    const { data } = await trained.embed({ dataset, rows });
    data.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 4));
    trained.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test('needs the size of its pictures where no run tells it', async () => {
    await saveHead(false);
    const unknown = await openTrainedModel(folder);
    await expect(unknown.embed(toy.photos)).rejects.toThrow(/size of the pictures.*not known/);
    expect(unknown.describe().at(-1)).toMatch(/no run\.json/);
    unknown.dispose();
    const known = await openTrainedModel(folder, { featureSize });
    expect((await known.embed(toy.photos)).rows).toBe(16);
    known.dispose();
  });
});

describe('a folder is refused', () => {
  const rejection = (message: RegExp) =>
    expect(openTrainedModel(folder)).rejects.toMatchObject({
      details: { kind: 'data' },
      message: expect.stringMatching(message) as string,
    });

  test('without a model', () => rejection(/no readable saved query model[^]*no such file/));

  test('when its run is damaged or that of another model', async () => {
    await save(toy.config);
    const file = join(folder, 'run.json');
    writeFileSync(file, '{');
    await rejection(/training run cannot be read/);
    const query = { kind: 'smallCnn', width: 0.5, size: 32, pooling: 'average' } as const;
    const other = syntheticRunOf({ ...toy.config, query });
    const write = (run: object): void => writeFileSync(file, JSON.stringify(withChecksum(run)));
    write({ record: other.record, manifest: other.manifest });
    await rejection(/belongs to another query model/);
    const { record, manifest } = syntheticRunOf(toy.config);
    write({ record, manifest, weights: `weights-${'0'.repeat(16)}.bin` });
    await rejection(/belongs to another query model/);
  });

  test('when a number of its run was changed', async () => {
    await save(toy.config);
    const file = join(folder, 'run.json');
    const text = readFileSync(file, 'utf8');
    const changed = text.replace(/("mapAsymmetric": )[\d.]+/, '$199.9');
    expect(changed).not.toBe(text);
    writeFileSync(file, changed);
    await rejection(/changed since it was written[^]*run\.json/);
  });

  test('but for a run without a checksum, as earlier versions wrote it, which is said', async () => {
    await save(toy.config);
    const file = join(folder, 'run.json');
    const { record, manifest } = JSON.parse(readFileSync(file, 'utf8')) as Run;
    writeFileSync(file, JSON.stringify({ record, manifest }));
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    (await openTrainedModel(folder)).dispose();
    expect(warn).toHaveBeenCalledWith(expect.stringMatching(/run\.json has no checksum/));
    warn.mockRestore();
  });
});

describe('a description', () => {
  test('tells what was trained on what, the size, the scores and the pictures', async () => {
    await save(toy.config);
    const trained = await openTrainedModel(folder);
    const text = trained.describe().join('\n');
    expect(text).toContain(`${trained.model.parameterCount} trained weights`);
    expect(text).toContain(`embeddings of ${dimension} numbers`);
    expect(text).toContain(`Trained with regression on ${toy.photos}, split unseen`);
    expect(text).toContain(`against the gallery ${trained.run!.record.mapAsymmetric!.toFixed(1)}`);
    expect(text).toContain('scale the whole picture to 36 x 36');
    trained.dispose();
  });

  test('says that nothing is known of the training without a run', async () => {
    await save(toy.config, false);
    const trained = await openTrainedModel(folder);
    expect(trained.run).toBeUndefined();
    expect(trained.describe().join('\n')).toMatch(/not known: there is no run\.json/);
    trained.dispose();
  });
});
