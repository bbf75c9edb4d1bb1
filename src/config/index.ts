export { parseConfig } from './parseConfig.js';
