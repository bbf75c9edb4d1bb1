import type { QdrantClient } from '@qdrant/js-client-rest';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { RetrievalError } from '../../errors.js';
import { importPackage } from '../engineErrors.js';
import type { HeldRows, IndexEngine } from '../types.js';

const schema = z.strictObject({
  kind: z.literal('qdrant'),
  url: z
    .string()
    .default('http://127.0.0.1:6333')
    .describe('Of the server. A key comes from QDRANT_API_KEY, never from here.'),
  connections: z.int().min(4).default(16).describe('Of each vector in the graph (m).'),
  effort: z.int().min(4).default(100).describe('Vectors looked at when one is put into the graph.'),
  bytes: z.boolean().default(false).describe('Whether the server searches by a byte for each number.'),
  onDisk: z.boolean().default(false).describe('Whether the whole vectors stay on its disk.'),
});
type Config = z.output<typeof schema>;

const settings = z.strictObject({
  ef: z.int().min(1).default(128).describe('Vectors looked at in the graph.'),
  exact: z.boolean().default(false).describe('Whether every vector is compared.'),
  refine: z
    .number()
    .min(0)
    .default(0)
    .describe('With bytes: times k that are compared again by their whole vectors; 0 for not at all.'),
});
type Settings = z.output<typeof settings>;

/** Points of one request. */
const pointsAtOnce = 256;
/** Milliseconds between two looks at whether the graph is there. */
const interval = 500;

/** A collection of a Qdrant server, by its official client. */
export const qdrant = {
  what: 'A collection of a Qdrant server, searched as a graph (HNSW)',
  source: 'Malkov and Yashunin 2018; the server Qdrant',
  use: 'where a Qdrant server runs already',
  schema,
  settings,
  tried: ({ bytes }) =>
    [32, 128, 512].flatMap((ef): Partial<Settings>[] => (bytes ? [{ ef }, { ef, refine: 4 }] : [{ ef }])),
  refuse({ url }) {
    if (URL.canParse(url) && new URL(url).password === '') return;
    throw new RetrievalError({
      what: 'The address of the server can not be used',
      where: 'url',
      expected: 'http:// or https:// with a host, and no password in it',
      found: URL.canParse(url) ? 'an address with a password' : url,
      fix: 'give the key by QDRANT_API_KEY',
      kind: 'usage',
    });
  },
  async open(place, config, state, use) {
    const client = await clientOf(config);
    const { name, columns } = place;
    if (use === 'change') {
      if (state) await removeFrom(client, name, place.rows);
      else await createCollection(client, name, columns, config);
    }
    return {
      async add({ firstRow, ids, vectors }) {
        for (let first = 0; first < ids.length; first += pointsAtOnce) {
          const points = ids.slice(first, first + pointsAtOnce).map((id, n) => {
            const row = firstRow + first + n;
            const at = (first + n) * columns;
            return { id: row, vector: [...vectors.data.subarray(at, at + columns)], payload: { row, id } };
          });
          await client.upsert(name, { wait: true, points });
        }
      },
      async build() {
        // The server makes the graph by itself; grey is one that waits for a change to begin.
        while ((await client.getCollection(name)).status === 'yellow') await sleep(interval);
      },
      async remove(rows) {
        await client.delete(name, { wait: true, points: [...rows] });
      },
      async search(queries, k, { ef, exact, refine }) {
        const found = {
          k,
          rows: new Int32Array(queries.rows * k).fill(-1),
          scores: new Float32Array(queries.rows * k).fill(-Infinity),
        };
        const quantization = refine > 0 ? { rescore: true, oversampling: refine } : { rescore: false };
        for (let query = 0; query < queries.rows; query++) {
          const { points } = await client.query(name, {
            query: [...queries.data.subarray(query * columns, (query + 1) * columns)],
            limit: k,
            params: { hnsw_ef: ef, exact, ...(config.bytes && { quantization }) },
            // What a stopped call left does not count.
            ...(use === 'search' && { filter: { must: [{ key: 'row', range: { lt: place.rows } }] } }),
          });
          points.forEach(({ id, score }, n) => {
            found.rows[query * k + n] = Number(id);
            found.scores[query * k + n] = score;
          });
        }
        return found;
      },
      save: () => Promise.resolve({ collection: name }),
      held: () => held(client, name, columns, use === 'change' ? Infinity : place.rows),
      close: () => Promise.resolve(),
    };
  },
  async discard({ name }, config) {
    const client = await clientOf(config);
    if ((await client.collectionExists(name)).exists) await client.deleteCollection(name);
  },
} satisfies IndexEngine<Config, Settings>;

async function clientOf({ url }: Config): Promise<QdrantClient> {
  const library = await importPackage('@qdrant/js-client-rest', () => import('@qdrant/js-client-rest'));
  const apiKey = process.env.QDRANT_API_KEY;
  return new library.QdrantClient({ url, checkCompatibility: false, ...(apiKey && { apiKey }) });
}

async function createCollection(
  client: QdrantClient,
  name: string,
  size: number,
  { connections, effort, bytes, onDisk }: Config,
): Promise<void> {
  if ((await client.collectionExists(name)).exists) await client.deleteCollection(name);
  await client.createCollection(name, {
    vectors: { size, distance: 'Dot', on_disk: onDisk },
    hnsw_config: { m: connections, ef_construct: effort },
    ...(bytes && { quantization_config: { scalar: { type: 'int8', always_ram: true } } }),
  });
}

/** Takes the rows from one on out of a collection. */
async function removeFrom(client: QdrantClient, name: string, row: number): Promise<void> {
  await client.delete(name, { wait: true, filter: { must: [{ key: 'row', range: { gte: row } }] } });
}

async function* held(
  client: QdrantClient,
  name: string,
  columns: number,
  end: number,
): AsyncGenerator<HeldRows> {
  for (let offset: number | undefined; ;) {
    const asked = { limit: pointsAtOnce, with_vector: true, with_payload: false };
    const page = await client.scroll(name, { ...asked, ...(offset !== undefined && { offset }) });
    const points = page.points.filter(({ id }) => Number(id) < end);
    const data = new Float32Array(points.length * columns);
    points.forEach(({ vector }, n) => data.set(vector as number[], n * columns));
    yield { rows: points.map(({ id }) => Number(id)), vectors: { data, rows: points.length, columns } };
    if (typeof page.next_page_offset !== 'number') return;
    offset = page.next_page_offset;
  }
}
