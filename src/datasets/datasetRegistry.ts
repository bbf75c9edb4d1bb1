import { createRegistry } from '../base/registry/registry.js';
import type { Described } from '../base/registry/described.js';
import type { Progress } from '../base/progress.js';
import { RetrievalError } from '../errors.js';
import { isNamedBenchmark } from './benchmarks/namedBenchmark.js';
import { emojiDescription } from './emoji/emojiDescription.js';
import { groceryDescription } from './grocery/groceryDescription.js';
import { emojiDataset } from './emoji/emojiDataset.js';
import { embeddedGroceries } from './grocery/embeddedGroceries.js';
import { findGroceryStore, groceryStoreDataset } from './grocery/groceryStoreDataset.js';
import type { Dataset, DatasetDescription } from './types.js';

/** A data set that is opened by its name. */
export interface DatasetDefinition extends Described {
  name: string;
  /** What holds before it is opened; without it, what holds for pictures of the user's own. */
  description?: DatasetDescription;
  /** Called once for each registration; `createDataset` and `photoDataset` make a data set of its parts. */
  open(options: { onProgress?: Progress | undefined }): Promise<Dataset>;
}

const builtIn: DatasetDefinition[] = [
  {
    name: 'emoji',
    what: 'Emoji of six vendors, drawn from their packages',
    source: 'the vendors, see `asym data licences`',
    use: 'to try a method in minutes without photos',
    description: emojiDescription,
    open: (options) => emojiDataset(options),
  },
  {
    name: 'emoji-small',
    what: 'A quarter of the classes of the emoji',
    source: 'the vendors, see `asym data licences`',
    use: 'to see in a minute whether everything runs',
    description: emojiDescription,
    open: (options) => emojiDataset({ ...options, classStep: 4 }),
  },
  {
    name: 'grocery',
    what: 'Photos of groceries, small, with gallery vectors and features beside them',
    source: 'Klasson et al. 2019',
    use: 'first: photos that are here; the main data set of the results',
    description: groceryDescription,
    open: (options) => embeddedGroceries(options),
  },
  {
    name: 'grocery-originals',
    what: 'The same photos as their owner has them',
    source: 'Klasson et al. 2019',
    use: 'where pictures of full size are needed; fetched by `asym data get grocery-store`',
    description: groceryDescription,
    open: openOriginalGroceries,
  },
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

function openOriginalGroceries({ onProgress }: { onProgress?: Progress | undefined }): Promise<Dataset> {
  const folder = findGroceryStore();
  if (folder) return groceryStoreDataset({ folder, onProgress });
  throw new RetrievalError({
    what: 'The original Grocery Store photos are not here',
    expected: 'data/grocery-store, or the folder named by ASYMMETRIC_GROCERY',
    fix: 'run `npx asym data get grocery-store` (or `... get grocery-store --from FOLDER` for a copy you have)',
  });
}
