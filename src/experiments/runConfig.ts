import { z } from 'zod';
import { parseOnce, type Complete } from '../base/config/parseOnce.js';
import { lossConfigSchema, lossKinds, type CompleteLoss } from '../losses/lossConfig.js';
import type { LossConfigInput } from '../losses/registry.js';
import { queryModelConfigSchema } from '../models/queryModelRegistry.js';
import { galleryConfigSchema, galleryPhotosSchema } from './galleryConfig.js';
import { trainingSchema } from '../training/config.js';
import { pictureAugmentationSchema } from '../training/pictureAugmentation.js';

/** What is done to the gallery's vectors before anything else sees them; fitted on the training classes. */
export const galleryTreatments = ['raw', 'centred', 'pca', 'lda'] as const;

const runSchemaWith = (loss: z.ZodType<CompleteLoss, LossConfigInput>) =>
  z
    .strictObject({
      dataset: z.string(),
      split: z.string(),
      /** Leaves out pictures of the user's own that cannot be decoded. */
      skipBroken: z.literal(true).optional(),
      gallery: galleryConfigSchema,
      /** Shows the gallery model photos at their own shape and at several scales; without it squares of its size. */
      galleryPhotos: galleryPhotosSchema.optional(),
      galleryTreatment: z.enum(galleryTreatments).default('raw'),
      /** Dimensions kept by PCA and LDA. */
      whitenedDimension: z.int().positive().default(128),
      query: queryModelConfigSchema,
      /**
       * Decodes every training picture from its file whenever it is used, varied in this way, so that a data set of any
       * size can be trained on. Without it the pictures are decoded once and held in memory.
       */
      pictures: pictureAugmentationSchema.optional(),
      /** Side of the pictures, in pixels, whose MobileNetV2 features a head stands on. */
      featureSize: z.int().min(32).default(96),
      /** Name of the method in tables and figures; default the kinds of its losses. */
      method: z.string().optional(),
      loss,
      /** Penalty of ridge regression, which then sets the weights of a head in closed form; `training` is not used. */
      ridge: z.number().positive().optional(),
      training: trainingSchema.default(trainingSchema.parse({})),
      /** The losses see `t` to this power instead of the gallery model's similarity `t`. */
      distortion: z.number().positive().default(1),
      seed: z.int().default(0),
    })
    .refine(({ query, pictures }) => query.kind !== 'head' || pictures === undefined, {
      path: ['pictures'],
      message: 'expected nothing: a head is trained on stored features, not on pictures',
    })
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
