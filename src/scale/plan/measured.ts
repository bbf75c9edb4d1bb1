/** What `asym scale` has measured; `npm run figures` takes it from `figures/scale`. */
export const measured = {
  exact: { vectors: 10_000_000, seconds: 2.33, slope: 1, recall: 1, order: 1 },
  graph: { vectors: 1_000_000, seconds: 0.00123, slope: 0.33, recall: 0.935, order: 0.955 },
  graphOfBytes: { vectors: 1_000_000, seconds: 0.000952, slope: 0.28, recall: 0.87, order: 0.866 },
  quantised32: { vectors: 10_000_000, seconds: 0.028, slope: 0.29, recall: 0.871, order: 0.892 },
} as const;
