export { atomicWrite } from './atomicWrite.js';
export { repositoryRoot } from './repositoryRoot.js';
export { safeJoin } from './safeJoin.js';
export { sha256OfBytes, sha256OfFile } from './sha256.js';
