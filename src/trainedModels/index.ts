export { type FrozenFeatures, frozenFeatures } from './frozenFeatures.js';
