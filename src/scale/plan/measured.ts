/** What `asym scale` has measured; `npm run figures` takes it from `figures/scale`. */
export const measured = {
  exact: { vectors: 1_000_000, seconds: 0.158, slope: 1, recall: 1, order: 1 },
  graph: { vectors: 1_000_000, seconds: 0.0073, slope: 0.03, recall: 0.936, order: 0.955 },
  graphOfBytes: { vectors: 1_000_000, seconds: 0.00635, slope: 0, recall: 0.869, order: 0.865 },
  quantised32: { vectors: 1_000_000, seconds: 0.0162, slope: 0.05, recall: 0.99, order: 0.991 },
} as const;
