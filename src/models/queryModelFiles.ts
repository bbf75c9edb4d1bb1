import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { RetrievalError } from '../errors.js';
import { atomicWrite } from '../base/files/atomicWrite.js';
import { onFiles } from '../base/files/fileSystemError.js';
import { owningFolder } from '../base/files/owning.js';
import { readRegular } from '../base/files/regularFile.js';
import { sha256OfBytes } from '../base/files/sha256.js';
import { randomSource } from '../base/randomSource.js';
import { buildQueryModel } from './createQueryModel.js';
import type { FeatureDescription, QueryModel } from './queryModel.js';
import {
  isQueryModelFile,
  queryModelFormat,
  queryModelManifest,
  readQueryModelManifest,
  type QueryModelManifest,
} from './queryModelManifest.js';

/**
 * Saves a query model: one file of little-endian float32 weights, named by its hash, then the manifest that refers to
 * it. A save that is cut short leaves the previous one valid.
 * @throws RetrievalError while another process is writing to the folder; for what the disk refuses.
 */
export async function saveQueryModel(model: QueryModel, folder: string): Promise<void> {
  const files = await queryModelContents(model);
  const write = async (): Promise<void> => {
    for (const [name, content] of files) await atomicWrite(join(folder, name), content);
    const outdated = (await readdir(folder)).filter((name) => isQueryModelFile(name) && !files.has(name));
    await Promise.all(outdated.map((name) => rm(join(folder, name))));
  };
  await owningFolder(folder, () => onFiles({ doing: 'Saving the query model', where: folder }, write));
}

/** The files of a query model by name, in the order in which they may appear: the weights, then what refers to them. */
export async function queryModelContents(model: QueryModel): Promise<Map<string, string | Uint8Array>> {
  const values = await Promise.all(allVariables(model).map((variable) => variable.data<'float32'>()));
  const bytes = Buffer.concat(
    values.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength)),
  );
  const sha256 = sha256OfBytes(bytes);
  const manifest: QueryModelManifest = {
    formatVersion: queryModelFormat,
    config: model.config,
    dimension: model.dimension,
    ...(model.input.kind === 'features' && {
      features: { dimension: model.input.dimension, flops: model.input.flops },
    }),
    tensors: tensorsOf(model),
    weightsFile: `weights-${sha256.slice(0, 16)}.bin`,
    sha256,
  };
  return new Map<string, string | Uint8Array>([
    [manifest.weightsFile, bytes],
    [queryModelManifest, `${JSON.stringify(manifest, null, 1)}\n`],
  ]);
}

/**
 * Builds the query model that was saved to a folder.
 * @throws RetrievalError when a file is missing, damaged or does not fit its description.
 */
export async function loadQueryModel(folder: string): Promise<QueryModel> {
  const { config, dimension, features } = await readQueryModelManifest(folder);
  // Every weight is about to be replaced, so that pretrained ones need not be there.
  const blank = {
    ...config,
    ...('pretrained' in config && { pretrained: false as const }),
    ...('weights' in config && { weights: undefined }),
  };
  const model = await buildQueryModel(blank, randomSource(0), {
    dimension,
    ...(features && { features: blankFeatures(features) }),
  });
  try {
    await restoreQueryModel(model, folder);
  } catch (error) {
    model.dispose();
    throw error;
  }
  return { ...model, config };
}

/**
 * Replaces the weights of a query model by saved ones of the same architecture.
 * @throws RetrievalError naming the tensors that differ; the model is unchanged then.
 */
export async function restoreQueryModel(model: QueryModel, folder: string): Promise<void> {
  const manifest = await readQueryModelManifest(folder);
  checkTensors(tensorsOf(model), manifest.tensors, folder);
  const file = join(folder, manifest.weightsFile);
  const bytes = existsSync(file) ? await readRegular(file) : new Uint8Array();
  const size = allVariables(model).reduce((sum, variable) => sum + variable.size, 0);
  if (sha256OfBytes(bytes) !== manifest.sha256 || bytes.length !== 4 * size) {
    throw new RetrievalError({
      what: 'The saved weights are missing or damaged',
      where: file,
      expected: `SHA-256 ${manifest.sha256}`,
      found: `${bytes.length} of ${4 * size} bytes, or another hash`,
      fix: 'train the query model again, or restore the file',
    });
  }
  const values = new Float32Array(Uint8Array.from(bytes).buffer);
  let at = 0;
  for (const variable of allVariables(model)) {
    const tensor = tf.tensor(values.slice(at, at + variable.size), variable.shape);
    variable.assign(tensor);
    tensor.dispose();
    at += variable.size;
  }
}

function allVariables({ variables, state }: QueryModel): QueryModel['variables'] {
  return [...variables, ...state];
}

function tensorsOf(model: QueryModel): QueryModelManifest['tensors'] {
  return allVariables(model).map(({ shape }, i) => ({ name: model.names[i]!, shape: [...shape] }));
}

function blankFeatures({
  dimension,
  flops,
}: NonNullable<QueryModelManifest['features']>): FeatureDescription {
  return { mean: new Float32Array(dimension), deviation: new Float32Array(dimension).fill(1), flops };
}

/** Compares the tensors by name and shape, and in their order. */
function checkTensors(
  expected: QueryModelManifest['tensors'],
  found: QueryModelManifest['tensors'],
  folder: string,
): void {
  const write = ({ name, shape }: QueryModelManifest['tensors'][number]) => `${name} [${shape.join(', ')}]`;
  const [model, saved] = [expected.map(write), found.map(write)];
  if (model.join() === saved.join()) return;
  const onlyModel = model.filter((tensor) => !saved.includes(tensor));
  const onlySaved = saved.filter((tensor) => !model.includes(tensor));
  throw new RetrievalError({
    what: 'The saved weights belong to another query model',
    where: folder,
    expected: onlyModel.slice(0, 5).join('; ') || 'the same tensors in another order',
    found: onlySaved.slice(0, 5).join('; ') || 'fewer tensors',
    fix: 'build the query model with the configuration in the folder',
  });
}
