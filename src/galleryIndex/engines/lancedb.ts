import type { Connection, Index, Table, VectorQuery } from '@lancedb/lancedb';
import type { RecordBatch } from 'apache-arrow';
import { z } from 'zod';
import { importPackage } from '../engineErrors.js';
import type { HeldRows, IndexEngine } from '../types.js';
import { lanceTable } from './lanceTable.js';

const schema = z.strictObject({
  kind: z.literal('lancedb'),
  search: z
    .enum(['exact', 'ivfPq', 'ivfFlat', 'hnswSq', 'hnswPq'])
    .default('ivfPq')
    .describe(
      'How it is searched: every vector compared; parts of the space (IVF) with product-quantised or whole vectors; a graph (HNSW) of scalar- or product-quantised ones.',
    ),
  partitions: z.int().min(1).optional().describe('Parts of the space; default: as LanceDB chooses.'),
  subVectors: z
    .int()
    .min(1)
    .optional()
    .describe(
      'Pieces that product quantisation makes of a vector, a byte each; default: of 8 numbers or more.',
    ),
  connections: z.int().min(2).default(20).describe('Of each vector in the graph (M).'),
  effort: z.int().min(1).default(300).describe('Vectors looked at when one is put into the graph.'),
  uri: z
    .string()
    .optional()
    .describe(
      'Where the table lies instead of in the folder, such as s3://bucket/galleries; credentials by the rules of the place, from the environment.',
    ),
});
type Config = z.output<typeof schema>;

const settings = z.strictObject({
  probes: z.int().min(1).default(20).describe('Parts of the space that are looked at.'),
  ef: z.int().min(1).optional().describe('Vectors looked at in the graph; default 1.5 k.'),
  refine: z
    .int()
    .min(0)
    .default(0)
    .describe('Times k that are found first and compared again by their whole vectors; 0 for not at all.'),
});
type Settings = z.output<typeof settings>;

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
  schema,
  settings,
  tried: ({ search }) => {
    if (search === 'exact') return [{}];
    if (search.startsWith('hnsw')) return [16, 64, 256].flatMap((ef) => [{ ef }, { ef, refine: 4 }]);
    const probes = [1, 5, 20].map((count) => ({ probes: count }));
    return search === 'ivfFlat' ? probes : probes.flatMap((one) => [one, { ...one, refine: 10 }]);
  },
  // Written again and again, and only a hint.
  isPart: (name) => !name.endsWith('latest_version_hint.json'),
  async open(place, config, state, use) {
    // What it would say of a table that is made is no news.
    process.env.LANCEDB_LOG ??= 'error';
    const [library, arrow] = await importPackage(
      '@lancedb/lancedb',
      () => Promise.all([import('@lancedb/lancedb'), import('apache-arrow')]),
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
            isIndexed ? withSettings(nearest, wanted, k) : nearest.bypassVectorIndex()
          ).toArrow();
          const [rows, distances] = ['row', '_distance'].map((column) => results.getChild(column)!);
          for (let n = 0; n < results.numRows; n++) {
            found.rows[query * k + n] = rows!.get(n) as number;
            found.scores[query * k + n] = 1 - (distances!.get(n) as number);
          }
        };
        for (let query = 0; query < queries.rows; query++) await one(query);
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
} satisfies IndexEngine<Config, Settings>;

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

function indexOf(kinds: typeof Index, config: Config, columns: number): Index {
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

function withSettings(query: VectorQuery, { probes, ef, refine }: Settings, k: number): VectorQuery {
  query.nprobes(probes);
  if (ef !== undefined) query.ef(Math.max(ef, k));
  return refine > 0 ? query.refineFactor(refine) : query;
}

function heldOf(batch: RecordBatch, columns: number): HeldRows {
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
