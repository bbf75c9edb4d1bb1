import * as tf from '@tensorflow/tfjs';
import { RetrievalError } from '../../errors.js';
import type { ExportedFiles, RunnableModel } from '../exportedFiles.js';
import { modelSource, topologyFile, weightsFile } from './modelSource.js';
import { runModel } from './runModel.js';

/**
 * Opens a query model that was exported as a TensorFlow.js graph; runs in a browser.
 *
 * @param from address of the folder `tfjs-graph-...` of an export, or its files by name
 * @throws RetrievalError when a file is missing or cannot be read.
 */
export async function openGraphModel(from: string | URL | ExportedFiles): Promise<RunnableModel> {
  const files = typeof from === 'string' || from instanceof URL ? await fetchFiles(String(from)) : from;
  return runModel(await tf.loadGraphModel(modelSource(files)));
}

async function fetchFiles(folder: string): Promise<ExportedFiles> {
  const fetched = [topologyFile, weightsFile].map(async (name) => {
    const address = `${folder.replace(/\/$/, '')}/${name}`;
    const response = await fetch(address);
    if (response.ok) return [name, new Uint8Array(await response.arrayBuffer())] as const;
    throw new RetrievalError({
      what: 'A file of the exported model is missing',
      where: address,
      found: `${response.status} ${response.statusText}`,
      fix: 'name the folder that holds model.json and weights.bin',
    });
  });
  return new Map(await Promise.all(fetched));
}
