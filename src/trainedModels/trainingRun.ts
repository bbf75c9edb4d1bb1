import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { parseConfig } from '../base/config/parseConfig.js';
import { RetrievalError } from '../errors.js';
import { finishedRunConfigSchema } from '../experiments/runConfig.js';
import { runRecordSchema } from '../experiments/runRecord.js';
import type { QueryModelConfig } from '../models/queryModelConfig.js';

const fileName = 'run.json';

/** What an export needs of the run that trained a query model. */
const trainingRunSchema = z.object({
  record: runRecordSchema.partial(),
  manifest: z.object({
    runId: z.string(),
    config: finishedRunConfigSchema,
    commit: z.string().optional(),
    startedAt: z.string().optional(),
  }),
});
export type TrainingRun = z.output<typeof trainingRunSchema>;

/**
 * Reads the `run.json` that training leaves beside a query model; `undefined` where there is none.
 * @throws RetrievalError when it is damaged or belongs to another query model.
 */
export async function readTrainingRun(
  folder: string,
  query: QueryModelConfig,
): Promise<TrainingRun | undefined> {
  const file = join(folder, fileName);
  if (!existsSync(file)) return undefined;
  const run = parseConfig(trainingRunSchema, await parse(file), `the training run in ${file}`);
  if (JSON.stringify(run.manifest.config.query) === JSON.stringify(query)) return run;
  throw new RetrievalError({
    what: 'The training run belongs to another query model',
    where: file,
    expected: JSON.stringify(query),
    found: JSON.stringify(run.manifest.config.query),
    fix: 'put the run.json of this query model there, or take it away',
  });
}

async function parse(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
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
