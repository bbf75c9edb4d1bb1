import { randomSource, type RandomSource } from '../../../base/randomSource.js';
import type { PartCounts } from '../publishedCounts.js';
import type { Photo } from './drawPhoto.js';

/** Everything that a replica consists of. */
export interface ReplicaPlan {
  /** Lists by their path. */
  lists: Map<string, string | Uint8Array>;
  /** Photos by their path. */
  photos: Map<string, Photo>;
  /** Pictures that the lists name, by part. */
  counts: PartCounts;
}

/** What the plans draw lots with, and their photos' sizes from. */
export interface ReplicaTools {
  random: RandomSource;
  /** A photo of a thing, upright or lying, of about 60 pixels. */
  photo(thing: number, name: string): Photo;
  /** The items in another order. */
  shuffled<T>(items: readonly T[]): T[];
  /** A name of so many hexadecimal digits. */
  hexName(digits: number): string;
}

export function replicaTools(seed: number, name: string): ReplicaTools {
  const random = randomSource(seed, `replica of ${name}`);
  return {
    random,
    photo(thing, photoName) {
      const isUpright = random.uniform() < 0.5;
      const [longSide, shortSide] = [56 + random.integer(17), 40 + random.integer(13)];
      const [width, height] = isUpright ? [shortSide, longSide] : [longSide, shortSide];
      return { thing, name: photoName, width, height };
    },
    shuffled: (items) => Array.from(random.permutation(items.length), (place) => items[place]!),
    hexName: (digits) => Array.from({ length: digits }, () => random.integer(16).toString(16)).join(''),
  };
}

/** Numbers `0 .. count - 1`. */
export const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** Lines of a text, each with its end. */
export const lines = (...texts: string[]): string => texts.map((text) => `${text}\n`).join('');
