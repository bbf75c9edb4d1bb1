export { birdClassesTrained, birdsGroundTruth, readBirdsLists, type BirdSplit } from './birdsReader.js';
export { readGoogleLandmarksSolution, readIdColumn } from './googleLandmarksReader.js';
export { identityGroundTruth, type IdentifiedPicture } from './identityGroundTruth.js';
export { inShopGroundTruth, readInShopPartition } from './inShopReader.js';
export { productsGroundTruth, readProductsList } from './productsReader.js';
export { parseRevisitedGroundTruth, readRevisitedGroundTruth } from './revisitedReader.js';
export type {
  BirdPicture,
  GoogleLandmarksGroundTruth,
  GroundTruth,
  IdentityGroundTruth,
  InShopPicture,
  LandmarkUsage,
  ProductPicture,
  RevisitedGroundTruth,
  RevisitedQuery,
} from './types.js';
