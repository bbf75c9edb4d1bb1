import type { BuildOptions } from '../../galleryIndex/buildIndex.js';

/** Sizes of the galleries that are measured. */
export const scaleSizes = [10_000, 100_000, 1_000_000] as const;

/** A way to keep the vectors, with the ways to search it. */
export interface ScalePlan {
  label: string;
  engine: NonNullable<BuildOptions['engine']>;
  /** Variable of the environment that names the server it needs. */
  server?: string;
  /** None for exact search, which every check makes anyway. */
  settings: readonly object[];
  /** Bytes by which a vector is found, whole vectors for a second look aside. */
  bytes: (dimension: number) => number;
}

const float32 = 4;
const connections = 16;
/** Of a vector in the graph: twice `connections` neighbours below, a few above, by numbers of four bytes. */
const links = 4 * 2.1 * connections;
/** More parts than any index here has: every vector is compared. */
const all = 1_000_000;

const quantised = (subVectors: number): ScalePlan => ({
  label: `LanceDB, IVF-PQ, ${subVectors} bytes`,
  engine: { kind: 'lancedb', search: 'ivfPq', subVectors },
  settings: [
    { probes: 20, refine: 0 },
    { probes: 20, refine: 10 },
    { probes: all, refine: 0 },
  ],
  bytes: () => subVectors,
});

/** The ways that are compared. */
export const scalePlans = {
  exact: {
    label: 'Exact',
    engine: { kind: 'exact' },
    settings: [],
    bytes: (dimension) => float32 * dimension,
  },
  flat: {
    label: 'LanceDB, IVF of whole vectors',
    engine: { kind: 'lancedb', search: 'ivfFlat' },
    settings: [{ probes: 20, refine: 0 }],
    bytes: (dimension) => float32 * dimension,
  },
  quantised64: quantised(64),
  quantised32: quantised(32),
  quantised16: quantised(16),
  graph: {
    label: 'USearch, HNSW of half-width vectors',
    engine: { kind: 'usearch', numbers: 'f16', connections },
    settings: [
      { ef: 64, refine: 0 },
      { ef: 256, refine: 0 },
    ],
    bytes: (dimension) => 2 * dimension + links,
  },
  graphOfBytes: {
    label: 'USearch, HNSW of bytes',
    engine: { kind: 'usearch', numbers: 'i8', connections },
    settings: [
      { ef: 64, refine: 0 },
      { ef: 256, refine: 0 },
      { ef: 256, refine: 4 },
    ],
    bytes: (dimension) => dimension + links,
  },
  graphOnDisk: {
    label: 'LanceDB, HNSW of bytes',
    engine: { kind: 'lancedb', search: 'hnswSq' },
    settings: [
      { ef: 256, refine: 0 },
      { ef: 1024, refine: 4 },
    ],
    // Of 20 connections, twice as many below.
    bytes: (dimension) => dimension + (links * 20) / connections,
  },
  postgres: {
    label: 'PostgreSQL with pgvector, HNSW',
    engine: { kind: 'pgvector' },
    server: 'PGHOST',
    settings: [{ ef: 100 }, { ef: 400 }],
    bytes: (dimension) => float32 * dimension + links,
  },
} as const satisfies Record<string, ScalePlan>;

export type ScalePlanId = keyof typeof scalePlans;
export const scalePlanIds = Object.keys(scalePlans) as ScalePlanId[];
