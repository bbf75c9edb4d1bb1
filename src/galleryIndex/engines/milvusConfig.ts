import { z } from 'zod';
import { RetrievalError } from '../../errors.js';

/** How a collection of a Milvus server is made and searched. */
export const milvusSchema = z.strictObject({
  kind: z.literal('milvus'),
  address: z
    .string()
    .default('127.0.0.1:19530')
    .describe(
      'Of the server: HOST:PORT, https://HOST:PORT. A token comes from MILVUS_TOKEN, never from here.',
    ),
  search: z
    .enum(['exact', 'hnsw', 'ivfFlat'])
    .default('hnsw')
    .describe('How it is searched: every vector compared, a graph, or parts of the space.'),
  connections: z.int().min(2).max(2048).default(16).describe('Of each vector in the graph (M).'),
  effort: z.int().min(4).default(100).describe('Vectors looked at when one is put into the graph.'),
  lists: z.int().min(1).max(65_536).default(128).describe('Parts of the space, of ivfFlat.'),
});
export type MilvusConfig = z.output<typeof milvusSchema>;

/** Settings of one search. */
export const milvusSettings = z.strictObject({
  ef: z.int().min(1).max(32_768).default(128).describe('Vectors looked at in the graph; at least k are.'),
  probes: z.int().min(1).default(10).describe('Parts of the space that are looked at.'),
});
export type MilvusSettings = z.output<typeof milvusSettings>;

/** Numbers of a vector that Milvus takes. */
const mostColumns = 32_768;

/** Refuses an address with a password, and vectors that Milvus takes none of. */
export function refuseConfig({ address }: MilvusConfig, columns: number): void {
  const url = address.includes('://') ? address : `http://${address}`;
  if (!URL.canParse(url) || new URL(url).password !== '') {
    throw new RetrievalError({
      what: 'The address of the server can not be used',
      where: 'address',
      expected: 'HOST:PORT or https://HOST:PORT, and no password in it',
      found: URL.canParse(url) ? 'an address with a password' : address,
      fix: 'give the token, or USER:PASSWORD, by MILVUS_TOKEN',
      kind: 'usage',
    });
  }
  if (columns <= mostColumns) return;
  throw new RetrievalError({
    what: 'Milvus takes no vectors that long',
    where: 'milvus',
    expected: `at most ${mostColumns} numbers each`,
    found: String(columns),
    fix: 'whiten them to fewer numbers, or take LanceDB',
    kind: 'usage',
  });
}

/** What the server is told of the index of a collection. */
export function indexParameters({ search, connections, effort, lists }: MilvusConfig): {
  index_type: string;
  params: Record<string, number>;
} {
  if (search === 'exact') return { index_type: 'FLAT', params: {} };
  return search === 'hnsw'
    ? { index_type: 'HNSW', params: { M: connections, efConstruction: Math.max(effort, connections) } }
    : { index_type: 'IVF_FLAT', params: { nlist: lists } };
}

/** What the server is told of one search. */
export function searchParameters(
  { search, lists }: MilvusConfig,
  { ef, probes }: MilvusSettings,
  k: number,
): Record<string, number> {
  if (search === 'exact') return {};
  return search === 'hnsw' ? { ef: Math.max(ef, k) } : { nprobe: Math.min(probes, lists) };
}
