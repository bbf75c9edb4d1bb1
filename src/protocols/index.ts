export { birdClassesTrained, birdsGroundTruth, readBirdsLists, type BirdSplit } from './birdsReader.js';
export { reportTable, summariseReport, type PerCent, type SetupSummary } from './describeReport.js';
export {
  evaluateProtocol,
  type ProtocolInput,
  type ProtocolMeasure,
  type ProtocolReport,
  type SetupReport,
} from './evaluateProtocol.js';
export { readGoogleLandmarksSolution, readIdColumn } from './googleLandmarksReader.js';
export { identityGroundTruth, type IdentifiedPicture } from './identityGroundTruth.js';
export { inShopGroundTruth, readInShopPartition } from './inShopReader.js';
export { joinGalleries, type GalleryLengths, type PassingVectors } from './joinGalleries.js';
export { matchRows, type RowMatch } from './matchRows.js';
export { openEvaluation, type EvaluationFiles } from './openEvaluation.js';
export { productsGroundTruth, readProductsList } from './productsReader.js';
export {
  averagePrecisionAtR,
  inverseNegativePenalty,
  protocolNames,
  protocols,
  type NamedMeasure,
  type Protocol,
  type ProtocolName,
} from './protocols.js';
export { readGroundTruth, type GroundTruthOptions } from './readGroundTruth.js';
export { parseRevisitedGroundTruth, readRevisitedGroundTruth } from './revisitedReader.js';
export { setupsOf, type Setup } from './setups.js';
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
