import { z } from 'zod';
import { parseOnce, type Complete } from '../base/config/parseOnce.js';
import { readsLabels } from '../rankers/rankerConfig.js';
import {
  lossConfigSchema,
  lossesThat,
  lossKinds,
  rankersOf,
  type CompleteLoss,
} from '../losses/lossConfig.js';
import type { LossConfigInput } from '../losses/registry.js';
import { queryModelConfigSchema } from '../models/queryModelRegistry.js';
import { anchorKinds } from './anchoredSplit.js';
import { galleryConfigSchema } from '../extraction/galleryConfig.js';
import { galleryPhotosSchema } from '../extraction/galleryPhotosConfig.js';
import { trainingSchema } from '../training/config.js';
import { pictureAugmentationSchema } from '../training/pictureAugmentation.js';

const learnsFromLabels = (loss: CompleteLoss): boolean =>
  lossesThat(loss, 'needsLabels').length > 0 || rankersOf(loss).some(readsLabels);

/** What is done to the gallery's vectors before anything else sees them; fitted on the training classes. */
export const galleryTreatments = ['raw', 'centred', 'pca', 'lda'] as const;

const runSchemaWith = (loss: z.ZodType<CompleteLoss, LossConfigInput>) =>
  z
    .strictObject({
      dataset: z
        .string()
        .describe(
          'Pictures to train on: a folder, a CSV file, a list of paths, a store or an archive of pictures, or the name of a data set.',
        ),
      split: z
        .string()
        .describe('Which pictures train and which are searched, by a name that the data set has.'),
      anchors: z
        .enum(anchorKinds)
        .optional()
        .describe(
          "Whose pictures train: those of the split's training part, also without this, the gallery's own without their labels, or both. A protocol of its own.",
        ),
      skipBroken: z
        .literal(true)
        .optional()
        .describe("Leaves out pictures of the user's own that cannot be decoded."),
      gallery: galleryConfigSchema.describe('The gallery model, or the file of its vectors.'),
      galleryPhotos: galleryPhotosSchema
        .optional()
        .describe(
          'Shows the gallery model photos at their own shape and at several scales; without it squares of its size.',
        ),
      galleryTreatment: z
        .enum(galleryTreatments)
        .default('raw')
        .describe("What is done to the gallery's vectors first, fitted on the training pictures."),
      whitenedDimension: z.int().positive().default(128).describe('Dimensions kept by PCA and LDA.'),
      query: queryModelConfigSchema.describe('The query model that is trained.'),
      pictures: pictureAugmentationSchema
        .optional()
        .describe(
          'Decodes every training picture from its file whenever it is used, varied in this way, so that a data set of any size can be trained on. Without it the pictures are decoded once and held in memory.',
        ),
      featureSize: z
        .int()
        .min(32)
        .default(96)
        .describe('Side of the pictures, in pixels, whose MobileNetV2 features a head stands on.'),
      method: z
        .string()
        .optional()
        .describe('Name of the method in tables and figures; default the kinds of its losses.'),
      loss: loss.describe('What the query model is trained by: one loss, or several with their weights.'),
      ridge: z
        .number()
        .positive()
        .optional()
        .describe(
          'Penalty of ridge regression, which then sets the weights of a head in closed form; `training` is not used.',
        ),
      averagedSeeds: z
        .int()
        .min(2)
        .optional()
        .describe(
          'Heads that are trained from seeds of their own and averaged, cut back to the rank of the bottleneck; without it one is trained.',
        ),
      training: trainingSchema.default(trainingSchema.parse({})).describe('How it is trained.'),
      distortion: z
        .number()
        .positive()
        .default(1)
        .describe("The losses see `t` to this power instead of the gallery model's similarity `t`."),
      seed: z.int().default(0).describe('Seed of everything random.'),
    })
    .refine(({ query, pictures }) => query.kind !== 'head' || pictures === undefined, {
      path: ['pictures'],
      message: 'expected nothing: a head is trained on stored features, not on pictures',
    })
    .refine(
      ({ anchors = 'training', galleryTreatment }) => anchors === 'training' || galleryTreatment === 'raw',
      {
        path: ['galleryTreatment'],
        message: 'expected raw: a treatment is fitted on the training part alone',
      },
    )
    .refine(({ anchors = 'training', loss }) => anchors === 'training' || !learnsFromLabels(loss), {
      path: ['loss'],
      message: "expected one that needs no labels: the gallery's own pictures train without theirs",
    })
    .refine(
      ({ averagedSeeds, query, ridge, training }) =>
        averagedSeeds === undefined ||
        (query.kind === 'head' && ridge === undefined && training.keep !== 'best' && !training.patience),
      {
        path: ['averagedSeeds'],
        message:
          'expected nothing, or a head that is trained to its end: without ridge, keep: best and patience',
      },
    )
    .refine(({ ridge, distortion }) => ridge === undefined || distortion === 1, {
      path: ['distortion'],
      message: 'expected 1: ridge regression does not look at similarities',
    })
    .transform((run) => ({ ...run, method: run.method ?? lossKinds(run.loss).join('+') }));

/** Everything that decides the outcome of one run, apart from the code and the data. */
export const runConfigSchema = runSchemaWith(lossConfigSchema);

/** A run's configuration, checked and with every default written out, those of its losses included. */
export type RunConfig = Complete<z.output<typeof runConfigSchema>>;
export type RunConfigInput = z.input<typeof runConfigSchema>;

/**
 * Checks the configuration of a run where it comes in and fills in every default. One that was checked before is given back
 * as it is.
 * @throws RetrievalError (usage) that lists every problem.
 */
export function parseRunConfig(input: RunConfigInput): RunConfig {
  return parseOnce(runConfigSchema, input, 'the run');
}

/** Schema of the configuration of a finished run, whose loss need not be known here. */
export const finishedRunConfigSchema = runSchemaWith(
  z.custom<CompleteLoss>((value) => typeof value === 'object' && value !== null),
) as unknown as z.ZodType<RunConfig>;
