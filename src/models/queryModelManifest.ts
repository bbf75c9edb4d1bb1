import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { parseConfig } from '../base/config/parseConfig.js';
import { readRegular } from '../base/files/regularFile.js';
import { finishReplacing, isReplacing } from '../base/files/replaceTogether.js';
import { RetrievalError } from '../errors.js';
import { queryModelConfigSchema } from './queryModelRegistry.js';

/** The file that says what a folder of a saved query model holds. */
export const queryModelManifest = 'query-model.json';
export const queryModelFormat = 1;
/** The files of a saved query model, which are replaced together. */
export const queryModelGroup = 'query-model';
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

/** Whether a file of this name holds the weights of a saved query model; the name has the beginning of their SHA-256. */
export const isWeightsFile = (name: string): boolean => weightsPattern.test(name);

/** Whether a file of this name belongs to a saved query model. */
export function isQueryModelFile(name: string): boolean {
  return name === queryModelManifest || isWeightsFile(name);
}

/** Whether a query model was saved to a folder. */
export function hasQueryModel(folder: string): boolean {
  return existsSync(join(folder, queryModelManifest)) || isReplacing(folder, queryModelGroup);
}

/** @throws RetrievalError where there is no saved query model, or one that is damaged or of another format version. */
export async function readQueryModelManifest(folder: string): Promise<QueryModelManifest> {
  const file = join(folder, queryModelManifest);
  await finishReplacing(folder, queryModelGroup);
  const manifest: unknown = await readRegular(file)
    .then((bytes) => JSON.parse(bytes.toString()) as unknown)
    .catch(notReadable(file));
  const { formatVersion } = (manifest ?? {}) as { formatVersion?: unknown };
  if (typeof formatVersion === 'number' && formatVersion !== queryModelFormat) {
    throw new RetrievalError({
      what: 'The query model was saved in another format',
      where: file,
      expected: `formatVersion ${queryModelFormat}`,
      found: `formatVersion ${formatVersion}`,
      fix: 'open it with the version of this library that saved it, or train it again',
    });
  }
  try {
    return parseConfig(manifestSchema, manifest, 'the saved query model');
  } catch (cause) {
    return notReadable(file)(cause);
  }
}

function notReadable(file: string): (cause: unknown) => never {
  return (cause) => {
    const isMissing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    throw new RetrievalError({
      what: 'There is no readable saved query model',
      where: file,
      expected: 'a folder that `asym train` or saveTrainedModel wrote',
      found: isMissing ? 'no such file' : cause instanceof Error ? cause.message : String(cause),
      fix: isMissing ? 'correct the folder' : 'restore the file, or train the query model again',
      cause,
    });
  };
}
