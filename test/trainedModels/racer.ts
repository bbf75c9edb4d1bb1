import { replaceTrainedModel } from '../../src/trainedModels/saveTrainedModel.js';
import { answerRaces } from '../helpers/racers.js';
import { numberedModel } from './numberedModel.js';

// Saves a model whose every file carries the number of this process.
answerRaces(async (folder) => {
  const files = numberedModel(process.pid);
  await replaceTrainedModel(folder, files);
  return String(files.get('query-model.json'));
});
