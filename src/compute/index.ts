/// <reference types="long" preserve="true" />
export { isNative } from './backend/nativeBackend.js';
export { runRawOp } from './backend/rawOps.js';
export { recoverEngine } from './backend/recoverEngine.js';
export { type BackendReport, backendReport, selectBackend } from './backend/selectBackend.js';
export { type BackendName, backendNames } from './backend/backendNames.js';
export { chebyshevExpansion, chebyshevTerms } from './kernels/chebyshev.js';
export { type PairSums, directPairSums, pairSums, separablePairSums } from './kernels/pairSums.js';
