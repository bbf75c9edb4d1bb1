import { replaceTrainedModel } from '../../src/trainedModels/saveTrainedModel.js';
import { answerRaces } from '../helpers/racers.js';
import { numberedModel } from './numberedModel.js';

// Saves one model after the other until it is killed.
answerRaces(async (folder) => {
  for (let n = 0; ; n++) await replaceTrainedModel(folder, numberedModel(process.pid + n));
});
