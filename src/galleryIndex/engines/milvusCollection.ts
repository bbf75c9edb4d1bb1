import type { MilvusClient } from '@zilliz/milvus2-sdk-node';
import { setTimeout as sleep } from 'node:timers/promises';
import { importPackage } from '../engineErrors.js';
import type { HeldRows, IndexRows } from '../types.js';
import { indexParameters, type MilvusConfig } from './milvusConfig.js';

/** Rows of one request. */
const rowsAtOnce = 1000;
/** Most characters of an id that Milvus takes. */
const longestId = 65_535;
/** Milliseconds between two looks at whether the index is there. */
const interval = 500;
/** Milliseconds after which a request counts as lost. */
const patience = 120_000;

/** A request is tried again after 0.1, 0.3, 0.9 and 2.7 seconds; a lost connection is looked for all the time. */
const retries = {
  maxRetries: 4,
  retryDelay: 100,
  channelOptions: { 'grpc.initial_reconnect_backoff_ms': 100, 'grpc.max_reconnect_backoff_ms': 500 },
};

/** What every answer of the server is or has in it. */
type Answer = Status | { status: Status };

interface Status {
  error_code: string | number;
  reason: string;
  code?: number;
}

/** An answer; the client throws nothing where the server refuses. @throws what the server says. */
export function told<T extends Answer>(answer: T): T {
  const given: Answer = answer;
  const status = 'status' in given ? given.status : given;
  if ((status.error_code === 'Success' || status.error_code === 0) && (status.code ?? 0) === 0) return answer;
  throw new Refused(`${status.error_code}: ${status.reason}`, status.code);
}

/** What the server refuses. */
class Refused extends Error {
  constructor(
    message: string,
    readonly code: number | undefined,
  ) {
    super(message);
  }
}

/** The code by which a server says that it has not loaded a collection. */
const notLoaded = 101;

/** What a loaded collection answers: a server that was started again may have to load it first. */
export async function fromLoaded<T extends Answer>(
  client: MilvusClient,
  name: string,
  ask: () => Promise<T>,
): Promise<T> {
  try {
    return told(await ask());
  } catch (error) {
    if (!(error instanceof Refused) || error.code !== notLoaded) throw error;
    told(await client.loadCollectionSync({ collection_name: name }));
    return told(await ask());
  }
}

const library = () => importPackage('@zilliz/milvus2-sdk-node', () => import('@zilliz/milvus2-sdk-node'));

/** A client that has reached its server. */
export async function reach({ address }: Pick<MilvusConfig, 'address'>): Promise<MilvusClient> {
  const { MilvusClient: Client } = await library();
  const token = process.env.MILVUS_TOKEN;
  const client = new Client({
    address,
    timeout: patience,
    ...retries,
    logLevel: 'error',
    ...(token && { token }),
  });
  await client.connectPromise;
  return client;
}

/** Makes a collection with the index that it is searched by, in place of one that is there. */
export async function makeCollection(
  client: MilvusClient,
  name: string,
  columns: number,
  config: MilvusConfig,
): Promise<void> {
  const { DataType } = await library();
  await dropCollection(client, name);
  const fields = [
    { name: 'row', data_type: DataType.Int64, is_primary_key: true, autoID: false },
    { name: 'id', data_type: DataType.VarChar, max_length: longestId },
    { name: 'vector', data_type: DataType.FloatVector, dim: columns },
  ];
  told(await client.createCollection({ collection_name: name, consistency_level: 'Strong', fields }));
  const index = { field_name: 'vector', index_name: 'vector', metric_type: 'IP', ...indexParameters(config) };
  told(await client.createIndex({ collection_name: name, ...index }));
  told(await client.loadCollectionSync({ collection_name: name }));
}

/** Removes a collection, if there is one. */
export async function dropCollection(client: MilvusClient, name: string): Promise<void> {
  const there = told(await client.hasCollection({ collection_name: name }));
  if (there.value) told(await client.dropCollection({ collection_name: name }));
}

/** Brings everything to the server's disk, and waits for the index of it. */
export async function settle(client: MilvusClient, name: string): Promise<void> {
  told(await client.flushSync({ collection_names: [name] }));
  for (;;) {
    const { index_descriptions: found } = told(await client.describeIndex({ collection_name: name }));
    if (found.every(({ state }) => state !== 'InProgress' && state !== 'Unissued')) return;
    await sleep(interval);
  }
}

/** Puts rows into a collection; those of the same number are replaced. */
export async function putRows(
  client: MilvusClient,
  name: string,
  { firstRow, ids, vectors }: IndexRows,
): Promise<void> {
  const { data, columns } = vectors;
  for (let first = 0; first < ids.length; first += rowsAtOnce) {
    const rows = ids.slice(first, first + rowsAtOnce).map((id, n) => {
      const at = (first + n) * columns;
      return { row: firstRow + first + n, id, vector: [...data.subarray(at, at + columns)] };
    });
    told(await client.upsert({ collection_name: name, data: rows }));
  }
}

/** Takes rows out of a collection. */
export async function removeRows(client: MilvusClient, name: string, rows: readonly number[]): Promise<void> {
  for (let first = 0; first < rows.length; first += rowsAtOnce) {
    const some = rows.slice(first, first + rowsAtOnce).join(', ');
    const filter = `row in [${some}]`;
    await fromLoaded(client, name, () => client.delete({ collection_name: name, filter }));
  }
}

/** The rows of a collection below one, in order. */
export async function* heldRows(
  client: MilvusClient,
  name: string,
  columns: number,
  end: number,
): AsyncGenerator<HeldRows> {
  for (let first = 0; first < end; first += rowsAtOnce) {
    const { data: found } = await fromLoaded(client, name, () =>
      client.query({
        collection_name: name,
        filter: `row >= ${first} && row < ${Math.min(end, first + rowsAtOnce)}`,
        output_fields: ['row', 'vector'],
        limit: rowsAtOnce,
      }),
    );
    const rows = found.sort((a, b) => Number(a.row) - Number(b.row));
    const data = new Float32Array(rows.length * columns);
    rows.forEach(({ vector }, n) => data.set(vector as number[], n * columns));
    yield { rows: rows.map(({ row }) => Number(row)), vectors: { data, rows: rows.length, columns } };
  }
}
