import * as tf from '@tensorflow/tfjs-core';
import { RetrievalError } from '../../errors.js';
import type { ExportedFiles } from '../exportedFiles.js';

/** The two files of a TensorFlow.js model. */
export const topologyFile = 'model.json';
export const weightsFile = 'weights.bin';

/**
 * What TensorFlow.js loads a model from, out of its files.
 * @throws RetrievalError when one is missing or cannot be read.
 */
export function modelSource(files: ExportedFiles): tf.io.IOHandler {
  const take = (name: string): Uint8Array => {
    const bytes = files.get(name);
    if (bytes) return bytes;
    throw new RetrievalError({ what: 'A file of the exported model is missing', where: name });
  };
  const model = parse(take(topologyFile));
  const weights = take(weightsFile);
  return {
    load: () =>
      tf.io.getModelArtifactsForJSON(model, (manifest) =>
        Promise.resolve([tf.io.getWeightSpecs(manifest), Uint8Array.from(weights).buffer]),
      ),
  };
}

function parse(bytes: Uint8Array): tf.io.ModelJSON {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as tf.io.ModelJSON;
  } catch (cause) {
    throw new RetrievalError({ what: 'The exported model is not valid JSON', where: topologyFile, cause });
  }
}
