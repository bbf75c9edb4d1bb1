/** What can be listed, by the word that asks for it. */
export const sorts = [
  'losses',
  'methods',
  'rankers',
  'indexes',
  'query-models',
  'gallery-models',
  'datasets',
  'protocols',
  'metrics',
] as const;

export type Sort = (typeof sorts)[number];
