import { RetrievalError } from '../errors.js';
import { describeValue } from './describeValue.js';
import { xoroshiro128plus, xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/** A seeded stream of random numbers; equal seeds give equal streams on every machine. */
export interface RandomSource {
  /** Uniform in [0, 1). */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
  /** Uniform integer in [0, bound). */
  integer(bound: number): number;
  /** A new array holding 0 .. length-1 in random order. */
  permutation(length: number): Int32Array;
  /** Where the stream is; see {@link resumedRandomSource}. */
  state(): RandomState;
}

/** Where a stream of random numbers is, as JSON can hold it. */
export interface RandomState {
  generator: readonly number[];
  /** The second of two normal numbers that were drawn together. */
  spare?: number | undefined;
}

/**
 * @param seed 32-bit integer.
 * @param stream names an independent stream of the same seed, so that adding one consumer never shifts another.
 * @throws RetrievalError (usage) for a seed that is no whole number.
 * @example
 * const random = randomSource(7, 'batches');
 * console.log(Array.from(random.permutation(4)).sort()); // [ 0, 1, 2, 3 ]
 * console.log(random.uniform() === randomSource(7, 'batches').uniform()); // false
 */
export function randomSource(seed: number, stream = ''): RandomSource {
  if (!Number.isInteger(seed)) throw noSeed(seed);
  return sourceOf(xoroshiro128plus(mix(seed, stream)));
}

/** Goes on where another stream was. */
export function resumedRandomSource({ generator, spare }: RandomState): RandomSource {
  return sourceOf(xoroshiro128plusFromState(generator), spare);
}

function sourceOf(generator: ReturnType<typeof xoroshiro128plus>, spare?: number): RandomSource {
  const uniform = (): number => (generator.next() >>> 0) / 2 ** 32;
  const integer = (bound: number): number => Math.floor(uniform() * bound);
  const normal = (): number => {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    // Box-Muller; 1 - u keeps the logarithm finite.
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    const angle = 2 * Math.PI * uniform();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
  const permutation = (length: number): Int32Array => {
    const order = Int32Array.from({ length }, (_, i) => i);
    for (let i = length - 1; i > 0; i--) {
      const j = integer(i + 1);
      [order[i], order[j]] = [order[j]!, order[i]!];
    }
    return order;
  };
  const state = (): RandomState => ({ generator: generator.getState(), spare });
  return { uniform, normal, integer, permutation, state };
}

function noSeed(seed: unknown): RetrievalError {
  return new RetrievalError({
    what: 'The seed is not a whole number',
    where: 'seed',
    expected: 'a whole number, such as 0',
    found: describeValue(seed),
    kind: 'usage',
  });
}

/** FNV-1a over the seed's digits and the stream's name. */
function mix(seed: number, stream: string): number {
  let hash = 0x811c9dc5;
  for (const character of `${seed}/${stream}`) {
    hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193);
  }
  return hash | 0;
}
