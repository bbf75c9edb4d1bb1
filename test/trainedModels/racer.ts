import { replaceTrainedModel } from '../../src/trainedModels/saveTrainedModel.js';
import { answerRaces } from '../helpers/racers.js';

// Saves a model whose every file carries the number of this process.
answerRaces(async (folder) => {
  const weights = `weights-${process.pid.toString(16).padStart(16, '0')}.bin`;
  const own = String(process.pid);
  await replaceTrainedModel(
    folder,
    new Map([
      [weights, own.repeat(50_000)],
      ['query-model.json', weights],
      ['config.json', own],
      ['run.json', own],
    ]),
  );
  return weights;
});
