import { z } from 'zod';
import { RetrievalError } from '../../errors.js';

/** How a table of LanceDB is made and searched. */
export const lancedbSchema = z.strictObject({
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
      'Pieces that product quantisation makes of a vector, a byte each; a divisor of its length; default: of 8 numbers or more.',
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
export type LancedbConfig = z.output<typeof lancedbSchema>;

/** Settings of one search. */
export const lancedbSettings = z.strictObject({
  probes: z.int().min(1).default(20).describe('Parts of the space that are looked at.'),
  ef: z
    .int()
    .min(1)
    .optional()
    .describe(
      'Vectors looked at in the graph, at least k, and with refine that many times k; default one and a half times that.',
    ),
  refine: z
    .int()
    .min(0)
    .optional()
    .describe(
      'Times k that are found first and compared again by their whole vectors; 0 for not at all. Default 10 where vectors are quantised.',
    ),
});
export type LancedbSettings = z.output<typeof lancedbSettings>;

/** @throws RetrievalError for vectors that can't be cut into as many equal pieces. */
export function refuseLancedb({ search, subVectors }: LancedbConfig, columns: number): void {
  if (subVectors === undefined || !/pq/i.test(search) || columns % subVectors === 0) return;
  const whole = Array.from({ length: columns }, (_, n) => n + 1).filter((pieces) => columns % pieces === 0);
  throw new RetrievalError({
    what: 'The vectors can not be cut into equal pieces',
    where: 'subVectors',
    expected: `a divisor of ${columns}: ${whole.join(', ')}`,
    found: String(subVectors),
    fix: 'take one of these, or leave the option out',
    kind: 'usage',
  });
}
