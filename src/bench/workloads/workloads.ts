import type { WorkloadFactory } from '../types.js';
import { epoch } from './epoch.js';
import { evaluation } from './evaluation.js';
import { extraction } from './extraction.js';
import { feeding } from './feeding.js';
import { freshProcess } from './freshProcess.js';
import { headRun } from './headRun.js';
import { headProducts, headStep } from './headStep.js';
import { isotonic } from './isotonic.js';
import { longLists } from './longLists.js';
import { mappingStep } from './mappingStep.js';
import { rankings } from './rankings.js';
import { photoExtraction } from './photoExtraction.js';
import { rankOrder } from './rankOrder.js';
import { search } from './search.js';
import { sharedHeadStep } from './sharedHeadStep.js';
import { trainingEvaluation } from './trainingEvaluation.js';
import { trainingStep } from './trainingStep.js';

/** Everything of ours that is timed, by name. */
export const workloads = {
  rankOrder,
  longLists,
  mappingStep,
  trainingStep,
  headStep,
  sharedHeadStep,
  headRun,
  headProducts,
  epoch,
  extraction,
  photoExtraction,
  feeding,
  freshProcess,
  evaluation,
  trainingEvaluation,
  rankings,
  isotonic,
  search,
} satisfies Record<string, WorkloadFactory>;
