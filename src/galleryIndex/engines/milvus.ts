import type { IndexEngine } from '../types.js';
import {
  dropCollection,
  fromLoaded,
  heldRows,
  makeCollection,
  putRows,
  reach,
  removeRows,
  settle,
  told,
} from './milvusCollection.js';
import {
  milvusSchema,
  milvusSettings,
  refuseConfig,
  searchParameters,
  type MilvusConfig,
  type MilvusSettings,
} from './milvusConfig.js';

/** Queries of one request. */
const queriesAtOnce = 64;

/** What the server finds for one query. */
type Found = { row: string; score: number }[];

/** A collection of a Milvus server, by its official client. */
export const milvus = {
  what: 'A collection of a Milvus server, searched as a graph (HNSW), in parts (IVF) or exactly',
  source: 'Wang et al. 2021; the server Milvus',
  use: 'where a Milvus server runs already',
  schema: milvusSchema,
  settings: milvusSettings,
  tried: ({ search }) => {
    if (search === 'exact') return [{}];
    return search === 'hnsw'
      ? [32, 128, 512].map((ef) => ({ ef }))
      : [1, 5, 20].map((probes) => ({ probes }));
  },
  refuse: refuseConfig,
  async open({ name, columns, rows: counted }, config, state, use) {
    const client = await reach(config);
    const place = { collection_name: name };
    if (use === 'change' && !state) await makeCollection(client, name, columns, config);
    else {
      told(await client.loadCollectionSync(place));
      // What a stopped call left.
      if (use === 'change') told(await client.delete({ ...place, filter: `row >= ${counted}` }));
    }
    let end = counted;
    return {
      async add(rows) {
        await putRows(client, name, rows);
        end = Math.max(end, rows.firstRow + rows.ids.length);
      },
      build: () => settle(client, name),
      remove: (rows) => removeRows(client, name, rows),
      async search(queries, k, settings) {
        const found = {
          k,
          rows: new Int32Array(queries.rows * k).fill(-1),
          scores: new Float32Array(queries.rows * k).fill(-Infinity),
        };
        for (let first = 0; first < queries.rows; first += queriesAtOnce) {
          const count = Math.min(queriesAtOnce, queries.rows - first);
          const data = Array.from({ length: count }, (_, n) => [
            ...queries.data.subarray((first + n) * columns, (first + n + 1) * columns),
          ]);
          const { results } = await fromLoaded(client, name, () =>
            client.search({
              ...place,
              anns_field: 'vector',
              data,
              limit: k,
              metric_type: 'IP',
              params: searchParameters(config, settings, k),
              output_fields: ['row'],
              // What a stopped call left does not count.
              ...(use === 'search' && { filter: `row < ${counted}` }),
            }),
          );
          // Of a single query the client gives no list of lists.
          const lists = (count === 1 && !Array.isArray(results[0])
            ? [results]
            : results) as unknown as Found[];
          lists.forEach((list, n) =>
            list.forEach(({ row, score }, rank) => {
              found.rows[(first + n) * k + rank] = Number(row);
              found.scores[(first + n) * k + rank] = score;
            }),
          );
        }
        return found;
      },
      async save() {
        told(await client.flushSync({ collection_names: [name] }));
        return { collection: name };
      },
      held: () => heldRows(client, name, columns, end),
      async close() {
        await client.closeConnection();
      },
    };
  },
  async discard({ name }, config) {
    const client = await reach(config);
    await dropCollection(client, name).finally(() => client.closeConnection());
  },
} satisfies IndexEngine<MilvusConfig, MilvusSettings>;
