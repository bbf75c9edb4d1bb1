import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { parseConfig } from '../base/config/parseConfig.js';
import { RetrievalError } from '../errors.js';
import { queryModelConfigSchema } from './queryModelConfig.js';

/** The file that says what a folder of a saved query model holds. */
export const queryModelManifest = 'query-model.json';
export const queryModelFormat = 1;
const weightsPattern = /^weights-[0-9a-f]{16}\.bin$/;

const manifestSchema = z.strictObject({
  formatVersion: z.literal(queryModelFormat),
  config: queryModelConfigSchema,
  dimension: z.int().positive(),
  /** Stored features in front of a head. */
  features: z.strictObject({ dimension: z.int().positive(), flops: z.number() }).optional(),
  tensors: z.array(z.strictObject({ name: z.string(), shape: z.array(z.int().nonnegative()) })),
  weightsFile: z.string().regex(weightsPattern),
  sha256: z.string(),
});
export type QueryModelManifest = z.output<typeof manifestSchema>;

/** Whether a file of this name belongs to a saved query model. */
export function isQueryModelFile(name: string): boolean {
  return name === queryModelManifest || weightsPattern.test(name);
}

/** @throws RetrievalError where there is no saved query model, or its description is damaged. */
export async function readQueryModelManifest(folder: string): Promise<QueryModelManifest> {
  const file = join(folder, queryModelManifest);
  try {
    return parseConfig(manifestSchema, JSON.parse(await readFile(file, 'utf8')), 'the saved query model');
  } catch (cause) {
    throw new RetrievalError({
      what: 'There is no readable saved query model',
      where: file,
      found: cause instanceof Error ? cause.message : String(cause),
      cause,
    });
  }
}
