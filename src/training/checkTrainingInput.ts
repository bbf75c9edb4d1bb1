import * as tf from '@tensorflow/tfjs-core';
import { parseConfig } from '../base/config/parseConfig.js';
import { RetrievalError } from '../errors.js';
import { checkLabels, checkRows } from '../vectors/checks/checkNumbers.js';
import { sameTolerance, sameVectors } from '../vectors/checks/checkSpread.js';
import { checkLength } from '../vectors/gallery/checkInput.js';
import type { NeighbourBank } from '../losses/neighbourBank.js';
import type { QueryModel } from '../models/queryModel.js';
import type { BatchSource } from './batchSource.js';
import { trainingSchema, type TrainingConfig } from './config.js';

/** What of a training's options says which pictures train by what. */
interface TrainingInput {
  model: QueryModel;
  source: BatchSource;
  gallery: tf.Tensor2D;
  labels?: Int32Array;
  bank?: NeighbourBank;
  training: TrainingConfig;
}

/**
 * Refuses what a training could not learn from: gallery vectors of another number or dimension, that are not finite or all
 * the same, labels that do not belong to the pictures, a bank of others.
 */
export async function checkTrainingInput(input: TrainingInput): Promise<void> {
  const { model, source, gallery, labels, bank, training } = input;
  // That of a run was parsed with it; what is wrong with another is told field by field.
  if (!trainingSchema.safeParse(training).success) parseConfig(trainingSchema, training, 'the training');
  const [rows, columns] = gallery.shape;
  if (rows !== source.size || columns !== model.dimension) {
    throw new RetrievalError({
      what: 'The gallery vectors do not belong to these pictures and this model',
      where: 'gallery',
      expected: `${source.size} rows of ${model.dimension} numbers`,
      found: `${rows} rows of ${columns}`,
    });
  }
  await checkVectors(gallery);
  if (labels) checkLabels(labels, rows, 'labels');
  if (!bank) return;
  checkLength(bank.indices, rows * bank.neighbours, 'bank.indices');
  checkLength(bank.similarities, rows * bank.neighbours, 'bank.similarities');
  checkRows(bank.indices, bank.embeddings.shape[0], 'bank.indices');
}

/** In three passes that hold no copy of the vectors. */
async function checkVectors(gallery: tf.Tensor2D): Promise<void> {
  const found = tf.tidy(() => [tf.sum(gallery, 0), tf.max(tf.sub(tf.max(gallery, 0), tf.min(gallery, 0)))]);
  const [sums, spread] = await Promise.all(found.map((tensor) => tensor.data()));
  tf.dispose(found);
  if (!sums!.every(Number.isFinite)) {
    throw new RetrievalError({
      what: 'The gallery vectors are not finite',
      where: 'gallery',
      expected: 'finite numbers',
      found: `NaN or Infinity in column ${sums!.findIndex((sum) => !Number.isFinite(sum))}`,
      fix: 'look at the gallery model, or at the file of its vectors',
      kind: 'data',
    });
  }
  if (gallery.shape[0] > 1 && spread![0]! <= sameTolerance) throw sameVectors(gallery.shape[0], 'gallery');
}
