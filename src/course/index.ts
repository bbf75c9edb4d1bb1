export { right, wrong, missing, type Verdict } from './verdict.js';
export { showVerdict, verdictText } from './showVerdict.js';
export { checkNumber, type NumberTask } from './checks/checkNumber.js';
export { checkPrediction, type PredictionTask } from './checks/checkPrediction.js';
export { checkList, type ListTask } from './checks/checkList.js';
export { checkRanks } from './checks/checkRanks.js';
export { checkChoice, type Option } from './checks/checkChoice.js';
export { checkFunction, type FunctionTask } from './checks/checkFunction.js';
export { centralDifferences, checkGradient } from './checks/checkGradient.js';
export { checkAveragePrecision } from './checks/checkAveragePrecision.js';
export { checkRisingMap, type RisingMapTask } from './checks/checkRisingMap.js';
export { checkRankOrder } from './checks/checkRankOrder.js';
export { rankOrder, type LossAndGradient } from './rankOrder.js';
export { learnerCode } from './notebooks/learnerCode.js';
export { learnerNotebook } from './notebooks/learnerNotebook.js';
export { learnerThenSolved } from './notebooks/solvedTasks.js';
export type { Notebook, NotebookCell } from './notebooks/notebook.js';
export { softRankSlider, type SoftRankOptions } from './figures/softRankSlider.js';
export { similarityForces, type ForcesOptions } from './figures/similarityForces.js';
export { mappingSteps } from './figures/mappingSteps.js';
export { capacityGap } from './figures/capacityGap.js';
export {
  queryRankings,
  rankingByMethod,
  type NamedRanking,
  type QueryRankings,
} from './figures/rankingByMethod.js';
