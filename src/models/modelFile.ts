import { existsSync } from 'node:fs';
import { RetrievalError } from '../errors.js';
import { readRegular } from '../base/files/regularFile.js';
import { sha256OfBytes, sha256OfFile } from '../base/files/sha256.js';
import { readTorchFile, tensorsOf } from '../checkpoints/torchCheckpoint.js';
import type { Checkpoint } from '../checkpoints/checkpointTensor.js';
import { hubWeights } from './hub/hubModel.js';
import { isHubName } from './hub/hubName.js';
import { safetensorsWeights } from './safetensorsWeights.js';

/** What a user's PyTorch file holds. */
export interface ModelFile {
  path: string;
  sha256: string;
  /** The float tensors by name, without the wrappers that training scripts put around them. */
  tensors: Checkpoint;
  /** What else the dictionary holds beside the tensors, by name; empty for a plain dictionary of tensors. */
  others: Map<unknown, unknown>;
}

/** Names under which training scripts store the tensors beside other things. */
const stateNames = ['state_dict', 'model_state_dict', 'model'];
/** What `DataParallel` puts before every name. */
const parallelPrefix = 'module.';

/**
 * Reads a file of weights: safetensors, or a dictionary of tensors as PyTorch saves it, alone or as `state_dict` beside
 * other things; with or without the prefix `module.` of parallel training.
 *
 * @param place its path, or the name of a model in the hub, `hf:owner/name`
 * @param howToGet what the reader can do when the file is missing
 * @throws RetrievalError when the file is missing, damaged or holds something else.
 */
export async function readModelFile(place: string, howToGet: string): Promise<ModelFile> {
  const path = isHubName(place) ? await hubWeights(place) : place;
  if (!existsSync(path)) {
    throw new RetrievalError({ what: 'The file of weights is missing', where: path, fix: howToGet });
  }
  if (/\.safetensors$/i.test(path)) {
    const tensors = withoutPrefix(await safetensorsWeights(path));
    return { path, sha256: await sha256OfFile(path), tensors, others: new Map() };
  }
  const bytes = await readRegular(path);
  const content = readTorchFile(bytes, path);
  const isMap = content instanceof Map;
  const stateName = isMap ? stateNames.find((name) => content.get(name) instanceof Map) : undefined;
  const others = new Map<unknown, unknown>(stateName ? (content as Map<unknown, unknown>) : []);
  others.delete(stateName);
  const tensors = tensorsOf(stateName ? (content as Map<unknown, unknown>).get(stateName) : content, path);
  return { path, sha256: sha256OfBytes(bytes), tensors: withoutPrefix(tensors), others };
}

function withoutPrefix(tensors: Checkpoint): Checkpoint {
  const names = [...tensors.keys()];
  if (names.length === 0 || !names.every((name) => name.startsWith(parallelPrefix))) return tensors;
  return new Map(Array.from(tensors, ([name, tensor]) => [name.slice(parallelPrefix.length), tensor]));
}
