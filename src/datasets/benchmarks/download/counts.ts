import { join } from 'node:path';
import type { BenchmarkSource } from '../sources/types.js';
import { stateOfFiles } from './plan.js';
import { countPictures } from './walk.js';

/** Pictures in a place of a benchmark's folder. */
export interface CountedPlace {
  /** Folder below the benchmark's; `''` is that itself. */
  target: string;
  found: number;
  /** At least so many by the owner. */
  expected: number;
  /** Whether every archive that fills the place has been unpacked. */
  whole: boolean;
}

/** Counts the pictures of a benchmark wherever it is known how many there are. */
export async function countPlaces(source: BenchmarkSource, folder: string): Promise<CountedPlace[]> {
  const states = stateOfFiles(folder, source.files);
  const places: CountedPlace[] = [];
  for (const { target, pictures } of source.counts) {
    const filling = states.filter(({ archive, target: filled }) => archive && isWithin(target, filled));
    places.push({
      target,
      found: await countPictures(join(folder, target)),
      expected: pictures,
      whole: filling.every(({ state }) => state === 'done'),
    });
  }
  return places;
}

/** Whether an archive that fills one place may fill another: the same, one above it or one below it. */
function isWithin(place: string, filled: string): boolean {
  return (
    filled === '' ||
    place === '' ||
    place === filled ||
    place.startsWith(`${filled}/`) ||
    filled.startsWith(`${place}/`)
  );
}
