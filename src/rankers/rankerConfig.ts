import { z } from 'zod';
import { galleryConfigSchema } from '../extraction/galleryConfig.js';
import { rankerWords } from './rankerWords.js';

/** Vectors that a ranker compares, one of each picture. */
export const rankedVectorsSchema = z
  .discriminatedUnion('name', [
    z.strictObject({ name: z.literal('gallery').describe("The run's own gallery vectors.") }),
    z.strictObject({
      name: z
        .literal('queryFeatures')
        .describe('The frozen features that a head stands on, averaged over the crops of a picture.'),
    }),
    ...galleryConfigSchema.options,
  ])
  .describe(
    "Vectors of the training pictures: the gallery model's, the query model's, or those of any other model.",
  );

/** Vectors that a ranker compares, as a configuration names them. */
export type RankedVectorsConfig = z.output<typeof rankedVectorsSchema>;

/** What is done to vectors before they are compared. */
export type Treatment = 'raw' | 'centred' | 'whitened';

const compared = {
  vectors: z
    .array(rankedVectorsSchema)
    .min(1)
    .default([{ name: 'gallery' }])
    .describe('What is compared; of several vectors the mean of their cosines counts.'),
  treatment: z
    .enum(['raw', 'centred', 'whitened'])
    .default('raw')
    .describe('What is done to each kind of vectors first, fitted on the training pictures.'),
};

const share = z.number().min(0).max(1);

const kindOf = <Kind extends keyof typeof rankerWords>(kind: Kind) =>
  z.literal(kind).describe(`${rankerWords[kind].what} (${rankerWords[kind].source}).`);

const cosine = z.strictObject({
  kind: kindOf('cosine'),
  ...compared,
});

const queryExpansion = z.strictObject({
  kind: kindOf('queryExpansion'),
  ...compared,
  neighbours: z
    .int()
    .min(1)
    .default(10)
    .describe('Nearest pictures that are averaged, beside the picture itself.'),
  alpha: z.number().min(0).default(3).describe('Each weighs its similarity to this power.'),
  database: z
    .boolean()
    .default(false)
    .describe('Whether the vectors that are searched are replaced in the same way.'),
});

const reciprocal = z.strictObject({
  kind: kindOf('reciprocal'),
  ...compared,
  k1: z.int().min(1).default(20).describe('Neighbours that have to name each other.'),
  k2: z.int().min(1).default(6).describe('Neighbourhoods that are averaged.'),
  lambda: share.default(0.3).describe('Share of the distance itself beside that of the neighbourhoods.'),
});

const diffusion = z.strictObject({
  kind: kindOf('diffusion'),
  ...compared,
  neighbours: z.int().min(1).default(20).describe('Edges of each picture; only mutual ones count.'),
  sharpness: z.number().min(1).default(3).describe('`gamma`: an edge weighs its similarity to this power.'),
  alpha: share.lt(1).default(0.95).describe('How far similarity spreads along the graph; 0 not at all.'),
  within: z
    .int()
    .min(2)
    .default(1000)
    .describe('Nearest pictures that the spread of one picture is confined to.'),
});

const file = z.strictObject({
  kind: kindOf('file'),
  file: z
    .string()
    .min(1)
    .describe(
      'Lines `picture Q0 other rank score tag` (TREC), or JSON lines with `id`, `list` and perhaps `scores`.',
    ),
});

const labels = z.strictObject({
  kind: kindOf('labels'),
});

/** A ranker made of others. */
const fusion = z.strictObject({
  kind: kindOf('fusion'),
  get of(): z.ZodArray<z.ZodType<RankerConfig, RankerConfigInput>> {
    return z.array(rankerConfigSchema).min(2).describe('The rankers.');
  },
  by: z
    .enum(['mean', 'reciprocalRank', 'order'])
    .default('mean')
    .describe(
      'By the mean of their scores, of 1 / (60 + place) (Cormack et al. 2009), or of their places alone.',
    ),
  length: z.int().min(2).default(512).describe('Places of each list that are looked at.'),
});

const alone = [cosine, queryExpansion, reciprocal, diffusion, file, labels] as const;

export interface FusionConfig {
  kind: 'fusion';
  of: RankerConfig[];
  by: 'mean' | 'reciprocalRank' | 'order';
  length: number;
}
export interface FusionConfigInput {
  kind: 'fusion';
  of: RankerConfigInput[];
  by?: FusionConfig['by'] | undefined;
  length?: number | undefined;
}

/** What decides the lists that pictures are ranked by, defaults filled in. */
export type RankerConfig = z.output<(typeof alone)[number]> | FusionConfig;
/** The same as a user writes it. */
export type RankerConfigInput = z.input<(typeof alone)[number]> | FusionConfigInput;

/** Schema of a ranker in a configuration. */
export const rankerConfigSchema: z.ZodType<RankerConfig, RankerConfigInput> = z
  .discriminatedUnion('kind', [...alone, fusion])
  .meta({
    id: 'ranker',
    description: "What ranks the pictures instead of the gallery model's own similarities.",
  });

/** Whether a ranker's lists have scores; of a file it is known when it is read. */
export function givesScores(ranker: RankerConfig): boolean | undefined {
  if (ranker.kind === 'labels') return false;
  if (ranker.kind === 'file') return undefined;
  return ranker.kind !== 'fusion' || ranker.by !== 'order';
}

/** Whether a ranker looks at the labels of the pictures. */
export function readsLabels(ranker: RankerConfig): boolean {
  return ranker.kind === 'fusion' ? ranker.of.some(readsLabels) : ranker.kind === 'labels';
}

/** The vectors that a ranker compares, those of its parts too. */
export function comparedBy(ranker: RankerConfig): RankedVectorsConfig[] {
  if (ranker.kind === 'fusion') return ranker.of.flatMap(comparedBy);
  return 'vectors' in ranker ? ranker.vectors : [];
}

/** The files whose content decides a ranker's lists. */
export function filesOf(ranker: RankerConfig): string[] {
  if (ranker.kind === 'fusion') return ranker.of.flatMap(filesOf);
  if (ranker.kind === 'file') return [ranker.file];
  if (ranker.kind === 'labels') return [];
  return ranker.vectors.flatMap((source) => {
    if (source.name === 'vectors') return [source.file, ...(source.idsFile ? [source.idsFile] : [])];
    if (source.name === 'onnx') return [source.file];
    return 'weights' in source ? [source.weights] : [];
  });
}
