import type { TrainedModelFiles } from '../../src/trainedModels/saveTrainedModel.js';

/** Files of a model whose every file carries a number. */
export function numberedModel(number: number): TrainedModelFiles {
  const weights = `weights-${number.toString(16).padStart(16, '0')}.bin`;
  const own = String(number);
  return new Map([
    [weights, own.repeat(50_000)],
    ['query-model.json', weights],
    ['config.json', own],
    ['run.json', own],
  ]);
}
