import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Absolute path of a file that belongs to the library itself, such as a recipe, wherever it is installed. */
export function packagePath(...parts: string[]): string {
  return join(dirname(createRequire(import.meta.url).resolve('asymmetric-retrieval/package.json')), ...parts);
}
