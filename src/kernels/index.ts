export { adamUpdater, plainAdamUpdater, rawAdamUpdater, type AdamUpdater } from './adam.js';
export { batchNormalise, fusedBatchNorm, plainBatchNorm, type BatchNormOptions } from './batchNorm.js';
export { gatherForm, listSimilarities, productForm } from './listSimilarities.js';
export { directPairSums, pairSums, separablePairSums, type PairSums } from './pairSums.js';
export { paddedConvolution, plainPaddedConvolution, rawPaddedConvolution } from './paddedConvolution.js';
export { plainGradients } from './reluGradients.js';
export { plainSigmoidGradient, sigmoidGradient } from './sigmoidGradient.js';
export { tieGroups } from './tieGroups.js';
