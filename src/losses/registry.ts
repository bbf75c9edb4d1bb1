import type { z } from 'zod';
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
import { rankDistribution } from './rankDistribution.js';
import { rankMatching } from './rankMatching.js';
import { rankOrderPreservation } from './rankOrderPreservation.js';
import { relationalDistillation } from './relationalDistillation.js';
import { smoothAveragePrecision } from './smoothAveragePrecision.js';
import { structureSimilarity } from './structureSimilarity.js';

/** Every loss by its `kind`. A new loss is one file and one line here. */
export const lossRegistry = {
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
};

export type LossKind = keyof typeof lossRegistry;

/** The configuration of one registered loss, defaults optional. */
export type SingleLossConfig = { [K in LossKind]: z.input<(typeof lossRegistry)[K]['schema']> }[LossKind];

/** One loss, or several with their weights. */
export type LossConfig = SingleLossConfig | { weight: number; loss: SingleLossConfig }[];
