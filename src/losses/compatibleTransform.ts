import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { hostTensor } from '../compute/backend/hostValues.js';
import { RetrievalError } from '../errors.js';
import { randomSource } from '../base/randomSource.js';
import { classesOf, type Classes } from './classes.js';
import { classDirections, classificationError, classMeans, trainClassifier } from './cosineClassifier.js';
import type { Loss, LossBatch, LossContext, LossDefinition, QueryTransform, TrainingSet } from './types.js';

const margin = z.number().min(0).max(1);

const schema = z.strictObject({
  kind: z.literal('compatibleTransform'),
  galleryWeight: z
    .number()
    .min(0)
    .default(0.5)
    .describe(
      "Weight of the frozen classifier of the gallery's vectors on the transformed query embeddings.",
    ),
  alignmentWeight: z
    .number()
    .min(0)
    .default(10)
    .describe("Weight of the distance between the transformed class vectors and the gallery classifier's."),
  scale: z.number().positive().default(30).describe('Multiplies the cosines.'),
  ownMargin: margin
    .default(0.15)
    .describe("ArcFace's angular margin of the query model's own classifier, radians."),
  galleryMargin: margin.default(0.2).describe("The same of the gallery's classifier."),
});

type Config = z.output<typeof schema>;

/** Slope of the transform's hidden layer below zero before training, as PReLU's authors have it. */
const startSlope = 0.25;
/** The transform starts near the identity: its branch is this small. */
const startScale = 0.01;

/**
 * Learning compatible embeddings (Meng et al. 2021) in the form that Wu et al. run: the query model learns a space of its
 * own and, with it, a transform of that space into the gallery's; the class vectors of both are aligned through the
 * transform. Queries are searched with the transformed embedding. The transform is a residual bottleneck; without the
 * batch norms of the original, because it works on unit rows here (ours).
 */
export const compatibleTransform = {
  what: "Learns a space of its own and a transform of it into the gallery's, with labels",
  source: 'Meng et al. 2021 (LCE) as run by Wu et al.; transform without batch norm: ours',
  use: 'for studies: the transform belongs to the search and cannot be saved yet',
  schema,
  create: (config, { seed }: LossContext): Loss => new CompatibleTransform(config, seed),
  needsLabels: true,
  hasQueryTransform: true,
} satisfies LossDefinition<typeof schema>;

/** Everything that is learnt beside the query model. */
interface Learnt {
  /** `[C, D]`, frozen. */
  gallery: tf.Tensor2D;
  /** `[C, D]` */
  own: tf.Variable<tf.Rank.R2>;
  /** `[D, D / 2]`, `[D / 2]`, `[D / 2, D]` */
  narrow: tf.Variable<tf.Rank.R2>;
  slope: tf.Variable<tf.Rank.R1>;
  widen: tf.Variable<tf.Rank.R2>;
}

class CompatibleTransform implements Loss {
  readonly name = 'compatibleTransform';
  readonly isRepeatable = true;
  private classes?: Classes;
  private learnt?: Learnt;

  constructor(
    private readonly config: Config,
    private readonly seed: number,
  ) {}

  get variables(): tf.Variable[] {
    if (!this.learnt) return [];
    const { own, narrow, slope, widen } = this.learnt;
    return [own, narrow, slope, widen];
  }

  get queryTransform(): QueryTransform | undefined {
    const { learnt } = this;
    if (!learnt) return undefined;
    const parameterCount = learnt.narrow.size + learnt.slope.size + learnt.widen.size;
    return {
      apply: (x) => transform(x, learnt),
      parameterCount,
      flops: 2 * (learnt.narrow.size + learnt.widen.size),
    };
  }

  async prepare(set: TrainingSet): Promise<void> {
    const classes = classesOf(set);
    this.dispose();
    this.classes = classes;
    const { scale, galleryMargin } = this.config;
    const gallery = await trainClassifier(set.gallery, classes, { scale, margin: galleryMargin }, this.seed);
    const dimension = set.gallery.shape[1];
    const hidden = Math.max(1, Math.floor(dimension / 2));
    const random = randomSource(this.seed, 'transform');
    const kernel = (rows: number, columns: number, deviation: number) =>
      tf.tidy(() => {
        const values = Float32Array.from({ length: rows * columns }, () => deviation * random.normal());
        return tf.variable(tf.tensor2d(values, [rows, columns]));
      });
    this.learnt = {
      gallery,
      own: tf.tidy(() =>
        tf.variable(classMeans(set.gallery, tf.tensor1d(classes.of, 'int32'), classes.count)),
      ),
      narrow: kernel(dimension, hidden, Math.sqrt(2 / dimension)),
      slope: tf.tidy(() => tf.variable(tf.fill<tf.Rank.R1>([hidden], startSlope))),
      widen: kernel(hidden, dimension, startScale / Math.sqrt(hidden)),
    };
  }

  compute(batch: LossBatch): tf.Scalar {
    const { query } = batch;
    const { classes, learnt, config } = this;
    if (!classes || !learnt || !batch.anchors) {
      throw new RetrievalError({
        what: 'compatibleTransform needs the classes of the pictures',
        expected: 'prepare() called with the training set, and anchors in every batch',
        found: classes ? 'a batch without anchors' : 'no prepared classes',
        fix: 'train with trainQueryModel, which does both',
      });
    }
    const { scale, ownMargin, galleryMargin, galleryWeight, alignmentWeight } = config;
    const truth = hostTensor<tf.Rank.R1>([batch.anchors.length], () =>
      Int32Array.from(batch.anchors!, (anchor) => classes.of[anchor]!),
    );
    const own = classDirections(learnt.own);
    const symmetric = classificationError(query, own, truth, { scale, margin: ownMargin });
    const compatible = classificationError(transform(query, learnt), learnt.gallery, truth, {
      scale,
      margin: galleryMargin,
    });
    const gaps = tf.sub(transform(own, learnt), learnt.gallery);
    const alignment = tf.mean(tf.sqrt(tf.add(tf.sum(tf.square(gaps), 1), 1e-12)));
    return tf.addN<tf.Scalar>([
      symmetric,
      tf.mul(galleryWeight, compatible),
      tf.mul(alignmentWeight, alignment),
    ]);
  }

  dispose(): void {
    if (this.learnt) tf.dispose({ ...this.learnt });
    this.learnt = undefined;
    this.classes = undefined;
  }
}

/** `[n, D]` unit rows of the query model's space -> unit rows of the gallery's. */
function transform(x: tf.Tensor2D, { narrow, slope, widen }: Learnt): tf.Tensor2D {
  return classDirections(tf.add(x, tf.matMul(tf.prelu<tf.Tensor>(tf.matMul(x, narrow), slope), widen)));
}
