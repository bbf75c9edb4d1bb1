import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { hostTensor } from '../compute/backend/hostValues.js';
import { listSimilarities } from '../compute/kernels/listSimilarities.js';
import { RetrievalError } from '../errors.js';
import { randomSource } from '../base/randomSource.js';
import { classesOf, type Classes } from './classes.js';
import { mineTuples, type Tuples } from './mineTuples.js';
import type { Loss, LossBatch, LossContext, LossDefinition, TrainingSet } from './types.js';

const schema = z.strictObject({
  kind: z.literal('asymmetricMetric'),
  form: z
    .enum(['contrastive', 'contrastivePlus', 'triplet', 'multiSimilarity'])
    .default('contrastivePlus')
    .describe(
      "`contrastivePlus` is `contrastive` with the anchor's own gallery embedding as one more positive.",
    ),
  margin: z
    .number()
    .positive()
    .default(0.7)
    .describe(
      'Distance beyond which a negative costs nothing (contrastive), or gap of squared distances (triplet).',
    ),
  negatives: z.int().positive().default(5).describe('Negatives of each anchor, at most one per class.'),
  pool: z
    .int()
    .positive()
    .default(2000)
    .describe('Pictures, drawn anew every epoch, among which the hardest negatives are sought.'),
});

type Config = z.output<typeof schema>;

/** Similarities of one batch, `[B, 1 + N]`: to the positive, then to the negatives. */
type Metric = (similarities: tf.Tensor2D, margin: number) => tf.Tensor;

/**
 * Asymmetric metric learning (Budnik and Avrithis 2021): the query embedding of an anchor against the gallery
 * embeddings of a positive and of negatives. Every epoch the negatives are those of other classes that are nearest to the
 * anchor as the query model sees it now.
 */
export const asymmetricMetric = {
  what: "Pulls anchors to positives and from hard negatives in the gallery's space, with labels",
  source: 'Budnik and Avrithis 2021 (AML)',
  use: 'where labels repeat and hard negatives are to be mined',
  schema,
  create: (config, { seed }: LossContext): Loss => new AsymmetricMetric(config, seed),
  needsLabels: true,
} satisfies LossDefinition<typeof schema>;

class AsymmetricMetric implements Loss {
  readonly name: string;
  readonly isRepeatable = true;
  private set?: { gallery: tf.Tensor2D; classes: Classes };
  private tuples?: Tuples | undefined;

  constructor(
    private readonly config: Config,
    private readonly seed: number,
  ) {
    this.name = `asymmetricMetric-${config.form}`;
  }

  get mined(): Int32Array | undefined {
    return this.tuples?.members;
  }

  set mined(members: Int32Array | undefined) {
    this.tuples = members && { members };
  }

  // eslint-disable-next-line @typescript-eslint/require-await
  async prepare(set: TrainingSet): Promise<void> {
    this.set = { gallery: set.gallery, classes: classesOf(set) };
  }

  async startEpoch(epoch: number, embed: () => Promise<Float32Array>): Promise<void> {
    if (!this.set) return;
    const { gallery, classes } = this.set;
    const { negatives, pool } = this.config;
    const random = randomSource(this.seed, `tuples ${epoch}`);
    this.tuples = await mineTuples(await embed(), gallery, { classes, negatives, pool, random });
  }

  compute(batch: LossBatch): tf.Scalar {
    const { query, gallery, anchors } = batch;
    const { form, margin, negatives } = this.config;
    if (!this.set || !this.tuples || !anchors) {
      throw new RetrievalError({
        what: 'asymmetricMetric has no tuples to learn from',
        expected: 'prepare() and startEpoch() called, and anchors in every batch',
        found: anchors ? 'no mined tuples' : 'a batch without anchors',
        fix: 'train with trainQueryModel, which does all of it',
      });
    }
    const width = 1 + negatives;
    const rows = hostTensor<tf.Rank.R2>([anchors.length, width], () => {
      const { members } = this.tuples!;
      const chosen = Array.from(batch.anchors!, (a) =>
        Array.from(members.subarray(a * width, (a + 1) * width)),
      );
      return Int32Array.from(chosen.flat());
    });
    const value = metricForms[form](listSimilarities(query, this.set.gallery, rows), margin);
    if (form !== 'contrastivePlus') return tf.mean(value);
    const own = tf.mul(0.5, squaredDistance(tf.sum(tf.mul(query, gallery), 1)));
    return tf.mean(tf.add(value, own));
  }
}

/** Of unit vectors, from their similarity. */
const squaredDistance = (similarity: tf.Tensor): tf.Tensor =>
  tf.maximum(tf.sub(2, tf.mul(2, similarity)), 1e-6);

const positive = (similarities: tf.Tensor2D): tf.Tensor2D =>
  tf.slice2d(similarities, [0, 0], [similarities.shape[0], 1]);

const negative = (similarities: tf.Tensor2D): tf.Tensor2D =>
  tf.slice2d(similarities, [0, 1], [similarities.shape[0], similarities.shape[1] - 1]);

const contrastive: Metric = (similarities, margin) => {
  const pull = tf.sum(squaredDistance(positive(similarities)), 1);
  const gaps = tf.relu(tf.sub(margin, tf.sqrt(squaredDistance(negative(similarities)))));
  return tf.mul(0.5, tf.add(pull, tf.sum(tf.square(gaps), 1)));
};

/** Cost of each anchor, `[B]`, by form. */
export const metricForms: Record<Config['form'], Metric> = {
  contrastive,
  contrastivePlus: contrastive,
  triplet: (similarities, margin) => {
    const gaps = tf.sub(squaredDistance(positive(similarities)), squaredDistance(negative(similarities)));
    return tf.sum(tf.relu(tf.add(gaps, margin)), 1);
  },
  multiSimilarity: (similarities) => {
    const part = (s: tf.Tensor2D, strength: number): tf.Tensor =>
      tf.div(tf.log1p(tf.sum(tf.exp(tf.mul(strength, tf.sub(s, 0.5))), 1)), Math.abs(strength));
    return tf.add(part(positive(similarities), -2), part(negative(similarities), 40));
  },
};
