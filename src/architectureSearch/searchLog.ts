import { basename, dirname } from 'node:path';
import { z } from 'zod';
import type { BackendReport } from '../compute/backend/selectBackend.js';
import { parseConfig } from '../base/config/parseConfig.js';
import { RetrievalError } from '../errors.js';
import { readListed, writeListed } from '../base/files/listedFiles.js';
import { searchConfigSchema } from './searchConfig.js';

const path = z.array(z.int());
const flops = z.number();
/** Per cent, with the weights of the supernet, on the validation classes. */
const score = { mapAsymmetric: z.number(), mapSymmetricQuery: z.number(), reward: z.number() };

const evaluation = z.strictObject({
  generation: z.int(),
  path,
  flops,
  ...score,
  operator: z.enum(['random', 'crossover', 'mutation']),
  /** Positions of the parents in the list. */
  parents: z.array(z.int()),
});

const searchLogSchema = z.strictObject({
  config: searchConfigSchema,
  hashes: z.strictObject({ config: z.string(), data: z.string(), code: z.string(), lock: z.string() }),
  backend: z.custom<BackendReport>((value) => typeof value === 'object' && value !== null),
  commit: z.string(),
  /** Whether the work tree differed from the commit. */
  dirty: z.boolean(),
  node: z.string(),
  startedAt: z.string(),
  /** Time spent on training and scoring, over all sittings. */
  seconds: z.number(),
  supernet: z.strictObject({
    /** Trained weights of all choices together. */
    parameters: z.int(),
    /** Networks in the space. */
    paths: z.number(),
    steps: z.int(),
    seconds: z.number(),
    losses: z.array(z.strictObject({ step: z.int(), loss: z.number() })),
  }),
  /** In the order of evaluation. */
  evolution: z.array(evaluation),
  /** As many random paths. */
  random: z.array(evaluation),
  handMade: z.array(z.strictObject({ name: z.string(), path, flops, ...score })),
});

/** Everything about a finished search. */
export type SearchLog = z.output<typeof searchLogSchema>;
/** A path that the search scored. */
export type SearchEvaluation = z.output<typeof evaluation>;

/**
 * Reads the log of a finished search; nothing where there is none.
 * @throws RetrievalError when the file holds something else, or was changed since it was written.
 */
export function readSearchLog(file: string): SearchLog | undefined {
  const text = readListed(dirname(file), basename(file));
  if (text === undefined) return undefined;
  try {
    return parseConfig(searchLogSchema, JSON.parse(text), `the search log ${file}`);
  } catch (cause) {
    throw new RetrievalError({
      what: 'A search log cannot be read',
      where: file,
      expected: 'JSON written by a finished search',
      found: cause instanceof Error ? cause.message : String(cause),
      fix: 'restore the file from version control, or remove it and search again',
      cause,
    });
  }
}

/** Writes the log of a finished search atomically, and its checksum beside it. */
export async function writeSearchLog(file: string, log: SearchLog): Promise<void> {
  await writeListed(dirname(file), new Map([[basename(file), `${JSON.stringify(log)}\n`]]));
}
