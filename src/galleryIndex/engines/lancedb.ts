import { createRequire } from 'node:module';
import type { Connection, Index, Table, VectorQuery } from '@lancedb/lancedb';
import type * as Arrow from 'apache-arrow';
import { forEachConcurrently } from '../../base/forEachConcurrently.js';
import { importPackage } from '../engineErrors.js';
import type { HeldRows, IndexEngine } from '../types.js';
import {
  lancedbSchema,
  lancedbSettings,
  refuseLancedb,
  type LancedbConfig,
  type LancedbSettings,
} from './lancedbConfig.js';
import { lanceTable } from './lanceTable.js';

/** Fewer vectors teach no quantiser; they are compared one by one. */
const fewest = 256;
/** Rows that one statement removes. */
const removedAtOnce = 5000;
const tableName = 'gallery';
const indexName = 'embedding_index';

/** A table of files, in the folder or in object storage. */
export const lancedb = {
  what: 'A table of files, searched in parts (IVF-PQ), as a graph (HNSW) or exactly',
  source: 'Jégou et al. 2011 (IVF-PQ), Malkov and Yashunin 2018 (HNSW); LanceDB',
  use: 'past memory, without a server; also in object storage',
  schema: lancedbSchema,
  settings: lancedbSettings,
  tried: ({ search }) => {
    if (search === 'exact') return [{}];
    if (search.startsWith('hnsw'))
      return [16, 64, 256].flatMap((ef) => [
        { ef, refine: 0 },
        { ef, refine: 4 },
      ]);
    const probes = [1, 5, 20].map((count) => ({ probes: count }));
    return search === 'ivfFlat'
      ? probes
      : probes.flatMap((one) => [
          { ...one, refine: 0 },
          { ...one, refine: 10 },
        ]);
  },
  refuse: refuseLancedb,
  // Written again and again, and only a hint.
  isPart: (name) => !name.endsWith('latest_version_hint.json'),
  async open(place, config, state, use) {
    // What it would say of a table that is made is no news.
    process.env.LANCEDB_LOG ??= 'error';
    const [library, arrow] = await importPackage(
      '@lancedb/lancedb',
      async () => [await import('@lancedb/lancedb'), arrowOfLance()] as const,
      'apache-arrow',
    );
    const connection = await library.connect(config.uri ?? place.folder);
    const name = config.uri === undefined ? tableName : place.name;
    const { schema: tableSchema, tableOf } = lanceTable(arrow, place.columns);
    const table = state
      ? await openVersion(connection, name, Number(state.version), use)
      : await connection.createEmptyTable(name, tableSchema, { mode: 'overwrite' });
    let isIndexed = state?.indexed === 1;
    return {
      async add(rows) {
        await table.add(tableOf(rows));
      },
      async build() {
        isIndexed = config.search !== 'exact' && (await table.countRows()) >= fewest;
        if (!isIndexed) return;
        const made = {
          config: indexOf(library.Index, config, place.columns),
          name: indexName,
          replace: true,
        };
        await table.createIndex('embedding', made);
      },
      async remove(rows) {
        for (let first = 0; first < rows.length; first += removedAtOnce)
          await table.delete(`row IN (${rows.slice(first, first + removedAtOnce).join(',')})`);
      },
      async search(queries, k, wanted) {
        const found = {
          k,
          rows: new Int32Array(queries.rows * k).fill(-1),
          scores: new Float32Array(queries.rows * k).fill(-Infinity),
        };
        const one = async (query: number): Promise<void> => {
          const vector = queries.data.slice(query * place.columns, (query + 1) * place.columns);
          const nearest = table
            .vectorSearch(vector)
            .distanceType('cosine')
            .select(['row', '_distance'])
            .limit(k);
          const results = await (
            isIndexed
              ? withSettings(nearest, { refine: usualRefine(config), ...wanted }, k)
              : nearest.bypassVectorIndex()
          ).toArrow();
          const [rows, distances] = ['row', '_distance'].map((column) => results.getChild(column)!);
          for (let n = 0; n < results.numRows; n++) {
            found.rows[query * k + n] = rows!.get(n) as number;
            found.scores[query * k + n] = 1 - (distances!.get(n) as number);
          }
        };
        await forEachConcurrently(queries.rows, one);
        return found;
      },
      save: async () => ({ version: await table.version(), indexed: Number(isIndexed) }),
      async *held() {
        for await (const batch of table.query().select(['row', 'embedding']))
          yield heldOf(batch, place.columns);
      },
      ...(config.uri !== undefined && {
        bytesElsewhere: async () => Number((await table.stats()).totalBytes),
      }),
      close() {
        table.close();
        connection.close();
        return Promise.resolve();
      },
    };
  },
  async discard({ name }, { uri }) {
    if (uri === undefined) return;
    const library = await importPackage('@lancedb/lancedb', () => import('@lancedb/lancedb'), 'apache-arrow');
    const connection = await library.connect(uri);
    if ((await connection.tableNames()).includes(name)) await connection.dropTable(name);
    connection.close();
  },
} satisfies IndexEngine<LancedbConfig, LancedbSettings>;

