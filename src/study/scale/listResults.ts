import type { ListPlanId } from './listPlans.js';
import type { ListMethod } from './listTrainings.js';
import type { ListsQuality, MadeLists } from './makeLists.js';
import { keepResult, readResults, type MeasuredPlan } from './scaleResults.js';

/** A query model that was trained on lists. */
export interface ListTraining {
  method: ListMethod;
  seed: number;
  /** Asymmetric mAP, per cent. */
  map: number;
}

/** Lists made in one way, with what made the numbers. */
export interface ListResult extends ListsQuality, Pick<MadeLists, 'seconds'>, MeasuredPlan<ListPlanId> {
  /** Places of each list. */
  length: number;
  /** None for simulated vectors, which have no pictures. */
  trainings: ListTraining[];
}

const file = 'lists.json';

/** What was measured so far. @throws RetrievalError (data) for a file that was changed by hand. */
export const readListResults = (): ListResult[] => readResults(file);

/** Adds a result, in the place of one of the same way and size. */
export const keepLists = (result: Parameters<typeof keepResult<ListResult>>[1]): Promise<void> =>
  keepResult<ListResult>(file, result);
