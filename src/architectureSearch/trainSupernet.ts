import { basename, join } from 'node:path';
import { owningFolder } from '../base/files/owning.js';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { parseConfig } from '../base/config/parseConfig.js';
import { RetrievalError } from '../errors.js';
import { labelsOf } from '../datasets/splitLabels.js';
import { round } from '../experiments/evaluateRun.js';
import { lossCurve } from '../experiments/lossCurve.js';
import { bankOf } from '../experiments/prepareGallery.js';
import { readCheckedJson, writeCheckedJson } from '../base/files/checkedJson.js';
import { setFileAside } from '../base/files/setAside.js';
import { buildLoss } from '../losses/createLoss.js';
import type { Loss } from '../losses/types.js';
import { restoreQueryModel, saveQueryModel } from '../models/queryModelFiles.js';
import { openCheckpoints, removeCheckpoints } from '../training/checkpointFolder.js';
import type { TrainingCheckpoints } from '../training/checkpointKeeper.js';
import { embedAll } from '../training/embedAll.js';
import { trainQueryModel, type TrainingStep } from '../training/trainQueryModel.js';
import type { SearchData } from './scorePath.js';
import type { SearchConfig } from './searchConfig.js';
import type { Supernet } from './supernet.js';

const historySchema = z.strictObject({
  steps: z.int(),
  seconds: z.number(),
  /** At most 100 points of the training loss. */
  losses: z.array(z.strictObject({ step: z.int(), loss: z.number() })),
});

/** How the supernet was trained. */
export type SupernetHistory = z.output<typeof historySchema>;

export interface SupernetOptions {
  /** Where the weights are kept, and the state of the training while it lasts; called by the hash of what decides them. */
  folder: string;
  onStep?: (step: TrainingStep) => void;
  signal?: AbortSignal;
}

/**
 * Trains the supernet of a search on the split's training pictures, or takes its weights from the folder where they were
 * kept. While another process trains it this one waits for it.
 */
export async function trainSupernet(
  supernet: Supernet,
  config: SearchConfig,
  data: SearchData,
  options: SupernetOptions,
): Promise<SupernetHistory> {
  const { folder, signal } = options;
  const own = () => trainOrTake(supernet, config, data, options);
  return owningFolder(folder, own, { wait: true, ...(signal && { signal }) });
}

async function trainOrTake(
  supernet: Supernet,
  config: SearchConfig,
  data: SearchData,
  options: SupernetOptions,
): Promise<SupernetHistory> {
  const { folder } = options;
  const file = join(folder, 'training.json');
  const id = basename(folder);
  const kept = await keptTraining(supernet, folder, file);
  if (kept) return kept;
  const state = join(folder, 'training');
  const checkpoints = await openCheckpoints(state, { id, config });
  const history = await train(supernet, config, data, { ...options, checkpoints });
  await saveQueryModel(supernet, folder);
  // Written last: it tells that the weights are whole.
  await writeCheckedJson(file, history, id);
  await removeCheckpoints(state);
  return history;
}

/** The weights that were kept, put into the supernet; nothing where they are not whole. */
async function keptTraining(
  supernet: Supernet,
  folder: string,
  file: string,
): Promise<SupernetHistory | undefined> {
  const again = 'the supernet is trained again';
  const kept = readCheckedJson(file, basename(folder), again);
  if (!kept) return undefined;
  try {
    await restoreQueryModel(supernet, folder);
  } catch (error) {
    if (!(error instanceof RetrievalError)) throw error;
    setFileAside(file, `tells of weights that can not be read (${error.details.what})`, again);
    return undefined;
  }
  return parseConfig(historySchema, kept, file);
}

async function train(
  supernet: Supernet,
  { loss: lossConfig, training, seed }: SearchConfig,
  { dataset, split, gallery, input, rankings }: SearchData,
  { onStep, signal, checkpoints }: SupernetOptions & { checkpoints: TrainingCheckpoints },
): Promise<SupernetHistory> {
  const loss = buildLoss(lossConfig, { seed });
  const fit = tf.tensor2d(gallery.fit.data, [gallery.fit.rows, gallery.fit.columns]);
  try {
    const { losses, seconds } = await trainQueryModel({
      model: supernet,
      loss,
      source: input.source,
      gallery: fit,
      labels: labelsOf(dataset, split.fit),
      embedTraining: () => embedAll(supernet, input.training(), split.fit.length),
      bank: await bankOf(fit, gallery, lossConfig, rankings),
      training,
      seed,
      signal,
      checkpoints,
      parts: { draws: supernet.draws },
      onStep(step) {
        refuseTransform(loss);
        onStep?.(step);
      },
    });
    return { steps: losses.length, seconds: round(seconds, 2), losses: lossCurve(losses) };
  } finally {
    fit.dispose();
    loss.dispose?.();
  }
}

function refuseTransform({ name, queryTransform }: Loss): void {
  if (!queryTransform) return;
  throw new RetrievalError({
    what: 'A supernet cannot be trained with this loss',
    where: name,
    expected: 'a loss whose query model searches by itself',
    found: 'one that trains a transform of the query embeddings beside it, which no single path owns',
    fix: 'search with another loss',
  });
}
