import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { hostTensor } from '../compute/backend/hostValues.js';
import { RetrievalError } from '../errors.js';
import { classesOf, type Classes } from './classes.js';
import { classDirections, classificationError, classMeans, trainClassifier } from './cosineClassifier.js';
import type { Loss, LossBatch, LossContext, LossDefinition, TrainingSet } from './types.js';

const weight = z.number().min(0).default(1);

const schema = z
  .strictObject({
    kind: z.literal('compatibleClassification'),
    galleryWeight: weight.describe(
      "`lambda`: weight of the frozen classifier of the gallery's vectors, the influence loss. 0 trains without it.",
    ),
    ownWeight: weight.describe("Weight of the query model's own classifier."),
    scale: z.number().positive().default(30).describe('Multiplies the cosines.'),
    margin: z
      .number()
      .min(0)
      .max(1)
      .default(0)
      .describe("ArcFace's angular margin, radians; 0 gives a plain softmax."),
  })
  .refine(({ galleryWeight, ownWeight }) => galleryWeight + ownWeight > 0, {
    message: 'expected a positive galleryWeight or ownWeight',
  });

type Config = z.output<typeof schema>;

/**
 * Backward-compatible training (Shen et al. 2020): the query embedding is classified by a classifier of its own and by
 * the gallery model's, which is trained on the gallery's vectors first and then frozen (the influence loss). With an
 * angular margin it is what later papers run as HVS with a fixed network; with `galleryWeight` 0 it is the query model
 * trained alone.
 */
export const compatibleClassification = {
  what: "Classifies query embeddings by a frozen classifier of the gallery's vectors",
  source: 'Shen et al. 2020 (BCT); with a margin Duggal et al. 2021 (HVS) as run by Wu et al.',
  use: 'where labels are good and their classes are those that will be searched',
  schema,
  create: (config, { seed }: LossContext): Loss => new CompatibleClassification(config, seed),
  needsLabels: true,
} satisfies LossDefinition<typeof schema>;

class CompatibleClassification implements Loss {
  readonly name = 'compatibleClassification';
  readonly isRepeatable = true;
  private classes?: Classes;
  /** `[C, D]`, unit rows, frozen. */
  private gallery?: tf.Tensor2D;
  /** `[C, D]` */
  private own?: tf.Variable<tf.Rank.R2>;

  constructor(
    private readonly config: Config,
    private readonly seed: number,
  ) {}

  get variables(): tf.Variable[] {
    return this.own ? [this.own] : [];
  }

  async prepare(set: TrainingSet): Promise<void> {
    const classes = classesOf(set);
    this.dispose();
    this.classes = classes;
    if (this.config.galleryWeight > 0) {
      this.gallery = await trainClassifier(set.gallery, classes, this.config, this.seed);
    }
    if (this.config.ownWeight > 0) {
      this.own = tf.tidy(() => {
        const means = classMeans(set.gallery, tf.tensor1d(classes.of, 'int32'), classes.count);
        // A model that is trained alone must not learn from the gallery model, not even by its start.
        const start = this.gallery
          ? means
          : tf.randomNormal<tf.Rank.R2>(means.shape, 0, 1, 'float32', this.seed);
        return tf.variable(start);
      });
    }
  }

  compute(batch: LossBatch): tf.Scalar {
    const { query } = batch;
    const { classes, config } = this;
    if (!classes || !batch.anchors) {
      throw new RetrievalError({
        what: 'compatibleClassification needs the classes of the pictures',
        expected: 'prepare() called with the training set, and anchors in every batch',
        found: classes ? 'a batch without anchors' : 'no prepared classes',
        fix: 'train with trainQueryModel, which does both',
      });
    }
    const truth = hostTensor<tf.Rank.R1>([batch.anchors.length], () =>
      Int32Array.from(batch.anchors!, (anchor) => classes.of[anchor]!),
    );
    const terms = [
      { directions: this.gallery, weight: config.galleryWeight },
      { directions: this.own && classDirections(this.own), weight: config.ownWeight },
    ].flatMap(({ directions, weight }) =>
      directions ? [tf.mul<tf.Scalar>(weight, classificationError(query, directions, truth, config))] : [],
    );
    return tf.addN(terms);
  }

  dispose(): void {
    this.gallery?.dispose();
    this.own?.dispose();
    this.gallery = undefined;
    this.own = undefined;
  }
}
