import { z } from 'zod';
import { galleryModelConfigSchema, type GalleryModelConfig } from '../models/galleryModelConfig.js';

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

/** Several gallery models for the pictures that are searched, which the query side never runs. */
const fusedSchema = z.strictObject({
  name: z.literal('fused'),
  of: z
    .array(galleryModelConfigSchema)
    .min(2)
    .describe(
      'Gallery models whose unit vectors stand side by side, so that a cosine is the mean of theirs; `galleryTreatment: pca` whitens and shortens them.',
    ),
});

/** Schema of where a run's gallery vectors come from: a gallery model that embeds the pictures, several of them, or a file. */
export const galleryConfigSchema = z.discriminatedUnion('name', [
  vectorsSchema,
  fusedSchema,
  ...galleryModelConfigSchema.options,
]);

export type GalleryVectorsConfig = z.output<typeof vectorsSchema>;
export type GalleryConfig = z.output<typeof galleryConfigSchema>;

/** The gallery models that embed the pictures: none for vectors from elsewhere. */
export function galleryModelsOf(gallery: GalleryConfig): GalleryModelConfig[] {
  if (gallery.name === 'vectors') return [];
  return gallery.name === 'fused' ? gallery.of : [gallery];
}
