export { applyChanges } from './applyChanges.js';
export { parseConfig } from './parseConfig.js';
export { readConfigFile } from './readConfigFile.js';
export { suggest } from './suggest.js';
