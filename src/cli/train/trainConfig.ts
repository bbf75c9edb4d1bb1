import { describeDataset } from '../../datasets/describeDataset.js';
import { applyChanges } from '../../base/config/applyChanges.js';
import { readConfigFile } from '../../base/config/readConfigFile.js';
import { suggest } from '../../base/config/suggest.js';
import { RetrievalError } from '../../errors.js';
import type { RunConfig, RunConfigInput } from '../../experiments/runConfig.js';
import { parseRunConfig } from '../../experiments/runConfig.js';
import { chosenTrial, isMethodId, methodIds, type MethodId } from '../../study/methods/methods.js';
import { mainDataset, settings } from '../../study/plan/settings.js';

/** The options of `train` that go into its configuration; those that are left out change nothing. */
export interface TrainChoices {
  /** A JSON or YAML file with the fields of a run. */
  config?: string;
  data?: string;
  split?: string;
  method?: string;
  /** JSON. */
  query?: string;
  epochs?: number;
  seed?: number;
  /** `a.b=c`, applied last. */
  set?: string[];
}

const defaultMethod: MethodId = 'rankOrderPreservation';

/**
 * The configuration that a training runs with, every default written out: the file, then the short options, then `--set`.
 * What none of them says is that of the main setting on emoji; a `method` without a `loss` is the one of that name, a
 * `loss` without a `method` is called by its kind.
 *
 * @throws RetrievalError for a file that cannot be read, and for unknown fields and names, with a suggestion.
 */
export async function trainConfig(choices: TrainChoices): Promise<RunConfig> {
  const file = choices.config === undefined ? {} : await readConfigFile(choices.config);
  const chosen = applyChanges({ ...file, ...shortOptions(file, choices) }, choices.set ?? []);
  const { gallery, query, featureSize } = settings[mainDataset];
  const input = {
    gallery,
    query,
    ...(chosen.query === undefined && { featureSize }),
    ...chosen,
    split: chosen.split ?? defaultSplit(chosen.dataset),
    ...methodOf(chosen),
  };
  // The schema says what is missing or wrong.
  return parseRunConfig(input as unknown as RunConfigInput);
}

function shortOptions(
  file: Record<string, unknown>,
  { data, split, method, query, epochs, seed }: TrainChoices,
): Record<string, unknown> {
  return {
    ...(data !== undefined && { dataset: data }),
    ...(split !== undefined && { split }),
    // The file's loss belongs to the file's method.
    ...(method !== undefined && { method, loss: undefined, ridge: undefined }),
    ...(query !== undefined && { query: parseQuery(query) }),
    ...(epochs !== undefined && { training: { ...(file.training as object | undefined), epochs } }),
    ...(seed !== undefined && { seed }),
  };
}

function methodOf({ method, loss }: Record<string, unknown>): object {
  if (loss !== undefined) return {};
  const name = method ?? defaultMethod;
  if (typeof name !== 'string') return {};
  if (isMethodId(name)) return { method: name, ...chosenTrial(name) };
  const meant = suggest(name, methodIds);
  throw new RetrievalError({
    what: 'There is no such method',
    where: 'method',
    expected: `a loss of its own, or one of ${methodIds.join(', ')}`,
    found: name,
    fix: meant === undefined ? 'name a method, or give a loss' : `did you mean "${meant}"?`,
    kind: 'usage',
  });
}

function defaultSplit(dataset: unknown): string {
  return describeDataset(typeof dataset === 'string' ? dataset : '').defaultSplit;
}

function parseQuery(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new RetrievalError({
      what: 'The query model is not valid JSON',
      where: '--query',
      expected: JSON.stringify(settings[mainDataset].query),
      found: text,
      kind: 'usage',
      cause,
    });
  }
}
