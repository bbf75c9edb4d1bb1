import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { withChecksum } from '../../src/base/files/checkedJson.js';
import { selectBackend } from '../../src/compute/backend/selectBackend.js';
import { createQueryModel } from '../../src/models/createQueryModel.js';
import { saveQueryModel } from '../../src/models/queryModelFiles.js';
import type { QueryModelConfig, QueryModelConfigInput } from '../../src/models/queryModelConfig.js';
import { countOperations } from '../../src/models/networks/countOperations.js';
import { pretrainedNetwork } from '../../src/models/pretrained.js';
import { randomSource } from '../../src/base/randomSource.js';
import { shakeModel } from './toyNetwork.js';

/** Folders of a test: the saved model, and what is exported from it. */
export let root: string;
export let folder: string;
export let out: string;

/** Gives each test of a file folders of its own. */
export function exportFolders(): void {
  beforeEach(async () => {
    await selectBackend();
    root = mkdtempSync(join(tmpdir(), 'export-'));
    [folder, out] = [join(root, 'model'), join(root, 'out')];
  });
  afterEach(() => rmSync(root, { recursive: true }));
}

/** Side of the pictures that a head's features were computed from. */
export const featureSize = 32;

/** A query model whose batch norms do something. */
export async function build(config: QueryModelConfigInput) {
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
export async function save(config: QueryModelConfigInput, run: Record<string, unknown> | false = {}) {
  const model = await build(config);
  await saveQueryModel(model, folder);
  const complete = model.config;
  model.dispose();
  if (run) writeRun(complete, run);
  return complete;
}

/** The record of a training run beside the model. */
export function writeRun(query: QueryModelConfig, changes: Record<string, unknown> = {}): void {
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
    JSON.stringify(withChecksum({ record, manifest: { runId: 'abc123', config, losses: [] } })),
  );
}

/** A query model that needs no weights. */
export const small: QueryModelConfigInput = { kind: 'smallCnn', width: 0.5, pooling: 'gem' };
/** An export that is compared on random pictures. */
export const onRandom = { data: 'random', pictures: 24 };
