import { z } from 'zod';
import { RetrievalError } from '../../errors.js';

/** How a table in PostgreSQL is made and searched. */
export const pgvectorSchema = z.strictObject({
  kind: z.literal('pgvector'),
  url: z
    .string()
    .optional()
    .describe(
      'postgres://user@host:port/database, without the password; default: PGHOST, PGPORT, PGUSER, PGDATABASE. The password comes from PGPASSWORD or ~/.pgpass.',
    ),
  search: z
    .enum(['exact', 'hnsw', 'ivfFlat'])
    .default('hnsw')
    .describe('How it is searched: every vector compared, a graph, or parts of the space.'),
  connections: z.int().min(2).max(100).default(16).describe('Of each vector in the graph (m).'),
  effort: z.int().min(4).max(1000).default(64).describe('Vectors looked at when one is put into the graph.'),
  lists: z.int().min(1).max(32_768).default(100).describe('Parts of the space, of ivfFlat.'),
  memory: z
    .string()
    .regex(/^\d+(MB|GB)$/)
    .default('512MB')
    .describe('What the server may take while it makes the graph (maintenance_work_mem).'),
});
export type PgvectorConfig = z.output<typeof pgvectorSchema>;

/** Settings of one search. */
export const pgvectorSettings = z.strictObject({
  ef: z.int().min(1).max(1000).default(100).describe('Vectors looked at in the graph; at least k are.'),
  probes: z.int().min(1).default(10).describe('Parts of the space that are looked at.'),
});
export type PgvectorSettings = z.output<typeof pgvectorSettings>;

/** Numbers of a vector that PostgreSQL's indexes of vectors take. */
const mostColumns = 2000;

/** Refuses an address with a password, and vectors that PostgreSQL can't make the index of. */
export function refuseConfig({ search, url }: PgvectorConfig, columns: number): void {
  if (url !== undefined && URL.canParse(url) && new URL(url).password !== '') throw passwordInAddress();
  if (search !== 'exact' && columns > mostColumns) throw tooLong(columns, search);
}

function passwordInAddress(): RetrievalError {
  return new RetrievalError({
    what: 'The address of the server has the password in it, which would lie on the disk with the index',
    where: 'url',
    expected: 'an address without a password',
    found: 'one with a password',
    fix: 'leave it out, and give it by PGPASSWORD or in ~/.pgpass',
    kind: 'usage',
  });
}

function tooLong(columns: number, search: string): RetrievalError {
  return new RetrievalError({
    what: 'PostgreSQL makes no index of vectors that long',
    where: `pgvector, search ${search}`,
    expected: `at most ${mostColumns} numbers each`,
    found: String(columns),
    fix: 'whiten them to fewer numbers, search exactly ({"kind":"pgvector","search":"exact"}), or take LanceDB',
    kind: 'usage',
  });
}
