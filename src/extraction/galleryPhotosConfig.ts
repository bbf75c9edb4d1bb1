import { z } from 'zod';
import { usualScales } from './multiScale.js';

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

export type GalleryPhotosConfig = z.output<typeof galleryPhotosSchema>;
