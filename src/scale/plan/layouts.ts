import type { Layout } from './layout.js';

/** Ways to keep a gallery, with what was measured of each with vectors of 128 numbers (`asym scale`, `figures/scale`). */
export const layouts: readonly Layout[] = [];
