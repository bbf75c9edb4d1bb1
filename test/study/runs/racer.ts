import { writeResults } from '../../../src/study/runs/resultsFolder.js';
import { answerRaces } from '../../helpers/racers.js';
import { syntheticRun } from '../syntheticRun.js';

// Writes results whose seed is the number of this process.
answerRaces(async (folder) => {
  await writeResults(folder, 'toy', [syntheticRun('regression', process.pid)]);
  return String(process.pid);
});
