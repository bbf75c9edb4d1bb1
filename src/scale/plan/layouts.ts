import type { Layout } from './layout.js';
import { measured } from './measured.js';

const float32 = 4;
const float16 = 2;
/** Of a vector in a graph of 16 connections: twice as many neighbours below and a few above, by numbers of four bytes. */
const links = 4 * 2.1 * 16;
/** Of a vector in a product-quantised index, beside its pieces. */
const rowNumber = 8;
/** Numbers that share a byte there. */
const perByte = 4;

/** Dimension of the vectors that were measured. */
const dimension = 128;

function numbersOf(plan: keyof typeof measured): Pick<Layout, 'measured' | 'slope' | 'recall' | 'order'> {
  const { vectors, seconds, ...numbers } = measured[plan];
  return { ...numbers, measured: { vectors, dimension, seconds } };
}

/** Ways to keep a gallery, with what `asym scale` has measured of each (`figures/scale`): the median time of a query. */
export const layouts: readonly Layout[] = [
  {
    label: 'whole vectors in files, all compared',
    plan: 'exact',
    search: '',
    memoryBytes: (d) => float32 * d,
    diskBytes: (d) => float32 * d,
    ...numbersOf('exact'),
  },
  {
    label: 'graph of half-width vectors',
    plan: 'graph',
    search: 'ef 256',
    memoryBytes: (d) => float16 * d + links,
    diskBytes: (d) => (float16 + float32) * d + links,
    ...numbersOf('graph'),
  },
  {
    label: 'graph of bytes',
    plan: 'graphOfBytes',
    search: 'ef 256',
    memoryBytes: (d) => d + links,
    diskBytes: (d) => (1 + float32) * d + links,
    ...numbersOf('graphOfBytes'),
  },
  {
    label: 'product-quantised, first ones again whole',
    plan: 'quantised32',
    search: '20 parts, 10 times k again',
    memoryBytes: (d) => d / perByte + rowNumber,
    diskBytes: (d) => d / perByte + float32 * d + rowNumber,
    ...numbersOf('quantised32'),
  },
];
