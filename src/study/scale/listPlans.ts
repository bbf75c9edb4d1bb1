import type { BuildOptions } from '../../galleryIndex/buildIndex.js';

/** Places of each list, the picture itself first. */
export const listLength = 100;
/** Vectors whose lists are made beside those of the training pictures, to see what that takes. */
export const manyVectors = 50_000;

/** A way to find the neighbours that a training goes by. */
export interface ListPlan {
  label: string;
  /** Nothing for every pair compared, as a training does by itself. */
  index?: { engine: NonNullable<BuildOptions['engine']>; settings: object };
}

const quantised = { kind: 'lancedb', search: 'ivfPq', subVectors: 16 } as const;
const graph = { kind: 'usearch', numbers: 'f16', connections: 16 } as const;
/** So few connections that much is missed. */
const thinGraph = { ...graph, connections: 4, effort: 16 } as const;

/** The ways that are compared. */
export const listPlans = {
  exact: { label: 'Every pair compared' },
  graph: { label: 'USearch, HNSW, 16 connections, ef 128', index: { engine: graph, settings: { ef: 128 } } },
  thinGraph: {
    label: 'USearch, HNSW, 4 connections, ef 16',
    index: { engine: thinGraph, settings: { ef: 16 } },
  },
  refined: {
    label: 'LanceDB, IVF-PQ, 16 bytes, 20 parts, 10 times k again',
    index: { engine: quantised, settings: { probes: 20, refine: 10 } },
  },
  quantised: {
    label: 'LanceDB, IVF-PQ, 16 bytes, 20 parts',
    index: { engine: quantised, settings: { probes: 20, refine: 0 } },
  },
} as const satisfies Record<string, ListPlan>;

export type ListPlanId = keyof typeof listPlans;
export const listPlanIds = Object.keys(listPlans) as ListPlanId[];
