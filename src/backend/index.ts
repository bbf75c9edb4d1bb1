export { batchNormalise, fusedBatchNorm, plainBatchNorm, type BatchNormOptions } from './batchNorm.js';
export { plainGradients } from './gradients.js';
export { isNative, runRawOp } from './rawOps.js';
export { recoverEngine } from './recoverEngine.js';
export {
  backendNames,
  backendReport,
  selectBackend,
  type BackendName,
  type BackendReport,
} from './selectBackend.js';
export { plainSigmoidGradient, sigmoidGradient } from './sigmoidGradient.js';
