import { absoluteRelational } from './absoluteRelational.js';
import { asymmetricMetric } from './asymmetricMetric.js';
import { compatibleClassification } from './compatibleClassification.js';
import { compatibleTransform } from './compatibleTransform.js';
import { contextualSimilarityDistillation } from './contextualSimilarityDistillation.js';
import { differentialDistillation } from './differentialDistillation.js';
import { featureRegression } from './featureRegression.js';
import { isotonicSimilarityPreservation } from './isotonicSimilarityPreservation.js';
import { listLikelihood } from './listLikelihood.js';
import { monotonicSimilarityPreservation } from './monotonicSimilarityPreservation.js';
import { neighbourRegression } from './neighbourRegression.js';
import { rankDistribution } from './rankDistribution.js';
import { rankMatching } from './rankMatching.js';
import { rankOrderPreservation } from './rankOrderPreservation.js';
import { relationalDistillation } from './relationalDistillation.js';
import { smoothAveragePrecision } from './smoothAveragePrecision.js';
import { structureSimilarity } from './structureSimilarity.js';

/** The library's own losses by their `kind`. A new one is one file and one line here. */
export const builtInLosses = {
  featureRegression,
  rankOrderPreservation,
  rankMatching,
  rankDistribution,
  monotonicSimilarityPreservation,
  isotonicSimilarityPreservation,
  contextualSimilarityDistillation,
  compatibleClassification,
  compatibleTransform,
  asymmetricMetric,
  absoluteRelational,
  structureSimilarity,
  differentialDistillation,
  smoothAveragePrecision,
  listLikelihood,
  relationalDistillation,
  neighbourRegression,
};
