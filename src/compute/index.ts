export { isNative } from './backend/nativeBackend.js';
export { runRawOp } from './backend/rawOps.js';
export { recoverEngine } from './backend/recoverEngine.js';
export {
  type BackendName,
  type BackendReport,
  backendNames,
  backendReport,
  selectBackend,
} from './backend/selectBackend.js';
export { type AdamUpdater, adamUpdater, plainAdamUpdater, rawAdamUpdater } from './kernels/adam.js';
export {
  type BatchNormOptions,
  batchNormalise,
  fusedBatchNorm,
  plainBatchNorm,
} from './kernels/batchNorm.js';
export { chebyshevExpansion, chebyshevTerms } from './kernels/chebyshev.js';
export { gatherForm, listSimilarities, productForm } from './kernels/listSimilarities.js';
export {
  paddedConvolution,
  plainPaddedConvolution,
  rawPaddedConvolution,
} from './kernels/paddedConvolution.js';
export { type PairSums, directPairSums, pairSums, separablePairSums } from './kernels/pairSums.js';
export { plainGradients } from './kernels/reluGradients.js';
export { plainSigmoidGradient, sigmoidGradient } from './kernels/sigmoidGradient.js';
export { tieGroups } from './kernels/tieGroups.js';