/** The copy of Arrow that LanceDB itself uses: it doubts the objects of another one. */
function arrowOfLance(): typeof Arrow {
  const own = createRequire(import.meta.url).resolve('@lancedb/lancedb');
  return createRequire(own)('apache-arrow') as typeof Arrow;
}

/** The table as it was saved; the one writer makes this the newest version again, if a stopped call has left another. */
async function openVersion(
  connection: Connection,
  name: string,
  version: number,
  use: 'search' | 'change',
): Promise<Table> {
  const table = await connection.openTable(name);
  const newest = await table.version();
  if (use === 'search') await table.checkout(version);
  else if (newest !== version) {
    await table.checkout(version);
    await table.restore();
  }
  return table;
}

function indexOf(kinds: typeof Index, config: LancedbConfig, columns: number): Index {
  const distanceType = 'cosine';
  const { search, partitions, connections, effort, subVectors = usualPieces(columns) } = config;
  const common = { distanceType, ...(partitions && { numPartitions: partitions }) } as const;
  const graph = { m: connections, efConstruction: effort };
  if (search === 'ivfFlat') return kinds.ivfFlat(common);
  if (search === 'hnswSq') return kinds.hnswSq({ ...common, ...graph });
  if (search === 'hnswPq') return kinds.hnswPq({ ...common, ...graph, numSubVectors: subVectors });
  return kinds.ivfPq({ ...common, numSubVectors: subVectors });
}

/** As many pieces as divide a vector into equal ones of 8 numbers or more. */
function usualPieces(columns: number): number {
  for (let pieces = Math.floor(columns / 8); pieces > 1; pieces--) if (columns % pieces === 0) return pieces;
  return 1;
}

const usualRefine = ({ search }: LancedbConfig): number => (search === 'ivfFlat' ? 0 : 10);

function withSettings(
  query: VectorQuery,
  { probes, ef, refine = 0 }: LancedbSettings,
  k: number,
): VectorQuery {
  query.nprobes(probes);
  // As many as are compared again must come out of the graph.
  const wanted = k * Math.max(1, refine);
  query.ef(Math.max(ef ?? Math.ceil(1.5 * wanted), wanted));
  return refine > 0 ? query.refineFactor(refine) : query;
}

function heldOf(batch: Arrow.RecordBatch, columns: number): HeldRows {
  const rows = Int32Array.from(batch.getChild('row')!.toArray() as Int32Array);
  const data = new Float32Array(rows.length * columns);
  let filled = 0;
  for (const part of batch.getChild('embedding')!.data) {
    const [numbers] = part.children as unknown as [{ values: Float32Array; offset: number; length: number }];
    data.set(numbers.values.subarray(0, part.length * columns), filled);
    filled += part.length * columns;
  }
  return { rows, vectors: { data, rows: rows.length, columns } };
}
