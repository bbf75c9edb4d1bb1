import { describeDataset } from '../../datasets/describeDataset.js';
import { applyChanges } from '../../base/config/applyChanges.js';
import { readConfigFile } from '../../base/config/readConfigFile.js';
import { suggest } from '../../base/config/suggest.js';
import { unknownName } from '../../base/config/unknownName.js';
import { RetrievalError } from '../../errors.js';
import type { RunConfig, RunConfigInput } from '../../experiments/runConfig.js';
import { parseRunConfig } from '../../experiments/runConfig.js';
import { completeLossConfig, withShorterLists } from '../../losses/lossConfig.js';
import { queryModelRegistry } from '../../models/queryModelRegistry.js';
import type { RunSizes } from '../../rehearsal/sizeRun.js';
import type { Trial } from '../../study/methods/method.js';
import { chosenTrial, isMethodId, type MethodId } from '../../study/methods/methods.js';
import { rerankedOrderTrial } from '../../study/rankers/rerankedOrder.js';
import { rerankedOrder, trainableMethods } from '../../study/rankers/trainable.js';
import { mainDataset, settings } from '../../study/plan/settings.js';
import { withOnnxFields } from './onnxGallery.js';

/** The options of `train` that go into its configuration; those that are left out change nothing. */
export interface TrainChoices {
  /** A JSON or YAML file with the fields of a run. */
  config?: string;
  data?: string;
  split?: string;
  /** File of the gallery's vectors. */
  vectors?: string;
  /** Whether its rows are in the order of the pictures. */
  byOrder?: boolean;
  /** Whether broken pictures are left out. */
  skipBroken?: true;
  method?: string;
  /** JSON. */
  query?: string;
  epochs?: number;
  seed?: number;
  /** `a.b=c`, applied last. */
  set?: string[];
}

/** What the pictures at hand suggest where nothing is chosen. */
export interface TrainDefaults {
  sizes?: RunSizes;
  /** Longest list that a method's own loss may ask of the bank; a loss that is written out keeps its lengths. */
  longestList?: number;
}

export const defaultMethod: MethodId = 'rankOrderPreservation';

type Fields = Record<string, unknown>;

/**
 * The configuration that a training runs with, every default written out: the file, then the short options, then `--set`.
 * A `method` without a `loss` is the one of that name, which `--set` may change; a `loss` without a `method` is called by
 * its kind. What nothing of these says is taken from the defaults, and else from the main setting.
 *
 * @throws RetrievalError (usage) for a file that cannot be read, and for unknown fields and names, with a suggestion.
 */
export async function trainConfig(choices: TrainChoices, defaults: TrainDefaults = {}): Promise<RunConfig> {
  const file: Fields = choices.config === undefined ? {} : await readConfigFile(choices.config);
  const written = { ...file, ...shortOptions(file, choices) };
  const named = { ...written, ...methodOf(written, choices.set ?? [], defaults.longestList) };
  const chosen = applyChanges(
    named,
    (choices.set ?? []).map((change) => towardsMainLoss(change, named)),
  );
  if (chosen.dataset === undefined) throw noDataset();
  const { gallery, query, featureSize } = settings[mainDataset];
  const { sizes } = defaults;
  const input = {
    gallery,
    query: sizes?.query ?? query,
    ...(chosen.query === undefined && { featureSize: sizes?.featureSize ?? featureSize }),
    ...chosen,
    ...(chosen.gallery !== undefined && { gallery: await withOnnxFields(chosen.gallery) }),
    ...(sizes && { training: { ...sizes.training, ...(chosen.training as object | undefined) } }),
    split: chosen.split ?? defaultSplit(chosen.dataset),
  };
  // The schema says what is missing or wrong.
  return parseRunConfig(input as unknown as RunConfigInput);
}

function shortOptions(
  file: Fields,
  { data, split, vectors, byOrder, skipBroken, method, query, epochs, seed }: TrainChoices,
): Fields {
  const given = vectors === undefined ? file.gallery : { name: 'vectors', file: vectors };
  const gallery = byOrder ? { ...(given as object | undefined), byOrder } : given;
  return {
    ...(data !== undefined && { dataset: data }),
    ...(split !== undefined && { split }),
    ...(skipBroken && { skipBroken }),
    ...(gallery !== undefined && { gallery }),
    // The file's loss belongs to the file's method.
    ...(method !== undefined && { method, loss: undefined, ridge: undefined }),
    ...(query !== undefined && { query: parseQuery(query) }),
    ...(epochs !== undefined && { training: { ...(file.training as object | undefined), epochs } }),
    ...(seed !== undefined && { seed }),
  };
}

/** The loss of a method that is named without one, before `--set` changes parts of it. */
function methodOf({ method, loss }: Fields, set: readonly string[], longestList = Infinity): object {
  const isReplaced = set.some((change) => /^\s*loss\s*=/.test(change));
  if (loss !== undefined || isReplaced) return {};
  const name = method ?? defaultMethod;
  if (typeof name !== 'string') return {};
  const trial = trialOf(name, longestList);
  if (trial) {
    const shortened = withShorterLists(completeLossConfig(trial.loss), longestList);
    return { method: name, ...trial, loss: structuredClone(shortened) };
  }
  throw unknownName(name, trainableMethods, {
    what: 'There is no such method',
    where: 'method',
    expected: `a loss of its own, or one of ${trainableMethods.join(', ')}`,
    fix: 'name a method, or give a loss',
  });
}

/** The setting of a method, for so many training pictures. */
function trialOf(name: string, pictures: number): Trial | undefined {
  if (name === rerankedOrder) return rerankedOrderTrial(pictures);
  return isMethodId(name) ? chosenTrial(name) : undefined;
}

/** `loss.temperature=0.05` means the first of several losses, which is the method's own. */
function towardsMainLoss(change: string, { loss }: Fields): string {
  return Array.isArray(loss) ? change.replace(/^(\s*loss)\.(?!\d+\.|\d+\s*=)/, '$1.0.loss.') : change;
}

function defaultSplit(dataset: unknown): string {
  return describeDataset(typeof dataset === 'string' ? dataset : '').defaultSplit;
}

function parseQuery(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const kind = suggest(text, queryModelRegistry.names());
    throw new RetrievalError({
      what: 'The query model is not valid JSON',
      where: '--query',
      expected: JSON.stringify(settings[mainDataset].query),
      found: text,
      ...(kind !== undefined && { fix: `did you mean '{"kind":"${kind}"}'?` }),
      kind: 'usage',
      cause,
    });
  }
}

function noDataset(): RetrievalError {
  return new RetrievalError({
    what: 'It is not said what to train on',
    where: '--data',
    expected:
      'a folder of pictures, a CSV file, a list of paths, a store or an archive of pictures, or the name of a data set',
    found: 'nothing',
    fix: 'for example: asym train --data photos/',
    kind: 'usage',
  });
}
