import { selectBackend } from '../../../compute/backend/selectBackend.js';
import { RetrievalError } from '../../../errors.js';
import { checkIndex, type CheckedSearch, type IndexCheck } from '../../../galleryIndex/checkIndex.js';
import { relevanceOfIndex } from '../../../galleryIndex/indexRelevance.js';
import { openIndex } from '../../../galleryIndex/openIndex.js';
import { preparationBars } from '../../../report/notebook/preparationBars.js';
import type { Column, Row } from '../../../report/tables/table.js';
import { toTextTable } from '../../../report/tables/writeTable.js';
import { interruption } from '../../interruption.js';
import { printJson } from '../../output.js';
import { describeIndex } from '../describeIndex.js';
import { readQueries } from '../readQueries.js';
import { settingsOf } from '../settingsOf.js';

interface Options {
  index: string;
  queries: string;
  ids?: string;
  reference?: string;
  labels?: string;
  junk?: string;
  k: number;
  set?: string[];
  clients: number;
  json: boolean;
}

/** Holds an index against exact search and prints the table. */
export async function run(options: Options): Promise<void> {
  const { index: folder, k, set, clients, labels, junk, json } = options;
  if (junk !== undefined && labels === undefined) throw withoutLabels();
  await selectBackend();
  const queries = await readQueries(options.queries, options.ids);
  const reference = await readReference(options, queries.ids);
  const index = await openIndex(folder, interruption());
  const bars = preparationBars();
  try {
    const relevance =
      labels === undefined
        ? undefined
        : await relevanceOfIndex(index, queries.ids, { labels, ...(junk !== undefined && { junk }) });
    const check = await checkIndex({
      index,
      queries: queries.matrix,
      k,
      clients,
      ...(set && { settings: set.map(settingsOf) }),
      ...(reference && { reference }),
      ...(relevance && { relevance }),
      onProgress: bars.update,
      signal: interruption(),
    });
    bars.stop();
    if (json) return printJson({ index: folder, engine: index.record().engine, ...check });
    console.log(`${folder}: ${describeIndex(index.record(), check.bytes)}`);
    print(check);
  } finally {
    bars.stop();
    await index.close();
  }
}

/** The gallery model's vectors of the same queries, in their order. */
async function readReference({ reference: file }: Options, ids: readonly string[]) {
  if (file === undefined) return undefined;
  const { matrix, ids: found } = await readQueries(file);
  const differing = ids.findIndex((id, row) => found[row] !== id);
  if (differing < 0 && found.length === ids.length) return matrix;
  throw new RetrievalError({
    what: 'The vectors of the gallery model are of other queries',
    where: file,
    expected: `the ids of --queries in their order, ${ids.length} of them`,
    found: `${found.length}, ${JSON.stringify(found[differing])} as row ${differing}`,
    fix: 'extract the same pictures with the gallery model',
    kind: 'data',
  });
}

function print({ k, queries, clients, exact, searches }: IndexCheck): void {
  console.log(`${queries} queries, first ${k}, ${clients === 1 ? 'one at a time' : `${clients} at a time`}`);
  const rows = [rowOf('every vector', exact), ...searches.map((one) => rowOf(inWords(one.settings), one))];
  const columns: Column[] = [
    { key: 'search' },
    { key: 'recall', label: `recall@${k}`, digits: 4 },
    { key: 'order', label: `order@${k}`, digits: 4 },
    { key: 'model', label: `model@${k}`, digits: 4 },
    { key: 'map', label: `mAP@${k}`, digits: 4 },
    { key: 'p50', label: 'p50 ms', digits: 2 },
    { key: 'p99', label: 'p99 ms', digits: 2 },
    { key: 'perSecond', label: 'queries/s', digits: 0 },
  ];
  console.log(
    toTextTable(
      rows,
      columns.filter(({ key }) => rows.some((row) => row[key] !== undefined)),
    ),
  );
}

const inWords = (settings: object): string =>
  Object.entries(settings)
    .map(([name, value]) => `${name}=${value}`)
    .join(',') || 'index';

function rowOf(search: string, found: CheckedSearch): Row {
  return {
    search,
    recall: found.recall,
    order: found.orderConsistency,
    model: found.orderOfGalleryModel,
    map: found.map,
    p50: found.milliseconds.p50,
    p99: found.milliseconds.p99,
    perSecond: found.queriesPerSecond,
  };
}

function withoutLabels(): RetrievalError {
  return new RetrievalError({
    what: 'Junk counts only beside labels',
    where: '--junk',
    expected: '--labels with it',
    fix: 'add --labels, or leave --junk out',
    kind: 'usage',
  });
}
