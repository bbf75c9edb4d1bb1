/// <reference types="long" preserve="true" />
export { type FrozenFeatures, frozenFeatures } from './frozenFeatures.js';
export { preparationOf, type Preparation } from './preparation.js';
export { preparePicture } from './preparePicture.js';
