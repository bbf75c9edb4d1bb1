import { z } from 'zod';

import { galleryModelConfigSchema } from '../models/galleryModelConfig.js';

/** Vectors that were computed with the gallery model elsewhere. */
const vectorsSchema = z.strictObject({
  name: z.literal('vectors'),
  file: z
    .string()
    .min(1)
    .describe(
      '`.npy`, `.npz`, `.safetensors`, `.parquet` or `.mat`, with a row for every picture of the data set.',
    ),
  array: z
    .string()
    .min(1)
    .optional()
    .describe('Array, tensor or column with the vectors; default the only one that can be.'),
  idColumn: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Where the names of the rows are; default whatever list in the file or beside it has the names of the pictures.',
    ),
  idsFile: z.string().min(1).optional().describe('File of the ids: one a line, or CSV with a column id.'),
  byOrder: z
    .literal(true)
    .optional()
    .describe('Takes the rows in the order of the pictures, without any names.'),
});

/** Schema of where a run's gallery vectors come from: a gallery model that embeds the pictures, or a file. */
export const galleryConfigSchema = z.discriminatedUnion('name', [
  vectorsSchema,
  ...galleryModelConfigSchema.options,
]);

export type GalleryVectorsConfig = z.output<typeof vectorsSchema>;
export type GalleryConfig = z.output<typeof galleryConfigSchema>;
