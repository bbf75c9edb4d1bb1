import type { Client } from 'pg';
import { RetrievalError } from '../../errors.js';
import type { EnginePlace, HeldRows, IndexRows } from '../types.js';

/** Rows of one statement. */
const rowsAtOnce = 500;

/** Connects the one writer, who makes the table, or takes back what a stopped call left in it. */
export async function startWriting(
  client: Client,
  { name, columns, rows }: EnginePlace,
  isNew: boolean,
): Promise<Client> {
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows: taken } = await client.query<{ free: boolean }>(
      'SELECT pg_try_advisory_lock(hashtext($1)) AS free',
      [name],
    );
    if (!taken[0]!.free) throw await busy(client, name);
    if (isNew) {
      await client.query('CREATE EXTENSION IF NOT EXISTS vector');
      await client.query(`DROP TABLE IF EXISTS ${name}`);
      await client.query(
        `CREATE TABLE ${name} (row int PRIMARY KEY, id text NOT NULL, embedding vector(${columns}) NOT NULL)`,
      );
    } else await client.query(`DELETE FROM ${name} WHERE row >= $1`, [rows]);
    return client;
  } catch (error) {
    await client.end();
    throw error;
  }
}

/** Puts rows into the table. */
export async function insert(
  client: Client,
  name: string,
  { firstRow, ids, vectors }: IndexRows,
): Promise<void> {
  const { columns } = vectors;
  for (let first = 0; first < ids.length; first += rowsAtOnce) {
    const some = ids.slice(first, first + rowsAtOnce);
    const texts = some.map((_, n) =>
      literal(vectors.data.subarray((first + n) * columns, (first + n + 1) * columns)),
    );
    await client.query(`INSERT INTO ${name} SELECT * FROM unnest($1::int[], $2::text[], $3::vector[])`, [
      some.map((_, n) => firstRow + first + n),
      [...some],
      texts,
    ]);
  }
}

/** A vector as PostgreSQL reads it; nine digits give a float32 back to the bit. */
export const literal = (vector: Float32Array): string =>
  `[${Array.from(vector, (value) => Number(value.toPrecision(9))).join(',')}]`;

type Ask = (text: string, values: unknown[]) => Promise<{ rows: { row: number; embedding: Buffer }[] }>;

/** All rows by their numbers, some at a time. */
export async function* heldIn(ask: Ask, { name, columns, rows: end }: EnginePlace): AsyncGenerator<HeldRows> {
  for (let last = -1; ;) {
    const text = `SELECT row, vector_send(embedding) AS embedding FROM ${name} WHERE row > $1 AND row < $2 ORDER BY row LIMIT 2000`;
    const { rows } = await ask(text, [last, end]);
    if (rows.length === 0) return;
    last = rows.at(-1)!.row;
    const data = new Float32Array(rows.length * columns);
    rows.forEach(({ embedding }, n) => {
      // Two 16-bit numbers, then float32, all big-endian.
      for (let d = 0; d < columns; d++) data[n * columns + d] = embedding.readFloatBE(4 + 4 * d);
    });
    yield { rows: rows.map(({ row }) => row), vectors: { data, rows: rows.length, columns } };
  }
}

async function busy(client: Client, name: string): Promise<RetrievalError> {
  const { rows } = await client.query<{ pid: number; address: string; since: string }>(
    `SELECT a.pid, coalesce(host(a.client_addr), 'this machine') AS address, a.backend_start::text AS since
     FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE l.locktype = 'advisory' AND l.granted`,
  );
  return new RetrievalError({
    what: 'Somebody else is writing to the same index',
    where: `table ${name}`,
    expected: 'one writer at a time',
    found: rows
      .map(({ pid, address, since }) => `connection ${pid} from ${address}, since ${since}`)
      .join('; '),
    fix: 'wait until the other one is done',
    kind: 'usage',
  });
}
