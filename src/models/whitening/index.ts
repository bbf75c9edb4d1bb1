export { fitWhitening } from './fitWhitening.js';
export type { WhiteningOptions } from './fitWhitening.js';
export { loadWhitening, saveWhitening, storedWhitening } from './storedWhitening.js';
export { createWhitening } from './whitening.js';
export type { Whitening, WhiteningKind, WhiteningParameters } from './whitening.js';
