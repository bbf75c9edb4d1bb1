/** Profiles, from the shortest: for tests, for `npm start`, for the committed figures. */
export const profileNames = ['smoke', 'quick', 'full'] as const;

export type ProfileName = (typeof profileNames)[number];
