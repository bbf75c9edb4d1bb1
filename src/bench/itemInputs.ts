import { writeArrays, type SharedArray } from './sharedArrays.js';

export type Arrays = Record<string, SharedArray>;

/** Inputs of an item that needs none. */
export const nothing = (): Promise<void> => Promise.resolve();
/** Inputs of an item: arrays, written into its folder. */
export const written =
  (arrays: (folder: string) => Arrays | Promise<Arrays>) =>
  async (folder: string): Promise<void> =>
    writeArrays(folder, await arrays(folder));
