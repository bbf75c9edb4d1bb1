import { z } from 'zod';
import { usualScales } from './multiScale.js';
import { galleryModelConfigSchema } from '../models/galleryModel.js';

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

/** Schema of the way in which a gallery model sees photos that are not brought to squares. */
export const galleryPhotosSchema = z.strictObject({
  longestSide: z
    .int()
    .min(32)
    .max(4096)
    .default(1024)
    .describe('Longest side in pixels; smaller photos stay as they are.'),
  scales: z
    .array(z.number().positive())
    .min(1)
    .default([...usualScales])
    .describe('The vectors of these scales are averaged; `[1]` for one.'),
});

export type GalleryVectorsConfig = z.output<typeof vectorsSchema>;
export type GalleryConfig = z.output<typeof galleryConfigSchema>;
export type GalleryPhotosConfig = z.output<typeof galleryPhotosSchema>;
