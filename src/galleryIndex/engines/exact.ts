import { z } from 'zod';
import { searchHeld } from '../searchHeld.js';
import type { IndexEngine } from '../types.js';
import { openVectorFiles } from '../vectorFiles.js';

const schema = z.strictObject({ kind: z.literal('exact') });

/** Every row is compared, block by block from the disk. */
export const exact = {
  what: 'Compares every vector, block by block from the disk',
  source: 'ours',
  use: 'up to some hundred thousand vectors, and as the measure of the others',
  schema,
  settings: z.strictObject({}),
  tried: () => [{}],
  async open(place) {
    const removed = new Set(place.removed);
    const files = await openVectorFiles(place, removed);
    return {
      add: files.add,
      build: () => Promise.resolve(),
      remove(rows) {
        for (const row of rows) removed.add(row);
        return Promise.resolve();
      },
      search: (queries, k) => searchHeld(files, queries, k),
      save: () => Promise.resolve({}),
      held: files.held,
      close: () => Promise.resolve(),
    };
  },
} satisfies IndexEngine<z.output<typeof schema>>;
