import { unknownName } from '../../base/config/unknownName.js';
import { benchmarkFolder } from './folders.js';
import { isBenchmarkName, type BenchmarkName } from './names.js';
import { openBenchmark } from './openBenchmark.js';
import {
  partsOpenedAlone,
  type BenchmarkDataset,
  type GoogleLandmarksPart,
  type OpenBenchmarkOptions,
} from './types.js';

/** Whether a text begins with the name of a benchmark, alone or before `+` or `:`. */
export function isNamedBenchmark(text: string): boolean {
  return isBenchmarkName(text.split(/[+:]/)[0]!);
}

/**
 * Opens a benchmark by a text, as configurations name data sets: its name; `roxford5k+revisitop1m` and
 * `rparis6k+revisitop1m` with the distractors; `google-landmarks-v2:train` or `:index,test` for some of its parts.
 *
 * @throws RetrievalError for distractors or parts that there are not, and as `openBenchmark` does.
 */
export function openNamedBenchmark(
  text: string,
  options: Pick<OpenBenchmarkOptions, 'onProgress' | 'cacheFolder'> = {},
): Promise<BenchmarkDataset> {
  const [, name = '', mark, rest = ''] = /^([^+:]+)(?:([+:])(.*))?$/.exec(text) ?? [];
  if (mark === undefined) return openBenchmark(name as BenchmarkName, options);
  if (mark === '+' && rest === 'revisitop1m' && (name === 'roxford5k' || name === 'rparis6k')) {
    return openBenchmark(name, { ...options, distractors: benchmarkFolder('revisitop1m') });
  }
  const parts = rest.split(',') as GoogleLandmarksPart[];
  const openable = partsOpenedAlone[name as BenchmarkName];
  if (mark === ':' && openable && parts.every((part) => openable.includes(part))) {
    return openBenchmark(name as BenchmarkName, { ...options, parts });
  }
  const forms = Object.entries(partsOpenedAlone).flatMap(([of, known]) =>
    known.map((part) => `${of}:${part}`),
  );
  throw unknownName(text, ['roxford5k+revisitop1m', 'rparis6k+revisitop1m', ...forms], {
    what: 'There is no such form of the benchmark',
    where: JSON.stringify(text),
    expected: 'roxford5k+revisitop1m, rparis6k+revisitop1m, or google-landmarks-v2: with train, index, test',
    found: `${mark}${rest} behind ${name}`,
    fix: 'correct the name of the data set',
  });
}
