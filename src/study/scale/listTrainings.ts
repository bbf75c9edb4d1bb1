import type { LossConfig, SingleLossConfig } from '../../losses/registry.js';
import type { RunConfigInput } from '../../experiments/runConfig.js';
import { settings } from '../plan/settings.js';
import { chosenTrials } from '../rankers/chosen.js';
import { systemRun, trialsOf } from '../rankers/systems.js';
import { listLength } from './listPlans.js';

/** Methods that rank lists of neighbours, trained as the study of rankers configures them. */
export const listMethods = ['distillation', 'listwise'] as const;
export type ListMethod = (typeof listMethods)[number];
export const listSeeds = 5;

const bottleneck = 64;

/** The trainings that go by the lists of a file, every method with every seed. */
export function listRuns(file: string): (RunConfigInput & { method: ListMethod; seed: number })[] {
  const ranker = { kind: 'file', file } as const;
  return listMethods.flatMap((method) => {
    const setting = trialsOf(method)[chosenTrials.grocery[bottleneck][method]]!;
    const { dropout, loss, training } = systemRun(method, setting, ranker);
    return Array.from({ length: listSeeds }, (_, seed) => ({
      ...settings.grocery,
      method,
      training,
      loss: withLists(loss, { from: 'ranker', count: listLength, ranker }),
      query: { kind: 'head', bottleneck, dropout },
      seed,
    }));
  });
}

/** The same loss with other lists, wherever it ranks any. */
function withLists(loss: LossConfig, neighbours: object): LossConfig {
  const change = (single: SingleLossConfig): SingleLossConfig =>
    'neighbours' in single ? ({ ...single, neighbours } as SingleLossConfig) : single;
  return Array.isArray(loss) ? loss.map((part) => ({ ...part, loss: change(part.loss) })) : change(loss);
}
