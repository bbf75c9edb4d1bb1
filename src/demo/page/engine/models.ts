import type { RunnableModel } from '../../../export/exportedFiles.js';
import { openGraphModel } from '../../../export/tfjs/openGraphModel.js';
import type { ModelDescription } from '../../description.js';
import { chooseBackend, type BackendName, type ChosenBackend } from './backend.js';

/** A query model in this tab. */
export interface LoadedModel extends ModelDescription {
  /** A prepared picture as a unit vector, and the milliseconds that took. */
  embed(square: Float32Array): Promise<{ vector: Float32Array; milliseconds: number }>;
}

/** All query models on one backend. */
export interface Engine {
  backend: ChosenBackend;
  models: readonly LoadedModel[];
  dispose(): void;
}

/**
 * Loads all query models on the first backend that works.
 * @param told about how many are there
 */
export async function openEngine(
  models: readonly ModelDescription[],
  among: readonly BackendName[] | undefined,
  told: (loaded: number) => void,
): Promise<Engine> {
  const backend = await chooseBackend(among);
  const opened: RunnableModel[] = [];
  for (const { folder, size } of models) {
    told(opened.length);
    const model = await openGraphModel(new URL(folder, location.href));
    opened.push(model);
    // Programs for the graphics card are compiled when a model runs first.
    await model.embed(new Float32Array(size * size * 3), 1);
  }
  return {
    backend,
    models: models.map((model, n) => ({ ...model, embed: (square) => timed(opened[n]!, square) })),
    dispose: () => opened.forEach((model) => model.dispose()),
  };
}

async function timed(model: RunnableModel, square: Float32Array) {
  const start = performance.now();
  const vector = await model.embed(square, 1);
  return { vector, milliseconds: performance.now() - start };
}
