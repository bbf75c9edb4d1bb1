import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { isRecord } from '../base/config/jsonObject.js';
import { backendNames } from '../compute/backend/backendNames.js';
import { checkedValue } from '../base/files/checkedJson.js';
import { readRegular } from '../base/files/regularFile.js';
import { parseConfig } from '../base/config/parseConfig.js';
import { RetrievalError } from '../errors.js';
import { finishedRunConfigSchema } from '../experiments/runConfig.js';
import { measureNames } from '../experiments/runManifest.js';
import { runRecordSchema } from '../experiments/runRecord.js';
import { readQueryModelManifest } from '../models/queryModelManifest.js';
import type { QueryModelConfig } from '../models/queryModelConfig.js';

/** The run that trained a query model, in its folder. */
export const savedRunFile = 'run.json';

const known = z.number().nullable();
const estimateSchema = z.object({ mean: known, low: known, high: known });

const savedRunSchema = z.object({
  /** Name of the file of the weights that it trained. */
  weights: z.string().optional(),
  record: runRecordSchema.partial(),
  manifest: z.object({
    runId: z.string(),
    config: finishedRunConfigSchema,
    commit: z.string().optional(),
    startedAt: z.string().optional(),
    backend: z.object({ name: z.enum(backendNames), device: z.enum(['cpu', 'gpu']) }).optional(),
    measures: z.partialRecord(z.enum(measureNames), estimateSchema).optional(),
    queries: z.object({ all: z.number(), withPositive: z.number() }).optional(),
    consistencyCurve: z
      .array(z.object({ depth: z.number(), value: z.number(), low: z.number(), high: z.number() }))
      .optional(),
  }),
});
/** The run that trained a query model, as far as it is asked for later. */
export type SavedRun = z.output<typeof savedRunSchema>;

/**
 * Reads the `run.json` that training leaves beside a query model; `undefined` where there is none.
 * @throws RetrievalError when it is damaged, was changed since it was written, or belongs to another query model.
 */
export async function readSavedRun(folder: string, query: QueryModelConfig): Promise<SavedRun | undefined> {
  const file = join(folder, savedRunFile);
  const bytes = await readRegular(file).catch(missing);
  if (bytes === undefined) return undefined;
  const json = parse(bytes.toString(), file);
  checkUnchanged(json, file);
  const run = parseConfig(savedRunSchema, json, `the training run in ${file}`);
  const expected = [JSON.stringify(query), (await readQueryModelManifest(folder)).weightsFile];
  const found = [JSON.stringify(run.manifest.config.query), run.weights ?? expected[1]];
  if (isDeepStrictEqual(found, expected)) return run;
  throw new RetrievalError({
    what: 'The training run belongs to another query model',
    where: file,
    expected: expected.join(', '),
    found: found.join(', '),
    fix: 'put the run.json of this query model there, or take it away',
  });
}

function missing(cause: NodeJS.ErrnoException): undefined {
  if (cause.code !== 'ENOENT') throw cause;
}

/** Runs that earlier versions wrote have no checksum. */
function checkUnchanged(json: unknown, file: string): void {
  if (!isRecord(json) || checkedValue(json)) return;
  if (json.sha256 === undefined) {
    console.warn(
      `${file} has no checksum, so whether its numbers are those that were measured can't be told.`,
    );
    return;
  }
  throw new RetrievalError({
    what: 'The training run was changed since it was written',
    where: file,
    expected: `the SHA-256 ${JSON.stringify(json.sha256)} that it names`,
    found: 'another content',
    fix: 'restore the file, or take it away to go without it',
    kind: 'data',
  });
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new RetrievalError({
      what: 'The training run cannot be read',
      where: file,
      expected: 'valid JSON, as training writes it',
      found: cause instanceof Error ? cause.message : String(cause),
      fix: 'restore the file, or take it away to export without it',
      cause,
    });
  }
}
