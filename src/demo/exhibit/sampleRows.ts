import { randomSource } from '../../base/randomSource.js';
import type { ShownGallery } from './exhibit.js';

/** Pictures that are offered. */
const samples = 24;
/** Rows that are looked at for them. */
const looked = 5000;

/** Rows to begin with: drawn at random, the same every time, as many labels among them as there can be. */
export function sampleRows({ rows, label }: Pick<ShownGallery, 'rows' | 'label'>): number[] {
  const order = Array.from(randomSource(0, 'demo').permutation(Math.min(rows, looked)));
  const seen = new Set<string>();
  const isNew = (row: number): boolean => {
    const name = label(row) || `row ${row}`;
    return !seen.has(name) && Boolean(seen.add(name));
  };
  const first = order.filter(isNew);
  return [...first, ...order.filter((row) => !first.includes(row))].slice(0, samples);
}
