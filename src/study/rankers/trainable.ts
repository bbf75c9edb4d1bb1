import { methodIds } from '../methods/methods.js';

/** Name under which one's own pictures are trained by an order that re-ranking makes of the gallery vectors alone. */
export const rerankedOrder = 'rerankedOrder';

/** What a training takes as its method. */
export const trainableMethods: readonly string[] = [...methodIds, rerankedOrder];
