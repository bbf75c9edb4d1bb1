import type { Layout } from './layout.js';

const float32 = 4;
const float16 = 2;
/** Of a vector in a graph of 16 connections: twice as many neighbours below and a few above, by numbers of four bytes. */
const links = 4 * 2.1 * 16;
/** Of a vector in a product-quantised index, beside its pieces. */
const rowNumber = 8;
/** Numbers that share a byte there. */
const perByte = 4;
const dimension = 128;

/** Ways to keep a gallery, with what `asym scale` has measured of each (`figures/scale`): the median time of a query. */
export const layouts: readonly Layout[] = [
  {
    label: 'whole vectors in files, all compared',
    plan: 'exact',
    search: '',
    memoryBytes: (d) => float32 * d,
    diskBytes: (d) => float32 * d,
    measured: { vectors: 1_000_000, dimension, seconds: 0.158 },
    // Every vector is compared; smaller galleries hide it behind the cost of a call.
    slope: 1,
    recall: 1,
    order: 1,
  },
  {
    label: 'graph of half-width vectors',
    plan: 'graph',
    search: 'ef 256',
    memoryBytes: (d) => float16 * d + links,
    diskBytes: (d) => (float16 + float32) * d + links,
    measured: { vectors: 1_000_000, dimension, seconds: 0.0073 },
    slope: 0.03,
    recall: 0.936,
    order: 0.955,
  },
  {
    label: 'graph of bytes',
    plan: 'graphOfBytes',
    search: 'ef 256',
    memoryBytes: (d) => d + links,
    diskBytes: (d) => (1 + float32) * d + links,
    measured: { vectors: 1_000_000, dimension, seconds: 0.00635 },
    slope: 0,
    recall: 0.869,
    order: 0.865,
  },
  {
    label: 'product-quantised, first ones again whole',
    plan: 'quantised32',
    search: '20 parts, 10 times k again',
    memoryBytes: (d) => d / perByte + rowNumber,
    diskBytes: (d) => d / perByte + float32 * d + rowNumber,
    measured: { vectors: 1_000_000, dimension, seconds: 0.0162 },
    slope: 0.05,
    recall: 0.99,
    order: 0.991,
  },
];
