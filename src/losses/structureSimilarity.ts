import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { RetrievalError } from '../errors.js';
import { randomSource } from '../base/randomSource.js';
import { softmaxDivergence } from './contextualSimilarityDistillation.js';
import { subspaceCentroids, unitParts } from './subspaceCentroids.js';
import type { Loss, LossBatch, LossContext, LossDefinition, TrainingSet } from './types.js';

const schema = z.strictObject({
  kind: z.literal('structureSimilarity'),
  subspaces: z
    .int()
    .positive()
    .default(32)
    .describe('M: parts that an embedding is cut into; must divide its dimension.'),
  centroids: z
    .int()
    .min(2)
    .default(64)
    .describe('Anchor points of each subspace. The published number is 256, for a million pictures.'),
  rounds: z.int().positive().default(10).describe('Rounds of k-means.'),
  temperature: z
    .number()
    .positive()
    .default(0.1)
    .describe('`tau`, divides the similarities to the centroids.'),
});

type Config = z.output<typeof schema>;

/**
 * Structure similarity preserving (Wu et al. 2024): in every subspace of a product quantiser trained on the gallery's
 * vectors, the query embedding's similarities to the centroids follow the gallery embedding's,
 * `mean KL(softmax(S_g / tau) || softmax(S_q / tau))`. It needs neither labels nor neighbours.
 */
export const structureSimilarity = {
  what: 'Matches similarities to the centroids of a product quantiser, part by part',
  source: 'Wu et al. 2024 (SSP)',
  use: 'on large sets without labels: no neighbours have to be found',
  schema,
  create: (config, { seed }: LossContext): Loss => new StructureSimilarity(config, seed),
} satisfies LossDefinition<typeof schema>;

class StructureSimilarity implements Loss {
  readonly name = 'structureSimilarity';
  readonly isRepeatable = true;
  /** `[M, centroids, D / M]` */
  private centroids?: tf.Tensor3D;

  constructor(
    private readonly config: Config,
    private readonly seed: number,
  ) {}

  // eslint-disable-next-line @typescript-eslint/require-await
  async prepare({ gallery }: TrainingSet): Promise<void> {
    const [rows, columns] = gallery.shape;
    const { subspaces, centroids, rounds } = this.config;
    if (columns % subspaces !== 0 || centroids > rows) {
      throw new RetrievalError({
        what: 'The gallery embeddings cannot be quantised like this',
        where: 'structureSimilarity',
        expected: `subspaces that divide ${columns}, and at most ${rows} centroids`,
        found: `${subspaces} subspaces, ${centroids} centroids`,
      });
    }
    this.dispose();
    const random = randomSource(this.seed, 'centroids');
    this.centroids = subspaceCentroids(gallery, { subspaces, centroids, rounds, random });
  }

  compute({ query, gallery }: LossBatch): tf.Scalar {
    const { centroids, config } = this;
    if (!centroids) {
      throw new RetrievalError({
        what: 'structureSimilarity has no centroids yet',
        expected: 'prepare() called with the training set',
        fix: 'train with trainQueryModel, which does it',
      });
    }
    const similarities = (x: tf.Tensor2D): tf.Tensor2D =>
      tf.reshape(tf.matMul(unitParts(x, config.subspaces), centroids, false, true), [-1, config.centroids]);
    return softmaxDivergence(
      similarities(query),
      similarities(gallery),
      config.temperature,
      config.temperature,
    );
  }

  dispose(): void {
    this.centroids?.dispose();
    this.centroids = undefined;
  }
}
