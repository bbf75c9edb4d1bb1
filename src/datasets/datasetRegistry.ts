import { createRegistry } from '../base/registry/registry.js';
import type { Progress } from '../base/progress.js';
import { RetrievalError } from '../errors.js';
import { isNamedBenchmark } from './benchmarks/namedBenchmark.js';
import { emojiDescription } from './emoji/emojiDescription.js';
import { groceryDescription } from './grocery/groceryDescription.js';
import { emojiDataset } from './emoji/emojiDataset.js';
import { findGroceryStore, groceryStoreDataset } from './grocery/groceryStoreDataset.js';
import type { Dataset, DatasetDescription } from './types.js';

/** A data set that is opened by its name. */
export interface DatasetDefinition {
  name: string;
  /** What holds before it is opened; without it, what holds for pictures of the user's own. */
  description?: DatasetDescription;
  /** Called once for each registration; `createDataset` and `photoDataset` make a data set of its parts. */
  open(options: { onProgress?: Progress | undefined }): Promise<Dataset>;
}

const builtIn: DatasetDefinition[] = [
  { name: 'emoji', description: emojiDescription, open: (options) => emojiDataset(options) },
  {
    name: 'emoji-small',
    description: emojiDescription,
    open: (options) => emojiDataset({ ...options, classStep: 4 }),
  },
  { name: 'grocery', description: groceryDescription, open: openGrocery },
];

/** Every data set with a name of its own, beside the benchmarks. */
export const datasetRegistry = createRegistry<DatasetDefinition>(
  'data set',
  Object.fromEntries(builtIn.map((definition) => [definition.name, definition])),
  ['open'],
);

/**
 * Makes a data set of one's own known to `openDataset` and so to configurations. Runs on it depend on its fingerprint and
 * on its text, as those with a registered loss do, see `registerLoss`.
 *
 * Registering a name again replaces it.
 * @throws RetrievalError (usage) for a name of the library's own, and for one that could be the path of a file.
 * @example
 * import { folderDataset } from 'asymmetric-retrieval/datasets';
 *
 * registerDataset({ name: 'holiday', open: () => folderDataset({ folder: 'photos', testShare: 0.25 }) });
 * console.log((await openDataset('holiday')).records.length); // 24
 */
export function registerDataset(definition: DatasetDefinition & { version?: string | number }): void {
  const { name } = definition;
  if (!/^[\w-]+$/.test(name) || isNamedBenchmark(name)) {
    throw new RetrievalError({
      what: 'The name of the data set is not usable',
      where: JSON.stringify(name),
      expected: 'letters, digits, - and _, and not the name of a benchmark',
      fix: 'choose another one',
      kind: 'usage',
    });
  }
  datasetRegistry.register(name, definition);
}

function openGrocery({ onProgress }: { onProgress?: Progress | undefined }): Promise<Dataset> {
  const folder = findGroceryStore();
  if (folder) return groceryStoreDataset({ folder, onProgress });
  throw new RetrievalError({
    what: 'The Grocery Store photos are not here',
    expected: 'data/grocery-store, or the folder named by ASYMMETRIC_GROCERY',
    fix: 'run `npx asym data get grocery` (or `... get grocery --from FOLDER` for a copy you have)',
  });
}
