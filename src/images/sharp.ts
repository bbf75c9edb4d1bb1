import { createRequire } from 'node:module';
import type Library from 'sharp';
import type { Sharp, SharpInput, SharpOptions } from 'sharp';

let loaded: typeof Library | undefined;

/** The library, which is loaded when the first picture needs it. */
function library(): typeof Library {
  if (!loaded) {
    loaded = createRequire(import.meta.url)('sharp') as typeof Library;
    // Several pictures are decoded at once, one thread each; a cache of operations would only hold memory.
    loaded.concurrency(1);
    loaded.cache(false);
  }
  return loaded;
}

/** Loads the library now; before threads that use it are started. */
export function loadSharp(): void {
  library();
}

/** Opens a picture to decode, change or encode it. */
export function sharp(options?: SharpOptions): Sharp;
export function sharp(input?: SharpInput | SharpInput[], options?: SharpOptions): Sharp;
export function sharp(input?: SharpInput | SharpInput[] | SharpOptions, options?: SharpOptions): Sharp {
  return library()(input as SharpInput, options);
}

/** On which the pixels depend. */
export const sharpVersion = (): string => library().versions.sharp;
