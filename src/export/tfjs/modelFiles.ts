import { topologyFile, weightsFile } from './modelSource.js';
import type { StoredWeight } from './storedWeights.js';

/** The two files of a TensorFlow.js model: `model.json` and the weights that it points to. */
export function modelFiles(model: Record<string, unknown>, weights: StoredWeight[]): Map<string, Uint8Array> {
  const entries = weights.map(({ values: _, ...entry }) => entry);
  const topology = {
    ...model,
    generatedBy: 'asymmetric-retrieval',
    convertedBy: null,
    weightsManifest: [{ paths: [weightsFile], weights: entries }],
  };
  const bytes = weights.map(({ values }) => Buffer.from(values.buffer, values.byteOffset, values.byteLength));
  return new Map<string, Uint8Array>([
    [topologyFile, Buffer.from(JSON.stringify(topology))],
    [weightsFile, Buffer.concat(bytes)],
  ]);
}
