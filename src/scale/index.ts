export { type GalleryStructure, galleryStructure } from './galleryStructure.js';
export { type Layout, coreSeconds } from './plan/layout.js';
export { layouts } from './plan/layouts.js';
export { type EmbeddingDemand, type EmbeddingPlan, planEmbedding } from './plan/planEmbedding.js';
export { type SearchDemand, type SearchMachine, type SearchPlan, planSearch } from './plan/planSearch.js';
export { type PrincipalCoordinates, alongAxes, principalCoordinates } from './principalCoordinates.js';
export { type SimulatedOptions, simulatedGallery } from './simulatedGallery.js';
