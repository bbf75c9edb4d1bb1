import { rewardKinds } from './rewardKinds.js';
import { z } from 'zod';
import { parseOnce, type Complete } from '../base/config/parseOnce.js';
import { parseRunConfig, type RunConfig } from '../experiments/runConfig.js';
import { lossConfigSchema } from '../losses/lossConfig.js';
import { galleryConfigSchema } from '../extraction/galleryConfig.js';
import { blocksOf } from '../models/networks/choiceNetwork.js';
import { choiceSpaceSchema } from '../models/networks/choiceSpace.js';
import { trainingSchema } from '../training/config.js';
import { firstPath } from './paths.js';

const evolutionSchema = z.strictObject({
  /** Random paths at the start. */
  population: z.int().positive().default(24),
  generations: z.int().min(0).default(10),
  /** The best paths so far, from which the next ones descend. */
  parents: z.int().positive().default(8),
  /** Children of two parents, in each generation. */
  crossover: z.int().min(0).default(12),
  /** Changed copies of one parent, in each generation. */
  mutation: z.int().min(0).default(12),
  /** Probability of a block to draw its choice again in a mutation. */
  mutationProbability: z.number().gt(0).max(1).default(0.1),
});

const training = (epochs: number) =>
  trainingSchema.default(
    trainingSchema.parse({ epochs, learningRate: 3e-3, optimizer: { kind: 'adamW', weightDecay: 1e-4 } }),
  );

/**
 * Everything that decides the outcome of a search, apart from the code and the data. The defaults are sized for a search
 * of about a quarter of an hour on two cores.
 */
export const searchConfigSchema = z
  .strictObject({
    dataset: z.string(),
    /** Trains the supernet and measures the rewards. */
    split: z.string().default('validation'),
    /** Tests the found network, which is trained anew. */
    testSplit: z.string().default('unseen'),
    gallery: galleryConfigSchema,
    space: choiceSpaceSchema.default(choiceSpaceSchema.parse({})),
    /** Side of the query pictures, in pixels. */
    size: z.int().min(32).max(96).default(64),
    pooling: z.enum(['average', 'gem']).default('average'),
    /** Name of the way of training in tables. */
    method: z.string().default('compatibleTraining'),
    loss: lossConfigSchema.prefault({ kind: 'compatibleClassification', galleryWeight: 1, ownWeight: 1 }),
    /** Of the supernet; a step trains one path. */
    training: training(100),
    /** Training pictures over which the batch norms of a candidate take their statistics. */
    recalibration: z.int().min(2).default(512),
    evolution: evolutionSchema.default(evolutionSchema.parse({})),
    /** Most floating point operations for one picture, the projection to the gallery's dimension included. */
    budget: z.number().positive().default(16e6),
    reward: z.enum(rewardKinds).default('asymmetric'),
    /** Of the found network and of those it is compared with. */
    retraining: training(20),
    seed: z.int().default(0),
  })
  .refine(({ split, testSplit }) => split !== testSplit, {
    path: ['split'],
    message:
      'expected another split than testSplit: a search must not see the classes that test what it found',
  });

export type SearchConfig = Complete<z.output<typeof searchConfigSchema>>;
export type SearchConfigInput = z.input<typeof searchConfigSchema>;

/** A checked configuration with every default written out, those of its losses included. */
export function completeSearchConfig(input: SearchConfigInput): SearchConfig {
  return parseOnce(searchConfigSchema, input, 'the search');
}

/** The training of the supernet in the words of an experiment, with the first path of the space as its network. */
export function supernetRun(config: SearchConfig): RunConfig {
  const { dataset, split, gallery, space, size, pooling, method, loss, seed } = config;
  return parseRunConfig({
    dataset,
    split,
    gallery,
    query: { kind: 'choiceNetwork', space, path: firstPath(blocksOf(space)), size, pooling },
    method,
    loss,
    training: config.training,
    seed,
  });
}
