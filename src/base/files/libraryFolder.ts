import { fileURLToPath } from 'node:url';

/** Absolute path of the folder of the library's modules, TypeScript or compiled, whichever runs. */
export const libraryFolder = fileURLToPath(new URL('../..', import.meta.url));
