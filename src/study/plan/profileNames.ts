/** Profiles of notebooks and commands, from the shortest: for tests, for `npm start`, for the committed figures. */
export const profileNames = ['smoke', 'quick', 'full'] as const;

export type ProfileName = (typeof profileNames)[number];

/** What `asym experiments` can train: the profiles, and the study of rankers. */
export const experimentNames = [...profileNames, 'rankers'] as const;

export type ExperimentName = (typeof experimentNames)[number];

/** Those whose results are committed. */
export const isCommitted = (name: ExperimentName): boolean => name === 'full' || name === 'rankers';
