import { z } from 'zod';

/** Missing where nothing is known to be right, as on pictures without labels: NaN, and null in files. */
const percent = z
  .number()
  .nullable()
  .transform((value) => value ?? NaN);

/** One row of `results.json`: a finished run. Scores are per cent unless the name says otherwise. */
export const runRecordSchema = z.object({
  runId: z.string(),
  dataset: z.string(),
  split: z.string(),
  galleryModel: z.string(),
  galleryTreatment: z.string(),
  queryModel: z.string(),
  /** Id of the method, see `methods.ts`. */
  loss: z.string(),
  distortion: z.number(),
  seed: z.number(),
  parameters: z.number(),
  flops: z.number(),
  mapSymmetricGallery: percent,
  mapSymmetricQuery: percent,
  mapAsymmetric: percent,
  /** 95 % bootstrap interval of `mapAsymmetric` over queries. */
  mapAsymmetricInterval: z.tuple([percent, percent]),
  recallAt1: percent,
  recallAt10: percent,
  precisionAt10: percent,
  orderConsistency5: percent,
  orderConsistency10: percent,
  orderConsistency20: percent,
  orderConsistency50: percent,
  orderConsistency100: percent,
  overlap10: percent,
  /** tau-b over the whole gallery, in [-1, 1]. */
  kendallTau: z.number(),
  spearman: z.number(),
  rankBiasedOverlap: z.number(),
  tauAp: z.number(),
  /** Mean cosine between query-model and gallery-model embeddings of the test queries. */
  cosineToTarget: z.number(),
  trainingSeconds: z.number(),
  imagesPerSecond: z.number(),
});

export type RunRecord = z.output<typeof runRecordSchema>;
