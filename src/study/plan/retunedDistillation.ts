import type { LossConfig } from '../../losses/registry.js';
import type { MethodId } from '../methods/methods.js';
import type { ReferenceId } from '../methods/references.js';
import { changedLoss } from './changedLoss.js';

/** The method whose gallery temperature is chosen again for distorted similarities. */
export const distillation = 'contextualSimilarityDistillation' satisfies MethodId;

/** What its runs are called then. */
export const retunedDistillation = 'contextualSimilarityRetuned' satisfies ReferenceId;

/** Gallery temperature for similarities `t^p`, by p, chosen on the validation split. */
export const retunedTemperatures = { 0.25: 0.06, 0.5: 0.11, 2: 0.32, 4: 0.41 } as const;

export type DistortionExponent = keyof typeof retunedTemperatures;

/** Its loss with another gallery temperature. */
export const retunedLoss = (galleryTemperature: number): LossConfig =>
  changedLoss(distillation, { galleryTemperature });
