export { isNative, runRawOp } from './rawOps.js';
export { recoverEngine } from './recoverEngine.js';
export {
  backendNames,
  backendReport,
  selectBackend,
  type BackendName,
  type BackendReport,
} from './selectBackend.js';
