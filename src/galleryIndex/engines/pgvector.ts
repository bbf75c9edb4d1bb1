import type { Client, PoolClient } from 'pg';
import { importPackage } from '../engineErrors.js';
import type { IndexEngine } from '../types.js';
import {
  pgvectorSchema,
  pgvectorSettings,
  refuseConfig,
  type PgvectorConfig,
  type PgvectorSettings,
} from './pgvectorConfig.js';
import { heldIn, insert, literal, startWriting } from './pgvectorTable.js';

/** Searches at a time. */
const connections = 8;

/** A table in PostgreSQL with its extension pgvector. */
export const pgvector = {
  what: 'A table in PostgreSQL, searched as a graph (HNSW), in parts (IVF) or exactly',
  source: 'Malkov and Yashunin 2018; the extension pgvector',
  use: 'where PostgreSQL runs already',
  schema: pgvectorSchema,
  settings: pgvectorSettings,
  tried: ({ search }) => {
    if (search === 'exact') return [{}];
    return search === 'hnsw'
      ? [40, 100, 400].map((ef) => ({ ef }))
      : [1, 5, 20].map((probes) => ({ probes }));
  },
  refuse: refuseConfig,
  async open(place, config, state, use) {
    const { default: postgres } = await importPackage('pg', () => import('pg'));
    const where = {
      ...(config.url !== undefined && { connectionString: config.url }),
      application_name: 'asym',
    };
    const pool = new postgres.Pool({ ...where, max: connections });
    // A connection that is lost while nobody uses it is noticed by the next search.
    pool.on('error', () => undefined);
    let writer: Client | undefined;
    if (use === 'change') writer = await startWriting(new postgres.Client(where), place, state === undefined);
    let isAdding = false;
    return {
      async add(rows) {
        // All that is added until it is saved counts at once, or not at all.
        if (!isAdding) await writer!.query('BEGIN');
        isAdding = true;
        await insert(writer!, place.name, rows);
      },
      async build() {
        if (isAdding) await writer!.query('COMMIT');
        isAdding = false;
        await writer!.query(`DROP INDEX IF EXISTS ${place.name}_index`);
        if (config.search !== 'exact') {
          await writer!.query(`SET maintenance_work_mem = '${config.memory}'`);
          await writer!.query(indexStatement(place.name, config));
        }
        await writer!.query(`ANALYZE ${place.name}`);
      },
      async remove(rows) {
        await writer!.query(`DELETE FROM ${place.name} WHERE row = ANY($1::int[])`, [[...rows]]);
      },
      async search(queries, k, wanted) {
        const found = {
          k,
          rows: new Int32Array(queries.rows * k).fill(-1),
          scores: new Float32Array(queries.rows * k).fill(-Infinity),
        };
        const client = await pool.connect();
        try {
          await apply(client, config, wanted, k);
          for (let query = 0; query < queries.rows; query++) {
            const vector = queries.data.subarray(query * place.columns, (query + 1) * place.columns);
            const text = `SELECT row, -(embedding <#> $1) AS similarity FROM ${place.name} ORDER BY embedding <#> $1 LIMIT $2`;
            const { rows } = await client.query<{ row: number; similarity: number }>(text, [
              literal(vector),
              k,
            ]);
            // A stopped call may have left rows that do not count.
            const counted = rows.filter(({ row }) => use === 'change' || row < place.rows);
            counted.forEach(({ row, similarity }, n) => {
              found.rows[query * k + n] = row;
              found.scores[query * k + n] = similarity;
            });
          }
        } finally {
          client.release();
        }
        return found;
      },
      async save() {
        if (isAdding) await writer!.query('COMMIT');
        isAdding = false;
        return { table: place.name };
      },
      held: () => heldIn((text, values) => pool.query(text, values), place),
      async bytesElsewhere() {
        const { rows } = await pool.query<{ bytes: string }>('SELECT pg_total_relation_size($1) AS bytes', [
          place.name,
        ]);
        return Number(rows[0]!.bytes);
      },
      async close() {
        await Promise.all([pool.end(), writer?.end().catch(() => undefined)]);
      },
    };
  },
  async discard({ name }, { url }) {
    const { default: postgres } = await importPackage('pg', () => import('pg'));
    const client = new postgres.Client({ ...(url !== undefined && { connectionString: url }) });
    await client.connect();
    await client.query(`DROP TABLE IF EXISTS ${name}`).finally(() => client.end());
  },
} satisfies IndexEngine<PgvectorConfig, PgvectorSettings>;

function indexStatement(name: string, { search, connections, effort, lists }: PgvectorConfig): string {
  const [method, options] =
    search === 'hnsw'
      ? ['hnsw', `m = ${connections}, ef_construction = ${Math.max(effort, 2 * connections)}`]
      : ['ivfflat', `lists = ${lists}`];
  return `CREATE INDEX ${name}_index ON ${name} USING ${method} (embedding vector_ip_ops) WITH (${options})`;
}

/** Brings the settings of a search to a connection. */
async function apply(
  client: PoolClient,
  { search }: PgvectorConfig,
  { ef, probes }: PgvectorSettings,
  k: number,
): Promise<void> {
  const isExact = search === 'exact';
  await client.query(`SET enable_indexscan = ${isExact ? 'off' : 'on'}`);
  if (search === 'hnsw') await client.query(`SET hnsw.ef_search = ${Math.min(1000, Math.max(ef, k))}`);
  if (search === 'ivfFlat') await client.query(`SET ivfflat.probes = ${probes}`);
}
